import { createHash } from 'node:crypto';
import { Writable } from 'node:stream';
import pino from 'pino';
import { Arg, Field, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { anyone } from '../../../src/accounts/account';
import { systemClock } from '../../../src/platform/clock';
import { BadUserInput } from '../../../src/platform/errors';
import { buildMostreadSchema } from '../../../src/platform/graphql/build-schema';
import { createGraphqlServer, registerGraphql } from '../../../src/platform/graphql/server';
import { HttpServer } from '../../../src/platform/http/http-server';

@ObjectType({ description: 'A thing that holds itself' })
class Thing {
  @Field(() => String, { description: 'Its name' })
  name!: string;

  @Field(() => Int, { nullable: true, description: 'How many' })
  count!: number | null;

  @Field(() => Thing, { description: 'Itself' })
  get self(): Thing {
    return this;
  }
}

@Resolver()
class ThingResolver {
  @Query(() => Thing, { nullable: true, description: 'Finds a thing' })
  thing(
    @Arg('id', () => ID, { description: 'Which' }) id: string,
    @Arg('first', () => Int, { defaultValue: 1, description: 'How many' }) first: number,
  ): Thing | null {
    if (first < 0)
      throw new BadUserInput('first', `"first" is ${first}; it may be a whole number from 0 to 9.`);
    if (id === 'accident') throw new Error('password=secret of the inside');
    if (id === 'postgres')
      throw Object.assign(new Error('connect ECONNREFUSED 10.1.2.3'), { code: 'ECONNREFUSED' });
    if (id === 'redis') throw new Error("Stream isn't writeable and enableOfflineQueue options is false");
    const count = id === 'huge' ? ('secret text' as unknown as number) : 3;
    return id === 'unknown' ? null : Object.assign(new Thing(), { name: id, count });
  }
}

let logged = '';
const sink = new Writable({
  write(chunk, _encoding, done) {
    logged += String(chunk);
    done();
  },
});
const log = pino({ level: 'info' }, sink);
const http = new HttpServer(
  { port: 0, host: '127.0.0.1', bodyLimit: 1_048_576, requestSeconds: 5, drainSeconds: 1, trustProxy: [] },
  systemClock,
  log,
);
let url = '';

const limits = {
  ...{ maxDepth: 8, maxTokens: 500, maxAliases: 5, maxFields: 20, maxRootFields: 4, maxDirectives: 6 },
  ...{ maxItems: 1_000, maxCost: 10_000 },
};

beforeAll(async () => {
  const schema = buildMostreadSchema([new ThingResolver()], () => false);
  await registerGraphql(http.fastify, createGraphqlServer({ schema, log, introspection: true, ...limits }), {
    callerOf: () => anyone,
  });
  url = `${await http.start()}/graphql`;
});
afterAll(() => http.stop());
beforeEach(() => {
  logged = '';
});

interface Answer {
  status: number;
  body: { data?: unknown; errors?: { message: string; extensions: Record<string, unknown> }[] };
}

const modern = 'application/graphql-response+json';

async function post(body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: modern, ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

async function get(
  parameters: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${url}?${new URLSearchParams(parameters)}`, { headers });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

const byId = 'query ($id: ID!) { thing(id: $id) { name count } }';
const askFor = (id: string) => post({ query: byId, variables: { id } });

describe('GraphQL over HTTP', () => {
  test('answers a query', async () => {
    expect(await askFor('a')).toEqual({ status: 200, body: { data: { thing: { name: 'a', count: 3 } } } });
  });

  test('gives null for what is not there', async () => {
    expect(await askFor('unknown')).toEqual({ status: 200, body: { data: { thing: null } } });
  });

  test.each([
    { title: 'no GraphQL', query: '{ thing(', code: 'GRAPHQL_PARSE_FAILED' },
    { title: 'an unknown field', query: '{ nothing }', code: 'GRAPHQL_VALIDATION_FAILED' },
    {
      title: 'a variable of the wrong type',
      query: 'query ($id: ID!) { thing(id: $id) { name } }',
      code: 'BAD_USER_INPUT',
    },
    {
      title: 'too deep a query',
      query: `{ thing(id: "a") ${'{ self '.repeat(8)} { name } ${'}'.repeat(8)} }`,
      code: 'QUERY_TOO_LARGE',
    },
    { title: 'too long a query', query: `{ ${'thing '.repeat(600)} }`, code: 'QUERY_TOO_LARGE' },
  ])('refuses $title: 400, or 200 for clients that know only application/json', async ({ query, code }) => {
    const answer = await post({ query });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ extensions: { code } }] } });
    expect(answer.body.data).toBeUndefined();
    expect(await post({ query }, { accept: 'application/json' })).toMatchObject({
      status: 200,
      body: { errors: [{ extensions: { code } }] },
    });
  });

  test('says of a document with too many tokens how to send what makes it long', async () => {
    const ids = Array.from({ length: 10_000 }, (_, index) => `"${index}"`);
    const { body } = await post({ query: `{ thing(id: [${ids}]) { name } }` });
    expect(body.errors).toEqual([
      {
        message: expect.stringContaining(
          'has more than 500 tokens (names, values, brackets). Send lists and',
        ),
        locations: expect.anything(),
        extensions: { code: 'QUERY_TOO_LARGE', retryable: false, limit: 'TOKENS', allowed: 500 },
      },
    ]);
  });

  test('says what the limit of depth is', async () => {
    const spread = `query Deep { thing(id: "a") { ...F } } fragment F on Thing ${'{ self '.repeat(7)} { name } ${'}'.repeat(7)}`;
    const { body } = await post({ query: spread });
    expect(body.errors?.[0]?.message).toBe('The query nests 9 fields; at most 8 are allowed.');
  });

  test('refuses fragments that spread each other', async () => {
    const query =
      '{ thing(id: "a") { ...F } } fragment F on Thing { ...G } fragment G on Thing { self { ...F } }';
    expect(await post({ query })).toMatchObject({ status: 400, body: { errors: [{}] } });
  });

  test('refuses a batch', async () => {
    expect((await post([{ query: '{ __typename }' }])).status).toBe(400);
  });

  test.each([[], 'text', 7, null])('refuses the body %j', async (body) => {
    expect((await post(body)).status).toBe(400);
  });

  test('refuses what a foreign web page could send', async () => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '{}',
    });
    expect(response.status).toBe(400);
    expect(await get({ query: '{ __typename }' })).toMatchObject({ status: 400 });
  });
});

describe('errors', () => {
  test('of this program keep their code and field', async () => {
    const { body } = await post({ query: '{ thing(id: "a", first: -1) { name } }' });
    expect(body.data).toEqual({ thing: null });
    expect(body.errors).toMatchObject([
      {
        message: '"first" is -1; it may be a whole number from 0 to 9.',
        extensions: { code: 'BAD_USER_INPUT', field: 'first', retryable: false },
      },
    ]);
  });

  test('that are accidents tell nothing, and are found in the log by their id', async () => {
    const { body } = await askFor('accident');
    expect(body.errors).toMatchObject([
      { message: 'Internal error', extensions: { code: 'INTERNAL_SERVER_ERROR' } },
    ]);
    expect(JSON.stringify(body)).not.toMatch(/secret|at .*\.ts/);
    expect(logged).toContain('password=secret of the inside');
    expect(logged).toContain(String(body.errors?.[0]?.extensions.errorId));
  });

  test('about a value that cannot be shown do not show it', async () => {
    const { body } = await askFor('huge');
    expect(body.errors).toMatchObject([{ message: 'Internal error' }]);
    expect(JSON.stringify(body)).not.toContain('secret text');
  });

  test.each([
    { id: 'postgres', store: 'Postgres' },
    { id: 'redis', store: 'Redis' },
  ])('of $store may be tried again', async ({ id, store }) => {
    const { body } = await askFor(id);
    expect(body.errors).toMatchObject([
      {
        message: `${store} does not answer at the moment. Try again in a few seconds.`,
        extensions: { code: 'STORE_UNAVAILABLE', retryable: true },
      },
    ]);
    expect(JSON.stringify(body)).not.toMatch(/ECONN|10\.1|Stream/);
  });

  test('about an argument that came out null name the argument', async () => {
    const query = 'query ($id: ID = "a") { thing(id: $id) { name } }';
    const { body } = await post({ query, variables: { id: null } });
    expect(body.errors).toMatchObject([
      { message: expect.stringContaining('"id"'), extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });
});

describe('text', () => {
  test.each([
    { title: 'a NUL', bad: 'a\u0000b' },
    { title: 'half a surrogate pair', bad: 'a\ud800b' },
    { title: 'its other half', bad: '\udc00' },
  ])('with $title is refused in variables, literals and the URL', async ({ bad }) => {
    const variables = { id: bad };
    const refusal = {
      status: 400,
      body: { errors: [{ extensions: { code: 'BAD_USER_INPUT', field: 'id' } }] },
    };
    expect(await post({ query: byId, variables })).toMatchObject(refusal);
    const escaped = [...bad]
      .map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join('');
    expect((await post({ query: `{ thing(id: "${escaped}") { name } }` })).status).toBe(400);
    expect((await post({ query: `{ thing(id: "${bad}") { name } }` })).status).toBe(400);
    const headers = { 'apollo-require-preflight': '1', accept: modern };
    expect(await get({ query: byId, variables: JSON.stringify(variables) }, headers)).toMatchObject(refusal);
  });

  test('names the literal that holds a NUL', async () => {
    const { body } = await post({ query: '{ thing(id: "\\u0000") { name } }' });
    expect(body.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'id' } }]);
  });

  test('of any script and emoji passes', async () => {
    expect(await askFor('기사 👨‍👩‍👧 مقال')).toMatchObject({
      body: { data: { thing: { name: '기사 👨‍👩‍👧 مقال' } } },
    });
  });

  test('nested without end in a variable is refused', async () => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"query":"query ($id: ID!) { thing(id: $id) { name } }","variables":{"id":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`,
    });
    expect(response.status).toBeLessThan(500);
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT', field: 'id' } }],
    });
  });
});

describe('persisted queries', () => {
  test('are asked for over GET by their hash once they have been sent', async () => {
    const sha256Hash = createHash('sha256').update(byId).digest('hex');
    const parameters = {
      variables: JSON.stringify({ id: 'a' }),
      extensions: JSON.stringify({ persistedQuery: { version: 1, sha256Hash } }),
    };
    const headers = { 'apollo-require-preflight': 'true' };
    expect(await get(parameters, headers)).toMatchObject({
      status: 200,
      body: {
        errors: [{ message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
      },
    });
    const found = { status: 200, body: { data: { thing: { name: 'a' } } } };
    expect(await get({ ...parameters, query: byId }, headers)).toMatchObject(found);
    expect(await get(parameters, headers)).toMatchObject(found);
  });
});
