// Apollo's own suite against quick answers: whatever it asks that is valid is known before it is asked, so that Apollo
// Server answers only what a quick answer leaves to it. Servers of the suite that bring plugins, stores or executors of
// their own are Apollo's alone (server.apollo-suite.test.ts).

import { ApolloServer, type ApolloServerOptions, type BaseContext } from '@apollo/server';
import {
  type CreateServerForIntegrationTestsOptions,
  defineIntegrationTestSuite,
} from '@apollo/server-integration-testsuite';
import { execute, GraphQLError, type GraphQLSchema, parse, specifiedRules, validate } from 'graphql';
import { systemClock } from '../../../src/platform/clock';
import { AnswerForms } from '../../../src/platform/graphql/answer-forms';
import { quickHandler } from '../../../src/platform/graphql/apollo-handler';
import { ParsedDocuments } from '../../../src/platform/graphql/parsed-documents';
import type { RequestContext } from '../../../src/platform/graphql/per-request';
import { QuickAnswers } from '../../../src/platform/graphql/quick-answers';
import { UnchangedHeads } from '../../../src/platform/graphql/unchanged-heads';
import { HttpServer } from '../../../src/platform/http/http-server';
import { createLog } from '../../../src/platform/log/log';

const httpOptions = {
  ...{ port: 0, host: '127.0.0.1', bodyLimit: 1_048_576 },
  ...{ requestSeconds: 30, drainSeconds: 1, trustProxy: [] },
};

const itsOwn = [
  ...[
    'plugins',
    'gateway',
    'documentStore',
    'persistedQueries',
    'stringifyResult',
    'fieldResolver',
    'rootValue',
  ],
  ...['includeStacktraceInErrorResponses', 'status400ForVariableCoercionErrors', 'executionOptions', 'cache'],
] as const;

/** What only Apollo Server does, and this program has switched off or does before it: it makes a context a request. */
const itsTests =
  /cache-?control|tracing|context cloning|during production|error codes in dev mode|thrown error from validation rules/i;

let answered = 0;

async function createServer(
  options: ApolloServerOptions<BaseContext>,
  { context = async () => ({}) }: CreateServerForIntegrationTestsOptions = {},
) {
  let schema: GraphQLSchema | undefined;
  const learnSchema = {
    async serverWillStart(server: { schema: GraphQLSchema }) {
      schema = server.schema;
    },
  };
  const plugins = [...(options.plugins ?? []), learnSchema];
  const apollo = new ApolloServer({ ...options, plugins } as ApolloServerOptions<BaseContext>);
  await apollo.start();
  const http = new HttpServer(httpOptions, systemClock, createLog('silent'));
  const documents = new ParsedDocuments();
  const isItsTest = itsTests.test(expect.getState().currentTestName ?? '');
  const isOurs = !isItsTest && itsOwn.every((name) => !(name in options));
  if (isOurs)
    http.fastify.addHook('preHandler', async ({ method, body, query }) =>
      learn(documents, method === 'GET' ? query : body, { schema: schema!, options }),
    );
  const quick = new QuickAnswers({
    schema: schema!,
    documents,
    textOfHash: () => undefined,
    execute: ({ document, operationName, variables, context: contextValue }) => {
      answered += 1;
      return execute({
        schema: schema!,
        document,
        operationName,
        variableValues: variables,
        contextValue,
      }) as never;
    },
    formatError: options.formatError ?? ((formatted) => formatted),
    rules: [],
  });
  const [forms, heads] = [new AnswerForms(), new UnchangedHeads()];
  const handler = quickHandler(
    { quick, forms, heads, apollo: apollo as unknown as ApolloServer<RequestContext> },
    context as unknown as () => Promise<RequestContext>,
  );
  http.fastify.route({ method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], url: '/graphql', handler });
  const url = `${await http.start()}/graphql`;
  return { server: apollo, url, extraCleanup: () => http.stop() };
}

/** What Apollo Server would keep once it had been asked. */
async function learn(
  documents: ParsedDocuments,
  body: unknown,
  { schema, options }: { schema: GraphQLSchema; options: ApolloServerOptions<BaseContext> },
): Promise<void> {
  const query = (body as { query?: unknown } | null)?.query;
  if (typeof query !== 'string') return;
  const rules = [...specifiedRules, ...(options.validationRules ?? [])];
  try {
    const document = parse(query);
    const asksForSchema = query.includes('__schema') || query.includes('__type');
    if (asksForSchema && options.introspection === false) return;
    if (validate(schema, document, rules).length === 0) await documents.set(query, document);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
  }
}

defineIntegrationTestSuite(createServer, { serverIsStartedInBackground: false, noIncrementalDelivery: true });

afterAll(() => {
  expect(answered).toBeGreaterThan(30);
});
