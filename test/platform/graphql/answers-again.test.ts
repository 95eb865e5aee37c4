// GET, answered by Apollo Server, quickly, and again from memory: whatever a client sends around its question, it must
// hear the same.

import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql';
import { anyone } from '../../../src/accounts/account';
import { systemClock } from '../../../src/platform/clock';
import { BadUserInput } from '../../../src/platform/errors';
import { buildMostreadSchema } from '../../../src/platform/graphql/build-schema';
import type { Caller, RequestContext } from '../../../src/platform/graphql/per-request';
import { dependsOnPrivacy } from '../../../src/platform/graphql/privacy-signals';
import { createGraphqlServer, registerGraphql } from '../../../src/platform/graphql/server';
import { compressAnswers } from '../../../src/platform/http/compress-answers';
import { allowOrigins } from '../../../src/platform/http/cors';
import { type FirstLook, HttpServer } from '../../../src/platform/http/http-server';
import { keepAnswers } from '../../../src/platform/http/keep-answers';
import { Origins } from '../../../src/platform/http/origins';
import { createLog } from '../../../src/platform/log/log';

let runs = 0;

@Resolver()
class NumbersResolver {
  @Query(() => Int, { description: 'Twice' })
  twice(@Arg('of', () => Int, { description: 'Of what' }) of: number): number {
    runs += 1;
    if (of < 0) throw new BadUserInput('of', 'It may not be below zero.');
    return 2 * of;
  }

  @Query(() => [Int], { description: 'Down to one' })
  down(@Arg('first', () => Int, { description: 'From' }) first: number): number[] {
    return Array.from({ length: first }, (_, index) => 1_000_000 + index);
  }

  @Query(() => Boolean, { description: 'Whether the reader may be followed' })
  followed(@Ctx() context: RequestContext): boolean {
    dependsOnPrivacy(context);
    return !privacy.isSent(context.headers);
  }

  @Mutation(() => Int, { description: 'Nothing' })
  keep(@Arg('number', () => Int, { description: 'What' }) number: number): number {
    return number;
  }
}

const log = createLog('silent');
const limits = {
  ...{ maxDepth: 8, maxTokens: 500, maxAliases: 5, maxFields: 20, maxRootFields: 4, maxDirectives: 6 },
  ...{ maxItems: 500, maxCost: 10_000 },
};
const someone: Caller = { id: 'someone', name: 'Someone', isKnown: true, rights: 'all', may: () => true };
const privacy = {
  headers: ['Sec-GPC', 'DNT'],
  isSent: (headers: RequestContext['headers']) => headers['sec-gpc'] === '1' || headers['dnt'] === '1',
};
const spent: number[] = [];
const spender = {
  payer: 'someone',
  spend: (points: number) => void spent.push(points),
  charge: () => undefined,
  allowance: () => ({ pointsPerMinute: 1_000, pointsLeft: 10, resetMs: 1_000 }),
};

/** A clock that stands still: what is kept stays good. */
const stopped = { nowMs: () => 1_790_000_000_000 };

async function start(keptBytes: number) {
  const options = { port: 0, host: '127.0.0.1', bodyLimit: 1_048_576, requestSeconds: 5, drainSeconds: 1 };
  const http = new HttpServer({ ...options, trustProxy: [] }, systemClock, log);
  const server = createGraphqlServer({
    ...{ schema: buildMostreadSchema([new NumbersResolver()], () => false), log, ...limits },
    ...{ introspection: true, compileQueries: true, privacy },
    keeping: { bytes: keptBytes, clock: { ...systemClock, ...stopped } },
  });
  const byApollo = jest.spyOn(server.apollo, 'executeHTTPGraphQLRequest');
  await compressAnswers(http.fastify);
  const first = {
    addressOf: http.addressOf,
    lookFirst: (look: FirstLook) => http.lookFirst(look),
    tell: jest.fn(),
  };
  const refused = { tell: () => undefined };
  await http.fastify.register(async (scope) => {
    await allowOrigins(scope, { origins: new Origins(['https://*.news.example']), refused });
    keepAnswers(scope);
    await registerGraphql(scope, server, {
      callerOf: ({ headers }) => (headers.authorization === undefined ? anyone : someone),
      limits: { spenderOf: () => spender },
      first,
    });
  });
  const url = `${await http.start()}/graphql`;
  return { http, server, byApollo, url, first };
}

type Started = Awaited<ReturnType<typeof start>>;
let keeping!: Started;
let forgetful!: Started;

beforeAll(async () => {
  keeping = await start(1_000_000);
  forgetful = await start(0);
});
afterAll(async () => {
  await keeping.http.stop();
  await forgetful.http.stop();
});

type Headers = Record<string, string>;
const preflight = { 'apollo-require-preflight': 'true' };

