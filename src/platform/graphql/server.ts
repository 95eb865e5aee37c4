// Apollo Server on Fastify, in its fast set-up: without its cache-control plugin, which instruments every field and
// alone costs more than half of the throughput of a page query (4,700 against 10,300 req/s), and with nothing that
// calls home.

import { ApolloServer, type BaseContext } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { FastifyInstance, FastifyRequest, RouteHandlerMethod } from 'fastify';
import { execute, type GraphQLSchema } from 'graphql';
import type { Log } from '../log/log';
import { answerInTime, type TimeLimit } from './answer-in-time';
import { apolloHandler, type ContextOf, quickHandler } from './apollo-handler';
import { cachePolicy } from './cache-policy';
import { type DocumentLimits, documentLimits } from './document-limits';
import { maskErrors } from './error-masking';
import { type AskedOperation, JitExecutor } from './jit-executor';
import { KnownDocuments } from './known-documents';
import { ParsedDocuments } from './parsed-documents';
import type { RequestContext } from './per-request';
import { type PersistedQueriesOptions, persistedQueries } from './persisted-queries';
import { QuickAnswers } from './quick-answers';
import { limitRates, noRateLimits, type RateLimits } from './rate-limits';
import { type CallerOf, followCallers } from './request-callers';
import { type CostLimits, checkRequests } from './request-checks';
import { asPlugin, type RequestRule } from './request-rule';
import { responseStatus } from './response-status';

export interface GraphqlServerOptions extends DocumentLimits, CostLimits {
  schema: GraphQLSchema;
  log: Log;
  introspection: boolean;
  maxTokens: number;
  compileQueries?: boolean;
  persisted?: PersistedQueriesOptions;
  /** Of what stands around it: metrics. */
  rules?: readonly RequestRule[];
}

export interface GraphqlServer {
  apollo: ApolloServer<RequestContext>;
  /** For what it has been asked before. */
  quick: QuickAnswers;
}

const GRAPHQL_PATH = '/graphql';

/** Not started yet: `registerGraphql` does that. */
export function createGraphqlServer(options: GraphqlServerOptions): GraphqlServer {
  const { schema, log } = options;
  const persisted = persistedQueries(
    options.persisted ?? { persistedQueries: 'auto', known: new KnownDocuments([]) },
  );
  const rules = [
    checkRequests(options),
    responseStatus,
    cachePolicy,
    ...persisted.rules,
    ...(options.rules ?? []),
  ];
  const documents = new ParsedDocuments();
  const compiler = options.compileQueries ? new JitExecutor(schema) : undefined;
  const formatError = maskErrors(log);
  const { textOfHash } = persisted;
  const run =
    compiler === undefined ? interpretFor(schema) : (asked: AskedOperation) => compiler.execute(asked);
  const quick = new QuickAnswers({ schema, documents, textOfHash, execute: run, formatError, rules });
  const apollo = new ApolloServer<RequestContext>({
    ...(compiler === undefined ? { schema } : { gateway: compiler }),
    persistedQueries: persisted.persistedQueries,
    documentStore: documents,
    formatError,
    validationRules: [documentLimits(options)],
    ...fixedOptions(options),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      asPlugin(rules),
    ],
  });
  return { apollo, quick };
}

function fixedOptions({ log, introspection, maxTokens }: GraphqlServerOptions) {
  return {
    introspection,
    parseOptions: { maxTokens },
    // Who may not ask for the schema is not told of it by guesses either ("Did you mean ...").
    hideSchemaDetailsFromClientErrors: !introspection,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    stopOnTerminationSignals: false,
    logger: log,
  };
}

function interpretFor(schema: GraphQLSchema) {
  return ({ document, operationName, variables, context }: AskedOperation) =>
    execute({
      schema,
      document,
      operationName,
      variableValues: variables,
      contextValue: context,
    }) as ReturnType<JitExecutor['execute']>;
}

export interface AnsweringParts {
  callerOf: CallerOf;
  limits?: RateLimits;
  time?: TimeLimit;
}

/** What every request costs before anything is known of it. */
const POINTS_OF_A_REQUEST = 10;

/** Starts the server and answers at `/graphql`. */
export async function registerGraphql(
  fastify: FastifyInstance,
  server: GraphqlServer,
  { callerOf, limits = noRateLimits, time }: AnsweringParts,
): Promise<void> {
  const callerOfRequest = followCallers(fastify, GRAPHQL_PATH, callerOf);
  limitRates(fastify, limits, {
    path: GRAPHQL_PATH,
    points: POINTS_OF_A_REQUEST,
    callerOf: callerOfRequest,
  });
  const contextOf = (request: FastifyRequest): RequestContext => ({
    clientIp: request.ip,
    headers: request.headers,
    caller: callerOfRequest(request),
    spender: request.spender ?? undefined,
    memory: new Map(),
  });
  await server.apollo.start();
  route(fastify, quickHandler(server.quick, server.apollo, contextOf), time);
}

/** The same for any Apollo Server: which methods it sees, and what a request's context is. */
export async function answerGraphql<C extends BaseContext>(
  fastify: FastifyInstance,
  server: ApolloServer<C>,
  contextOf: ContextOf<C>,
): Promise<void> {
  await server.start();
  route(fastify, apolloHandler(server, contextOf));
}

function route(fastify: FastifyInstance, handler: RouteHandlerMethod, time?: TimeLimit): void {
  fastify.route({
    method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    url: GRAPHQL_PATH,
    handler: time === undefined ? handler : answerInTime(handler, time),
  });
}
