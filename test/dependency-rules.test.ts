// A rule that never fires is a comment: each case builds a small project with one forbidden import in it and expects
// the rule of that name, and the lawful project beside it expects none.

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const root = resolve(__dirname, '..');
const cruiser = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');

const forbidden: { rule: string; from: string; to: string }[] = [
  { rule: 'articles-imports', from: 'src/articles/a.ts', to: 'src/views/view-counter.ts' },
  { rule: 'boards-imports', from: 'src/boards/a.ts', to: 'src/articles/article-card.ts' },
  { rule: 'ranking-imports', from: 'src/ranking/a.ts', to: 'src/must-reads/must-reads.ts' },
  { rule: 'traffic-imports', from: 'src/traffic/a.ts', to: 'src/articles/article-card.ts' },
  { rule: 'platform-clock-imports', from: 'src/platform/clock.ts', to: 'src/platform/log/log.ts' },
  { rule: 'platform-http-imports', from: 'src/platform/http/a.ts', to: 'src/platform/graphql/server.ts' },
  { rule: 'platform-knows-no-feature', from: 'src/platform/redis/a.ts', to: 'src/views/view-counter.ts' },
  { rule: 'entity-imports', from: 'src/articles/a.entity.ts', to: 'src/articles/article.repository.ts' },
  { rule: 'repository-imports', from: 'src/articles/a.repository.ts', to: 'src/platform/redis/script.ts' },
  { rule: 'redis-side-imports', from: 'src/articles/a.store.ts', to: 'src/articles/article.repository.ts' },
  { rule: 'thin-edge-imports', from: 'src/ranking/a.resolver.ts', to: 'src/ranking/formulas/rate.ts' },
  { rule: 'graphql-type-imports', from: 'src/articles/a.type.ts', to: 'src/articles/article.repository.ts' },
  { rule: 'errors-and-settings-imports', from: 'src/views/a.settings.ts', to: 'src/views/view-counter.ts' },
  { rule: 'sql-only-behind-repositories', from: 'src/publishing/a.ts', to: 'typeorm' },
  { rule: 'redis-client-only-in-platform', from: 'src/views/a.store.ts', to: 'ioredis' },
  { rule: 'http-libraries-at-the-edge', from: 'src/demo/a.ts', to: 'fastify' },
  { rule: 'dataloader-in-loaders', from: 'src/comments/a.ts', to: 'dataloader' },
  { rule: 'no-development-package-in-src', from: 'src/search/a.ts', to: 'fast-check' },
  { rule: 'formulas-are-pure', from: 'src/ranking/formulas/a.ts', to: 'src/platform/clock.ts' },
  { rule: 'compose-from-the-top-only', from: 'src/imports/a.ts', to: 'src/compose/settings.ts' },
  { rule: 'entry-points-are-not-imported', from: 'src/compose/a.ts', to: 'src/main.ts' },
  { rule: 'src-knows-no-test', from: 'src/cli/a.ts', to: 'test/builders/an-article.ts' },
  { rule: 'nothing-unresolved', from: 'src/cli/b.ts', to: 'src/cli/not-there.ts' },
];

const lawful: { from: string; to: string }[] = [
  { from: 'src/articles/article-card.ts', to: 'src/sections/section.entity.ts' },
  { from: 'src/articles/article.repository.ts', to: 'typeorm' },
  { from: 'src/views/view-counter.ts', to: 'src/boards/decay.ts' },
  { from: 'src/ranking/formulas/rate.ts', to: 'src/boards/decay.ts' },
  { from: 'src/platform/redis/script.ts', to: 'ioredis' },
  { from: 'src/platform/log/log.ts', to: 'src/platform/clock.ts' },
  { from: 'src/platform/graphql/server.ts', to: 'fastify' },
  { from: 'src/compose/settings.ts', to: 'src/views/view-counter.ts' },
  { from: 'src/main.ts', to: 'src/compose/settings.ts' },
  { from: 'src/must-reads/must-reads.ts', to: 'src/ranking/formulas/rate.ts' },
  { from: 'test/builders/an-article.ts', to: 'src/compose/settings.ts' },
];

interface Violation {
  from: string;
  rule: { name: string };
}

describe('the dependency rules', () => {
  let folder: string;
  let violations: Violation[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mostread-rules-'));
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
    await writeFile(join(folder, 'package.json'), packageWithTheSameDependencies());
    await writeProject(folder, [...lawful, ...forbidden, ...cycle]);
    violations = await cruise(folder);
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each(forbidden)('$from may not import $to: $rule', ({ rule, from }) => {
    expect(rulesBrokenBy(from)).toContain(rule);
  });

  test('a cycle inside a folder is reported', () => {
    expect(rulesBrokenBy('src/webhooks/one.ts')).toContain('no-cycles');
  });

  test('a file that no entry point reaches is reported, one that main reaches is not', () => {
    const unused = violations
      .filter(({ rule }) => rule.name === 'used-by-the-program')
      .map(({ from }) => from);
    expect(unused).toContain('src/webhooks/one.ts');
    expect(unused).not.toContain('src/compose/settings.ts');
    expect(unused).not.toContain('src/main.ts');
  });

  test.each(lawful)('$from may import $to', ({ from }) => {
    expect(rulesBrokenBy(from)).toEqual([]);
  });

  const rulesBrokenBy = (from: string): string[] =>
    violations
      .filter((violation) => violation.from === from && violation.rule.name !== 'used-by-the-program')
      .map(({ rule }) => rule.name);
});

const cycle = [
  { from: 'src/webhooks/one.ts', to: 'src/webhooks/two.ts' },
  { from: 'src/webhooks/two.ts', to: 'src/webhooks/one.ts' },
];

function packageWithTheSameDependencies(): string {
  const { dependencies, devDependencies } = require('../package.json');
  return JSON.stringify({ name: 'a-project', dependencies, devDependencies });
}

async function writeProject(folder: string, imports: readonly { from: string; to: string }[]): Promise<void> {
  const texts = new Map<string, string>();
  for (const { from, to } of imports) {
    const inTree = /^(src|test)\//.test(to);
    const target = inTree ? join('/', to).slice(0, -'.ts'.length) : to;
    const path = inTree ? `${'../'.repeat(from.split('/').length - 1)}${target.slice(1)}` : target;
    texts.set(from, `${texts.get(from) ?? ''}import * as it from '${path}';\nexport const used = it;\n`);
    if (inTree && !to.includes('not-there') && !texts.has(to)) texts.set(to, '');
  }
  for (const [path, text] of texts) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text === '' ? 'export const nothing = 0;\n' : text);
  }
}

async function cruise(folder: string): Promise<Violation[]> {
  const options = ['--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json'];
  const { stdout } = await promisify(execFile)(process.execPath, [cruiser, ...options, 'src', 'test'], {
    cwd: folder,
    maxBuffer: 32 * 1024 * 1024,
  }).catch((failed: { stdout: string }) => failed); // its exit status is the number of violations
  return JSON.parse(stdout).summary.violations;
}