async function get({ url }: Started, search: string, headers: Headers = preflight, method = 'GET') {
  const response = await fetch(`${url}${search}`, { method, headers });
  const { date: _date, ...told } = Object.fromEntries(response.headers);
  return { status: response.status, headers: told, text: await response.text() };
}

let made = 0;
const anew = (text: string) => `# ${made++}\n${text}`;
const searchOf = (question: Record<string, string>) => `?${new URLSearchParams(question)}`;
const twice = 'query Twice($of: Int!) { twice(of: $of) }';
const two = 'query A { twice(of: 1) } query B { twice(of: 2) }';

const questions: Record<string, string>[] = [
  { query: '{ twice(of: 2) }' },
  { query: '{ down(first: 300) }' },
  { query: '{ followed twice(of: 2) }' },
  { query: twice, variables: '{"of":4}', operationName: 'Twice' },
  { query: two, operationName: 'B' },
  { query: two },
  { query: two, operationName: '' },
  { query: two, operationName: 'C' },
  { query: twice },
  { query: twice, variables: '{"of":"x"}' },
  { query: twice, variables: '{"of":-1}' },
  { query: twice, variables: 'null' },
  { query: twice, variables: '[]' },
  { query: twice, variables: '{' },
  { query: '{ twice(of: 2) }', extensions: '{}' },
  { query: '{ twice(of: 2) }', extensions: 'null' },
  { query: '{ down(first: 501) }' },
  { query: 'mutation { keep(number: 1) }' },
  { query: 'mutation M { keep(number: 1) } query Q { twice(of: 1) }', operationName: 'M' },
];

const headersAround = fc.record(
  {
    'apollo-require-preflight': fc.constantFrom('true', 'x', ''),
    'x-apollo-operation-name': fc.constantFrom('Twice', ''),
    'content-type': fc.constantFrom(
      ...[
        'application/json',
        'application/json; charset=utf-8',
        'text/plain',
        'application/graphql',
        'x',
        '',
      ],
    ),
    accept: fc.constantFrom(
      ...['*/*', 'application/json', 'application/graphql-response+json', 'text/html', 'image/png', ''],
      'application/graphql-response+json, application/json;q=0.9',
      'text/html, */*;q=0.1',
    ),
    'accept-encoding': fc.constantFrom('br', 'gzip', 'identity', 'gzip;q=0.5, br', '*'),
    'if-none-match': fc.constantFrom('*', '"other"', 'W/"none", "x"', ''),
    authorization: fc.constant('Bearer someone'),
    'sec-gpc': fc.constantFrom('1', '0'),
    dnt: fc.constantFrom('1', '0'),
    origin: fc.constantFrom('https://www.news.example', 'https://evil.example', 'null'),
  },
  { requiredKeys: [] },
);

test('whatever stands around a GET, quick and kept answers are what Apollo Server has answered, byte for byte', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...questions),
      headersAround,
      fc.constantFrom('GET', 'HEAD'),
      async (question, headers, method) => {
        const search = searchOf({ ...question, query: anew(question['query'] ?? '') });
        const first = await get(forgetful, search, headers, method);
        for (let again = 0; again < 4; again++) {
          expect(await get(keeping, search, headers, method)).toEqual(first);
          expect(await get(forgetful, search, headers, method)).toEqual(first);
        }
      },
    ),
    { numRuns: 60 },
  );
}, 180_000);

test('an address that says one thing twice is refused as Apollo Server refuses it', async () => {
  const query = encodeURIComponent(anew('{ twice(of: 2) }'));
  await get(keeping, `?query=${query}`);
  await get(keeping, `?query=${query}`);
  const { status, text } = await get(keeping, `?query=${query}&query=${query}`);
  expect(status).toBe(400);
  expect(text).toContain('may only be specified once');
});

