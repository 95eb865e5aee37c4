// Polls that are answered before Fastify sees them: that they hear what Fastify would have said, and that whatever is
// more than such a poll is left to Fastify.

import { Ctx, Int, Query, Resolver } from 'type-graphql';
import { request } from 'undici';
import { anyone } from '../../../src/accounts/account';
import { systemClock } from '../../../src/platform/clock';
import { buildMostreadSchema } from '../../../src/platform/graphql/build-schema';
import { RateLimited } from '../../../src/platform/graphql/graphql.errors';
import type { Caller, RequestContext, Spender } from '../../../src/platform/graphql/per-request';
import { dependsOnPrivacy } from '../../../src/platform/graphql/privacy-signals';
import { createGraphqlServer, registerGraphql } from '../../../src/platform/graphql/server';
import { compressAnswers } from '../../../src/platform/http/compress-answers';
import { allowOrigins } from '../../../src/platform/http/cors';
import { HttpServer } from '../../../src/platform/http/http-server';
import { keepAnswers } from '../../../src/platform/http/keep-answers';
import { Origins } from '../../../src/platform/http/origins';
import { createLog } from '../../../src/platform/log/log';

let runs = 0;

@Resolver()
class NumberResolver {
  @Query(() => Int, { description: 'The same each time' })
  seven(): number {
    runs += 1;
    return 7;
  }

  @Query(() => Boolean, { description: 'Whether the reader may be followed' })
  followed(@Ctx() context: RequestContext): boolean {
    dependsOnPrivacy(context);
    return !privacy.isSent(context.headers);
  }
}

const log = createLog('silent');
const limits = {
  ...{ maxDepth: 8, maxTokens: 500, maxAliases: 5, maxFields: 20, maxRootFields: 4, maxDirectives: 6 },
  ...{ maxItems: 500, maxCost: 10_000 },
};
const someone: Caller = { id: 'someone', name: 'Someone', isKnown: true, rights: 'all', may: () => true };
const privacy = {
  headers: ['Sec-GPC'],
  isSent: (headers: RequestContext['headers']) => headers['sec-gpc'] === '1',
};
const refusedOrigins: string[] = [];
const told = jest.fn();
const callerOf = jest.fn(({ headers }: { headers: Record<string, unknown> }) =>
  headers['authorization'] === undefined && headers['x-api-key'] === undefined ? anyone : someone,
);

let nowMs = 1_790_000_000_000;
const clock = { ...systemClock, nowMs: () => nowMs };

let pointsLeft = Number.POSITIVE_INFINITY;
const spender: Spender = {
  payer: 'a network',
  spend(points) {
    if (points > pointsLeft) throw new RateLimited({ retryAfterMs: 1_000, pointsPerMinute: 100 });
    pointsLeft -= points;
  },
  charge: () => undefined,
  allowance: () => ({ pointsPerMinute: 100, pointsLeft, resetMs: 1_000 }),
};
const spenderOf = jest.fn((_origin: { clientIp: string }): Spender | Promise<Spender> => spender);

const options = { port: 0, host: '127.0.0.1', bodyLimit: 1_024, requestSeconds: 5, drainSeconds: 1 };
const http = new HttpServer({ ...options, trustProxy: ['loopback'] }, systemClock, log);
const server = createGraphqlServer({
  ...{ schema: buildMostreadSchema([new NumberResolver()], () => false), log, ...limits },
  ...{ introspection: true, compileQueries: true, keeping: { bytes: 1_000_000, clock } },
  privacy,
});
let url = '';
let tag = '';

beforeAll(async () => {
  await compressAnswers(http.fastify);
  await http.fastify.register(async (scope) => {
    const refused = { tell: (origin: string) => void refusedOrigins.push(origin) };
    await allowOrigins(scope, { origins: new Origins(['https://*.news.example']), refused });
    keepAnswers(scope);
    const first = {
      addressOf: http.addressOf,
      lookFirst: http.lookFirst.bind(http),
      tell: told,
    };
    await registerGraphql(scope, server, { callerOf, limits: { spenderOf }, first });
  });
  url = `${await http.start()}/graphql?${new URLSearchParams({ query: '{ seven }' })}`;
});
afterAll(() => http.stop());

type Headers = Record<string, string>;
type Method = 'GET' | 'HEAD' | 'POST';
const preflight: Headers = { 'apollo-require-preflight': 'true', accept: 'application/json' };

async function send(headers: Headers, method: Method = 'GET', to = url) {
  const answer = await request(to, { method, headers });
  const { date, ...others } = answer.headers;
  return {
    status: answer.statusCode,
    dated: date !== undefined,
    headers: others,
    text: await answer.body.text(),
  };
}

