import { GraphQLError } from 'graphql';
import pino from 'pino';
import { Arg, Int, Query, Resolver } from 'type-graphql';
import { QueryFailedError } from 'typeorm';
import { anyone } from '../../../src/accounts/account';
import { systemClock } from '../../../src/platform/clock';
import { buildMostreadSchema } from '../../../src/platform/graphql/build-schema';
import { graphqlSettings } from '../../../src/platform/graphql/graphql.settings';
import { createGraphqlServer, registerGraphql } from '../../../src/platform/graphql/server';
import { HttpServer } from '../../../src/platform/http/http-server';

const SECRET = 'secret-of-the-inside';

class Spiteful extends Error {
  override get message(): string {
    throw new Error(SECRET);
  }
}

const accidents: { what: string; thrown: unknown }[] = [
  { what: 'an error', thrown: new Error(`password=${SECRET}`) },
  {
    what: 'a failed statement',
    thrown: new QueryFailedError(`select '${SECRET}' from account`, [SECRET], new Error(SECRET)),
  },
  {
    what: 'a type error',
    thrown: new TypeError(`Cannot read properties of undefined (reading '${SECRET}')`),
  },
  {
    what: 'a file that is not there',
    thrown: Object.assign(new Error(`ENOENT: ${SECRET}`), { code: 'ENOENT', path: SECRET }),
  },
  { what: 'a text', thrown: SECRET },
  { what: 'an object', thrown: { message: SECRET, extensions: { code: SECRET } } },
  { what: 'nothing', thrown: undefined },
  { what: 'null', thrown: null },
  { what: 'several errors', thrown: new AggregateError([new Error(SECRET)], SECRET) },
  {
    what: 'an error with extensions',
    thrown: Object.assign(new Error(SECRET), { extensions: { code: 'MINE', token: SECRET } }),
  },
  {
    what: 'an error of GraphQL',
    thrown: new GraphQLError(SECRET, { extensions: { token: SECRET, code: 'MINE' } }),
  },
  { what: 'an error with a cause', thrown: new Error('outer', { cause: new Error(SECRET) }) },
  { what: 'a number', thrown: 42 },
];

@Resolver()
class AccidentResolver {
  @Query(() => Int, { nullable: true, description: 'Fails' })
  async later(@Arg('at', () => Int, { description: 'How' }) at: number): Promise<number> {
    await systemClock.wait(1);
    throw accidents[at]?.thrown;
  }

  @Query(() => Int, { nullable: true, description: 'Fails' })
  atOnce(@Arg('at', () => Int, { description: 'How' }) at: number): number {
    throw at < 0 ? new Spiteful() : accidents[at]?.thrown;
  }

  @Query(() => Int, { nullable: true, description: 'Gives what it may not' })
  given(@Arg('at', () => Int, { description: 'How' }) at: number): number {
    return accidents[at]?.thrown as number;
  }
}

const lines: string[] = [];
const log = pino({ level: 'error' }, { write: (line: string) => void lines.push(line) });
const http = new HttpServer(
  { port: 0, host: '127.0.0.1', bodyLimit: 10_000, requestSeconds: 5, drainSeconds: 0, trustProxy: [] },
  systemClock,
  log,
);
let url = '';

const byDefault = Object.fromEntries(
  Object.entries(graphqlSettings).map(([name, setting]) => [name, setting.default]),
) as { [K in keyof typeof graphqlSettings]: (typeof graphqlSettings)[K]['default'] };

beforeAll(async () => {
  const schema = buildMostreadSchema([new AccidentResolver()], () => true);
  await registerGraphql(http.fastify, createGraphqlServer({ ...byDefault, schema, log }), {
    callerOf: () => anyone,
  });
  url = `${await http.start()}/graphql`;
});
afterAll(() => http.stop());

async function ask(query: string): Promise<{ status: number; text: string }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, text: await response.text() };
}

describe.each(['atOnce', 'later'])('what a resolver throws %s', (field) => {
  test.each(accidents.map(({ what }, at) => ({ what, at })))(
    'tells nothing, though it is $what',
    async ({ at }) => {
      const { status, text } = await ask(`{ ${field}(at: ${at}) }`);
      expect(status).toBe(200);
      expect(text).not.toContain(SECRET);
      expect(text).not.toMatch(/MINE|\.[tj]s:\d|node_modules|select/);
      const { data, errors } = JSON.parse(text);
      expect(data).toEqual({ [field]: null });
      expect(errors).toEqual([
        expect.objectContaining({
          message: 'Internal error',
          extensions: {
            code: 'INTERNAL_SERVER_ERROR',
            errorId: expect.stringMatching(/^[\w-]{36}$/),
            retryable: false,
          },
        }),
      ]);
      expect(lines.join('')).toContain(errors[0].extensions.errorId);
    },
  );
});

test.each([0, 4, 5])('what a resolver gives and may not (%j) is not shown', async (at) => {
  const { text } = await ask(`{ given(at: ${at}) }`);
  expect(text).not.toContain(SECRET);
  expect(JSON.parse(text)).toMatchObject({ data: { given: null }, errors: [{ message: 'Internal error' }] });
});

test('an error whose own words throw fails the query, tells nothing, and harms no other', async () => {
  const { text } = await ask('{ atOnce(at: -1) }');
  expect(text).not.toContain(SECRET);
  expect(JSON.parse(text).errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
  expect(JSON.parse((await ask('{ __typename }')).text)).toEqual({ data: { __typename: 'Query' } });
});