describe('an answer that is kept', () => {
  const asked = async (search: string, headers?: Headers) => {
    const [before, runsBefore] = [keeping.byApollo.mock.calls.length, runs];
    const answer = await get(keeping, search, headers);
    return { answer, byApollo: keeping.byApollo.mock.calls.length - before, runs: runs - runsBefore };
  };

  test('is made by Apollo Server once, quickly once, and then not at all', async () => {
    const search = searchOf({ query: anew('{ twice(of: 5) }') });
    expect(await asked(search)).toMatchObject({ byApollo: 1, runs: 1 });
    expect(await asked(search)).toMatchObject({ byApollo: 0, runs: 1 });
    const again = await asked(search);
    expect(again).toMatchObject({ byApollo: 0, runs: 0, answer: { status: 200 } });
    const tag = String(again.answer.headers['etag']);
    const unchanged = await asked(search, { ...preflight, 'if-none-match': tag });
    expect(unchanged).toMatchObject({ byApollo: 0, runs: 0, answer: { status: 304, text: '' } });
    expect(unchanged.answer.headers['content-type']).toBeUndefined();
    expect(unchanged.answer.headers['vary']).toEqual(again.answer.headers['vary']);
    expect(unchanged.answer.headers['cache-control']).toBe(again.answer.headers['cache-control']);
    const toldFirst = keeping.first.tell.mock.calls.length;
    const first = await asked(search, { ...preflight, 'if-none-match': tag });
    expect(first).toEqual(unchanged);
    expect(keeping.first.tell.mock.calls.length).toBe(toldFirst + 1);
  });

  test('is run anew once something has changed', async () => {
    const search = searchOf({ query: anew('{ twice(of: 6) }') });
    for (let time = 0; time < 3; time++) await asked(search);
    keeping.server.forgetAnswers();
    expect(await asked(search)).toMatchObject({ runs: 1 });
    expect(await asked(search)).toMatchObject({ runs: 0 });
  });

  test('is neither made for nor given to someone with a credential', async () => {
    const search = searchOf({ query: anew('{ twice(of: 7) }') });
    const credential = { ...preflight, authorization: 'Bearer someone' };
    for (let time = 0; time < 4; time++) expect(await asked(search, credential)).toMatchObject({ runs: 1 });
    for (let time = 0; time < 3; time++) await asked(search);
    const { answer, runs: byTheirs } = await asked(search, credential);
    expect(byTheirs).toBe(1);
    expect(answer.headers['cache-control']).toBe('private, no-store');
    expect(answer.headers['etag']).toBeUndefined();
  });

  test('is none with an error, which is run each time', async () => {
    const search = searchOf({ query: anew(twice), variables: '{"of":-1}' });
    await asked(search);
    for (let time = 0; time < 3; time++) expect(await asked(search)).toMatchObject({ runs: 1 });
  });

  test('costs its caller what any request costs, and not its price again', async () => {
    const search = searchOf({ query: anew('{ twice(of: 8) }') });
    await asked(search);
    await asked(search);
    spent.length = 0;
    await asked(search);
    expect(spent).toEqual([10]);
    keeping.server.forgetAnswers();
    spent.length = 0;
    await asked(search);
    expect(spent).toEqual([10, expect.any(Number)]);
  });

  test.each<{ who: string; others: string; first: Headers; second: Headers }>([
    { who: 'everybody', others: 'one who asks not to be followed', first: {}, second: { 'sec-gpc': '1' } },
    { who: 'one who asks not to be followed', others: 'everybody', first: { dnt: '1' }, second: {} },
  ])('made for $who is not given to $others', async ({ first, second }) => {
    const search = searchOf({ query: anew('{ followed }') });
    const saidTo = async (headers: Headers) =>
      (await asked(search, { ...preflight, ...headers })).answer.text.trim();
    const toFirst = `{"data":{"followed":${!privacy.isSent(first)}}}`;
    const toSecond = `{"data":{"followed":${privacy.isSent(first)}}}`;
    for (let time = 0; time < 3; time++) expect(await saidTo(first)).toBe(toFirst);
    for (let time = 0; time < 3; time++) expect(await saidTo(second)).toBe(toSecond);
    expect(await saidTo(first)).toBe(toFirst);
    expect((await asked(search, { ...preflight, ...second })).runs).toBe(0);
  });

  test('tells caches that it depends on who asks not to be followed, where it does, and there alone', async () => {
    const usual = 'Origin, Accept, Accept-Encoding, Authorization, X-Api-Key';
    const apart = 'Origin, Sec-GPC, DNT, Accept, Accept-Encoding, Authorization, X-Api-Key';
    for (const [query, vary] of [
      ['{ twice(of: 3) }', usual],
      ['{ followed }', apart],
    ] as const) {
      const search = searchOf({ query: anew(query) });
      for (let time = 0; time < 3; time++) {
        const { headers } = await get(keeping, search);
        expect([query, headers['vary']]).toEqual([query, vary]);
        const unchanged = await get(keeping, search, { ...preflight, 'if-none-match': headers['etag']! });
        expect([query, unchanged.status, unchanged.headers['vary']]).toEqual([query, 304, vary]);
      }
    }
  });

  test('is known by its hash as by its text', async () => {
    const query = anew('{ twice(of: 9) }');
    const sha256Hash = createHash('sha256').update(query).digest('hex');
    const extensions = JSON.stringify({ persistedQuery: { version: 1, sha256Hash } });
    await asked(searchOf({ query, extensions }));
    const search = searchOf({ extensions });
    expect(await asked(search)).toMatchObject({ byApollo: 0, runs: 1 });
    expect(await asked(search)).toMatchObject({ runs: 0, answer: { text: '{"data":{"twice":18}}\n' } });
  });
});