/** What becomes of a poll by someone who has the answer; whether Fastify was spared it. */
async function poll(headers: Headers = {}, method: Method = 'GET', to = url) {
  const before = told.mock.calls.length;
  const answer = await send({ ...preflight, 'if-none-match': tag, ...headers }, method, to);
  return { ...answer, isFirst: told.mock.calls.length > before };
}

/** Until the answer is kept, and a page of this origin has been told so by all hooks. */
async function keep(headers: Headers = {}): Promise<void> {
  for (let time = 0; time < 3; time++) tag = String((await send(preflight)).headers['etag']);
  await poll(headers);
}

beforeEach(async () => {
  pointsLeft = Number.POSITIVE_INFINITY;
  await keep();
});

/** The same poll, sent through Fastify: who pays for it cannot be said at once. */
function pollThroughFastify(headers: Headers = {}) {
  spenderOf.mockReturnValueOnce(Promise.resolve(spender));
  return poll(headers);
}

describe('a poll for what is kept', () => {
  test.each<{ from: string; around: () => Headers }>([
    { from: 'no page', around: () => ({}) },
    { from: 'a page that may call', around: () => ({ origin: 'https://www.news.example' }) },
    { from: 'a client that has several', around: () => ({ 'if-none-match': `"x", ${tag}` }) },
    { from: 'a client that takes it compressed', around: () => ({ 'accept-encoding': 'br, gzip' }) },
    { from: 'a client that closes its connection', around: () => ({ connection: 'close' }) },
  ])('from $from hears what all hooks say, header by header', async ({ around }) => {
    const headers = around();
    await keep(headers);
    const byFastify = await pollThroughFastify(headers);
    const first = await poll(headers);
    expect(byFastify.isFirst).toBe(false);
    expect(first).toEqual({ ...byFastify, isFirst: true });
    expect(first).toMatchObject({
      ...{ status: 304, text: '', dated: true },
      headers: {
        ...{ etag: tag, 'cache-control': 'public, max-age=0, s-maxage=1' },
        vary: expect.stringMatching(/^Origin, Accept, Accept-Encoding, Authorization, X-Api-Key$/),
        'content-security-policy': expect.stringContaining("default-src 'none'"),
        'x-content-type-options': 'nosniff',
      },
    });
    expect(first.headers['access-control-allow-origin']).toBe(headers['origin']);
    for (const name of ['content-type', 'content-length']) expect(first.headers[name]).toBeUndefined();
  });

  test('runs nothing, and is told how long it took', async () => {
    const before = runs;
    for (let time = 0; time < 5; time++) expect((await poll()).isFirst).toBe(true);
    expect(runs).toBe(before);
    const seconds = told.mock.lastCall?.[0];
    expect(seconds).toBeGreaterThanOrEqual(0);
    expect(seconds).toBeLessThan(5);
  });

  test('costs what any request costs, and the network from which proxies say it comes', async () => {
    pointsLeft = 100;
    await poll({ 'x-forwarded-for': '203.0.113.9:51234' });
    expect(pointsLeft).toBe(90);
    expect(spenderOf.mock.lastCall?.[0]).toEqual({ clientIp: '203.0.113.9', caller: anyone });
  });

  test('is refused by Fastify once nothing is left, and nothing is spent twice', async () => {
    pointsLeft = 25;
    expect(await poll()).toMatchObject({ isFirst: true, status: 304 });
    expect(await poll()).toMatchObject({ isFirst: true, status: 304 });
    const refused = await poll();
    expect(refused).toMatchObject({ isFirst: false, status: 429, headers: { 'retry-after': '1' } });
    expect(refused.text).toContain('RATE_LIMITED');
    expect(pointsLeft).toBe(5);
  });

  test('is answered by what has just been asked for, once something has changed', async () => {
    server.forgetAnswers();
    const before = runs;
    expect(await poll()).toMatchObject({ isFirst: false, status: 304 });
    expect(runs).toBe(before + 1);
    expect((await poll()).isFirst).toBe(true);
    nowMs += 250;
    expect(await poll()).toMatchObject({ isFirst: false, status: 304 });
    expect(runs).toBe(before + 2);
  });
});

