import { createHash } from 'node:crypto';
import { Arg, Int, Mutation, Query, Resolver } from 'type-graphql';
import { anyone } from '../../../src/accounts/account';
import { systemClock } from '../../../src/platform/clock';
import { BadUserInput, StoreUnavailable } from '../../../src/platform/errors';
import { buildMostreadSchema } from '../../../src/platform/graphql/build-schema';
import { createGraphqlServer, registerGraphql } from '../../../src/platform/graphql/server';
import { HttpServer } from '../../../src/platform/http/http-server';
import { createLog } from '../../../src/platform/log/log';

@Resolver()
class NumbersResolver {
  @Query(() => Int, { description: 'Twice' })
  twice(@Arg('of', () => Int, { description: 'Of what' }) of: number): number {
    if (of < 0) throw new BadUserInput('of', 'It may not be below zero.');
    return 2 * of;
  }

  @Query(() => [Int], { description: 'Down to one', nullable: true })
  async down(@Arg('first', () => Int, { description: 'From' }) first: number): Promise<number[]> {
    if (first === 13) throw new StoreUnavailable('Redis');
    return Array.from({ length: first }, (_, index) => first - index);
  }

  @Mutation(() => Int, { description: 'Nothing' })
  keep(@Arg('number', () => Int, { description: 'What' }) number: number): number {
    return number;
  }
}

const log = createLog('silent');
const http = new HttpServer(
  { port: 0, host: '127.0.0.1', bodyLimit: 1_048_576, requestSeconds: 5, drainSeconds: 1, trustProxy: [] },
  systemClock,
  log,
);
const limits = {
  ...{ maxDepth: 8, maxTokens: 500, maxAliases: 5, maxFields: 20, maxRootFields: 4, maxDirectives: 6 },
  ...{ maxItems: 50, maxCost: 10_000 },
};
const schema = buildMostreadSchema([new NumbersResolver()], () => false);
const server = createGraphqlServer({ schema, log, introspection: true, compileQueries: true, ...limits });
const byApollo = jest.spyOn(server.apollo, 'executeHTTPGraphQLRequest');
let url = '';

beforeAll(async () => {
  await registerGraphql(http.fastify, server, { callerOf: () => anyone });
  url = `${await http.start()}/graphql`;
});
afterAll(() => http.stop());

type Headers = Record<string, string>;

async function ask(body: unknown, headers: Headers = {}) {
  const before = byApollo.mock.calls.length;
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const { date: _date, ...told } = Object.fromEntries(response.headers);
  const answer = { status: response.status, headers: told, text: await response.text() };
  return { answer, isByApollo: byApollo.mock.calls.length > before };
}

let made = 0;
/** A document that nobody has asked for yet. */
const anew = (text: string) => `# ${made++}\n${text}`;

const standard = { accept: 'application/graphql-response+json' };
const twice = 'query Twice($of: Int!) { twice(of: $of) }';
const down = 'query ($first: Int!) { down(first: $first) }';

const cases: { what: string; query: string; more?: object; headers?: Headers }[] = [
  { what: 'a query', query: '{ twice(of: 2) }' },
  { what: 'variables', query: twice, more: { variables: { of: 4 }, operationName: 'Twice' } },
  {
    what: 'one of several operations',
    query: `${twice} { a: twice(of: 1) }`.replace('{ a', 'query B { a'),
    more: { operationName: 'B' },
  },
  {
    what: 'null where there may be nothing',
    query: '{ twice(of: 2) }',
    more: { variables: null, operationName: null, extensions: null },
  },
  { what: 'a mutation', query: 'mutation { keep(number: 3) }' },
  { what: 'an error of ours', query: twice, more: { variables: { of: -1 } } },
  { what: 'a store that is away', query: down, more: { variables: { first: 13 } } },
  { what: 'a missing variable', query: twice },
  { what: 'a variable of the wrong type', query: twice, more: { variables: { of: 'two' } } },
  {
    what: 'a variable of the wrong type, by the standard',
    query: twice,
    more: { variables: { of: [] } },
    headers: standard,
  },
  { what: 'a query that costs too much', query: down, more: { variables: { first: 100 } } },
  {
    what: 'a query that costs too much, by the standard',
    query: down,
    more: { variables: { first: 100 } },
    headers: standard,
  },
  { what: 'a text that is none', query: twice, more: { variables: { of: '\0' } } },
  { what: 'another form', query: '{ twice(of: 2) }', headers: standard },
  {
    what: 'forms that are weighed',
    query: '{ twice(of: 2) }',
    headers: { accept: 'application/graphql-response+json, application/json;q=0.9' },
  },
  {
    what: 'a list of forms of no use but the last',
    query: '{ twice(of: 2) }',
    headers: { accept: 'text/html, */*;q=0.1' },
  },
];

