// Who may import whom, as rules. The table below is the one place: a folder may import itself, platform/ and what stands
// beside its name; imports of types count as well. test/dependency-rules.test.ts shows that each rule bites.

const mayImport = {
  images: [],
  sections: [],
  accounts: [],
  boards: [],
  migrations: [],
  authors: ['images'],
  visitors: ['accounts'],
  articles: ['sections', 'authors', 'images', 'accounts'],
  search: ['articles'],
  comments: ['articles', 'visitors', 'accounts'],
  publishing: ['articles', 'sections', 'authors', 'images', 'accounts'],
  views: ['boards', 'visitors', 'articles', 'accounts'],
  audience: ['views', 'boards', 'articles', 'sections', 'authors', 'visitors', 'accounts'],
  ranking: ['boards', 'views', 'articles', 'sections', 'accounts'],
  'must-reads': ['ranking', 'audience', 'boards', 'articles', 'sections', 'accounts'],
  recommendations: ['ranking', 'boards', 'views', 'visitors', 'articles', 'sections'],
  experiments: ['ranking', 'audience', 'boards', 'views', 'visitors', 'articles', 'sections', 'accounts'],
  imports: ['publishing', 'articles', 'sections', 'authors', 'images', 'comments', 'views'],
  exports: ['articles', 'sections', 'authors', 'images', 'ranking'],
  webhooks: ['publishing', 'ranking', 'accounts'],
  traffic: ['views', 'visitors'],
  demo: ['publishing', 'articles', 'sections', 'authors', 'images', 'comments', 'must-reads', 'traffic'],
};

// Each part of platform/ may import what stands before it.
const platformOrder = [
  'clock',
  'errors',
  'config',
  'log',
  'processes',
  'metrics',
  'postgres',
  'redis',
  'jobs',
  'http',
  'graphql',
];

const anyOf = (names) => `(${names.join('|')})`;
const npm = (names) => `(^|node_modules/)${anyOf(names)}(/|$)`;
const forbid = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });

const featureRules = Object.entries(mayImport).map(([folder, allowed]) =>
  forbid(
    `${folder}-imports`,
    `src/${folder}/ may import platform/${allowed.map((name) => `, ${name}/`).join('')}.`,
    { path: `^src/${folder}/` },
    { path: '^(src|test|bench|evaluate)/', pathNot: `^src/${anyOf([folder, 'platform', ...allowed])}/` },
  ),
);

const platformRules = platformOrder.map((part, at) =>
  forbid(
    `platform-${part}-imports`,
    `src/platform/${part} may import only ${platformOrder.slice(0, at).join(', ') || 'itself'}.`,
    { path: `^src/platform/${part}[./]` },
    { path: '^src/', pathNot: `^src/platform/${anyOf(platformOrder.slice(0, at + 1))}[./]` },
  ),
);

const suffixRules = [
  forbid(
    'entity-imports',
    'An entity knows columns and other entities, nothing that acts.',
    { path: '\\.entity\\.ts$' },
    { path: '\\.(repository|store|script|resolver|route|job|loader|input)\\.ts$' },
  ),
  forbid(
    'repository-imports',
    'A repository speaks SQL: no Redis, and nothing above it.',
    { path: '\\.repository\\.ts$' },
    { path: '^src/platform/redis/|\\.(store|script|resolver|route|job|loader)\\.ts$' },
  ),
  forbid(
    'redis-side-imports',
    'A store or a script speaks Redis: no SQL, and nothing above it.',
    { path: '\\.(store|script)\\.ts$' },
    { path: '^src/platform/postgres/|\\.(repository|resolver|route|job|loader)\\.ts$' },
  ),
  forbid(
    'thin-edge-imports',
    'A resolver, route or job is thin: no SQL, no Redis and no formula in it.',
    { path: '\\.(resolver|route|job)\\.ts$' },
    { path: '^src/platform/(redis|postgres)/|/formulas/|\\.script\\.ts$|^src/boards/decay\\.ts$' },
  ),
  forbid(
    'graphql-type-imports',
    'A GraphQL type or input has no table and does nothing.',
    { path: '\\.(type|input)\\.ts$' },
    { path: '\\.(repository|store|script|resolver|route|job|loader)\\.ts$' },
  ),
  forbid(
    'errors-and-settings-imports',
    'Error classes and settings need platform/ alone.',
    { path: '^src/(?!platform/|compose/).*\\.(errors|settings)\\.ts$' },
    { path: '^src/', pathNot: '^src/platform/(errors|config)' },
  ),
];