describe('a poll for what depends on whether its reader may be followed', () => {
  const signals: Headers[] = [{}, { 'sec-gpc': '1' }];
  const toOther = () => url.replace('seven', 'followed');

  test('is answered first as any other, for each of the two with his own answer, and says so to caches', async () => {
    await keep({ origin: 'https://www.news.example' });
    const tags: string[] = [];
    for (const signal of signals) {
      for (let time = 0; time < 3; time++)
        tag = String((await send({ ...preflight, ...signal }, 'GET', toOther())).headers['etag']);
      tags.push(tag);
      for (const headers of [signal, { ...signal, origin: 'https://www.news.example' }]) {
        await poll(headers, 'GET', toOther());
        spenderOf.mockReturnValueOnce(Promise.resolve(spender));
        const byFastify = await poll(headers, 'GET', toOther());
        const first = await poll(headers, 'GET', toOther());
        expect(byFastify).toMatchObject({ isFirst: false, status: 304 });
        expect(first).toEqual({ ...byFastify, isFirst: true });
        expect(first.headers['vary']).toMatch(/^Origin, Sec-GPC, Accept,/);
      }
    }
    expect(tags[0]).not.toBe(tags[1]);
    // What one of them has is news to the other.
    for (const [index, signal] of signals.entries()) {
      tag = tags[1 - index]!;
      const other = await poll(signal, 'GET', toOther());
      expect(other).toMatchObject({ isFirst: false, status: 200, headers: { etag: tags[index] } });
      expect(other.text).toBe(`{"data":{"followed":${index === 0}}}\n`);
    }
  });
});

describe('left to Fastify is', () => {
  test.each<{ what: string; headers: Headers; status: number }>([
    { what: 'one that has not got the answer', headers: { 'if-none-match': 'W/"other"' }, status: 200 },
    { what: 'one that asks for it with a blank tag', headers: { 'if-none-match': '' }, status: 200 },
    { what: 'one with a token', headers: { authorization: 'Bearer someone' }, status: 200 },
    { what: 'one with a key', headers: { 'x-api-key': 'someone' }, status: 200 },
    { what: 'one with an empty key', headers: { 'x-api-key': '' }, status: 200 },
    { what: 'one with an empty token', headers: { authorization: '' }, status: 200 },
    { what: 'one that any page may send', headers: { 'apollo-require-preflight': '' }, status: 400 },
    {
      ...{ what: 'one as a form', status: 415 },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    },
    { what: 'one from a page that may not call', headers: { origin: 'https://evil.example' }, status: 304 },
  ])('$what', async ({ headers, status }) => {
    await keep(headers);
    await keep();
    expect(await poll(headers)).toMatchObject({ isFirst: false, status });
  });

  test('one that takes forms which have not been weighed yet', async () => {
    const headers = { accept: 'application/json;q=0.7, image/png' };
    expect(await poll(headers)).toMatchObject({ isFirst: false, status: 304 });
    expect(await poll(headers)).toMatchObject({ isFirst: true, status: 304 });
  });

  test('any other method, and any other address', async () => {
    expect(await poll({}, 'HEAD')).toMatchObject({ isFirst: false, status: 304 });
    expect(await poll({ 'content-type': 'application/json' }, 'POST')).toMatchObject({ isFirst: false });
    for (const other of [
      `${url}&variables={}`,
      url.replace('/graphql?', '/graphql/?'),
      url.replace('graphql', 'x'),
    ])
      expect((await poll({}, 'GET', other)).isFirst).toBe(false);
  });

  test('a page that may not call, each time: it is to be named', async () => {
    refusedOrigins.length = 0;
    const headers = { origin: 'https://evil.example' };
    for (let time = 0; time < 3; time++) {
      const { isFirst, headers: heard } = await poll(headers);
      expect(isFirst).toBe(false);
      expect(heard['access-control-allow-origin']).toBeUndefined();
    }
    expect(refusedOrigins).toEqual(Array(3).fill('https://evil.example'));
  });

  test('one whose caller cannot be known at once, or not at all', async () => {
    callerOf.mockReturnValueOnce(Promise.resolve(anyone) as never);
    expect(await poll()).toMatchObject({ isFirst: false, status: 304 });
    callerOf.mockImplementationOnce(() => {
      throw new Error('not known');
    });
    expect(await poll()).toMatchObject({ isFirst: false, status: 304 });
    callerOf.mockReturnValueOnce(someone as never);
    expect(await poll()).toMatchObject({ isFirst: false, status: 304 });
  });

  test('one whose payer cannot be found: it is refused once, by Fastify', async () => {
    const failing = () => Promise.reject(new Error('no store'));
    spenderOf.mockImplementationOnce(failing).mockImplementationOnce(failing);
    expect(await poll()).toMatchObject({ isFirst: false, status: 500 });
  });
});