test.each(cases)(
  '$what: a quick answer is what Apollo Server has answered, byte for byte',
  async ({ query, more, headers }) => {
    const body = { query: anew(query), ...more };
    // Valid, so that it is known after the first time; the forms that its client takes are known then too.
    const valid = {
      query: body.query,
      variables: { of: 1, first: 1 },
      ...(more !== undefined && 'operationName' in more
        ? { operationName: (more as { operationName: string }).operationName }
        : {}),
    };
    const first = await ask(body, headers);
    await ask({ ...valid, query: anew(query) }, headers);
    expect(first.isByApollo).toBe(true);
    // From the third time on the document is compiled.
    for (let again = 0; again < 4; again++) {
      const next = await ask(body, headers);
      expect(next).toEqual({ answer: first.answer, isByApollo: false });
    }
  },
);

test.each([
  { what: 'a document that is not valid', body: () => ({ query: '{ nothing }' }) },
  { what: 'no document', body: () => ({ variables: {} }) },
  {
    what: 'an operation that is not there',
    body: () => ({ query: '{ twice(of: 1) }', operationName: 'Other' }),
  },
  {
    what: 'one of several, unnamed',
    body: () => ({ query: 'query A { twice(of: 1) } query B { twice(of: 1) }' }),
  },
  { what: 'variables that are none', body: () => ({ query: '{ twice(of: 1) }', variables: [] }) },
  { what: 'a name that is none', body: () => ({ query: '{ twice(of: 1) }', operationName: 1 }) },
  { what: 'extensions that are none', body: () => ({ query: '{ twice(of: 1) }', extensions: 'x' }) },
  { what: 'a batch', body: () => [{ query: '{ twice(of: 1) }' }] },
  {
    what: 'a form that it does not have',
    body: () => ({ query: '{ twice(of: 1) }' }),
    headers: { accept: 'image/png' },
  },
])('$what is left to Apollo Server, however often it is asked for', async ({ body, headers }) => {
  const first = await ask(body(), headers);
  for (let again = 0; again < 2; again++)
    expect(await ask(body(), headers)).toEqual({ ...first, isByApollo: true });
});

test('what comes in a form that a foreign page can send is refused, known or not', async () => {
  const query = anew('{ twice(of: 2) }');
  await ask({ query });
  const { answer } = await ask({ query }, { 'content-type': 'text/plain' });
  expect(answer.status).toBeGreaterThanOrEqual(400);
});

test('a hash is answered quickly once its text has been registered, and not before', async () => {
  const query = anew('{ twice(of: 21) }');
  const extensions = {
    persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') },
  };
  await ask({ query });
  const unknown = await ask({ extensions });
  expect([unknown.isByApollo, unknown.answer.text]).toEqual([
    true,
    expect.stringContaining('PERSISTED_QUERY_NOT_FOUND'),
  ]);
  const registered = await ask({ query, extensions });
  expect(registered.isByApollo).toBe(true);
  expect(await ask({ extensions })).toEqual({ answer: registered.answer, isByApollo: false });
});