const libraryRules = [
  forbid(
    'sql-only-behind-repositories',
    'typeorm and pg belong to entities, repositories, migrations and platform/postgres.',
    {
      path: '^src/',
      pathNot: '\\.(entity|repository)\\.ts$|^src/(migrations|platform/postgres|compose)/',
    },
    { path: npm(['typeorm', 'pg']) },
  ),
  forbid(
    'redis-client-only-in-platform',
    'ioredis is imported inside platform/redis/ alone, so that one place sets how it retries.',
    { path: '^src/', pathNot: '^src/platform/redis/' },
    { path: npm(['ioredis']) },
  ),
  forbid(
    'http-libraries-at-the-edge',
    'Apollo and Fastify stay in platform/, routes and compose/.',
    { path: '^src/', pathNot: '\\.route\\.ts$|^src/(platform|compose)/' },
    { path: npm(['@apollo/server', 'fastify', '@as-integrations/fastify', '@fastify']) },
  ),
  forbid(
    'dataloader-in-loaders',
    'DataLoader lives in .loader.ts files, one per request.',
    { path: '^src/', pathNot: '\\.loader\\.ts$|^src/platform/graphql/' },
    { path: npm(['dataloader']) },
  ),
  forbid(
    'no-development-package-in-src',
    'The program runs without the development packages.',
    { path: '^(src/|ormconfig\\.ts)' },
    { dependencyTypes: ['npm-dev'] },
  ),
];

const pure = '^src/((ranking|recommendations)/formulas/|boards/decay\\.ts$)';

const shapeRules = [
  forbid('no-cycles', 'Cycles break swc at start and readers always.', {}, { circular: true }),
  forbid('nothing-unresolved', 'Every import leads somewhere.', {}, { couldNotResolve: true }),
  forbid(
    'formulas-are-pure',
    'Formulas import nothing but each other: no clock, no store, no library.',
    { path: pure },
    { pathNot: pure },
  ),
  forbid(
    'compose-from-the-top-only',
    'Only the entry points, the commands and what measures them import the composition root.',
    { path: '^src/', pathNot: '^src/(compose|cli)/|^src/main\\.ts$' },
    { path: '^src/compose/' },
  ),
  forbid(
    'entry-points-are-not-imported',
    'main and the commands stand at the top.',
    { path: '^src/', pathNot: '^src/(cli/|main\\.ts$)' },
    { path: '^src/(cli/|main\\.ts$)' },
  ),
  forbid(
    'used-by-the-program',
    'Everything in src/ is reached from main, from a command, from the file of a thread or from ormconfig.ts.',
    { path: '^src/(main|cli/mostread|compose/ranking-thread)\\.ts$|^ormconfig\\.ts$' },
    { path: '^src/', pathNot: '^src/(main|cli/mostread|compose/ranking-thread)\\.ts$', reachable: false },
  ),
  forbid(
    'src-knows-no-test',
    'The program does not know how it is tested or measured.',
    { path: '^(src/|ormconfig\\.ts)' },
    { path: '^(test|bench|evaluate)/' },
  ),
  forbid(
    'platform-knows-no-feature',
    'platform/ knows no newsroom word.',
    { path: '^src/platform/' },
    { path: '^src/', pathNot: '^src/platform/' },
  ),
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [...featureRules, ...platformRules, ...suffixRules, ...libraryRules, ...shapeRules],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules|^examples/.*/generated/' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'], mainFields: ['main', 'types'] },
  },
};
