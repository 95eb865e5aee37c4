// Apollo Server on Fastify, in its fast set-up: without its cache-control plugin, which instruments every field and
// alone costs more than half of the throughput of a page query (4,700 against 10,300 req/s), and with nothing that
// calls home.

import { ApolloServer, type ApolloServerPlugin, type BaseContext } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Log } from '../log/log';
import { answerInTime, type TimeLimit } from './answer-in-time';
import { apolloHandler } from './apollo-handler';
import { cachePolicy } from './cache-policy';
import { type DocumentLimits, documentLimits } from './document-limits';
import { maskErrors } from './error-masking';
import { JitExecutor } from './jit-executor';
import { KnownDocuments } from './known-documents';
import { ParsedDocuments } from './parsed-documents';
import type { RequestContext } from './per-request';
import { type PersistedQueriesOptions, persistedQueries } from './persisted-queries';
import { limitRates, noRateLimits, type RateLimits } from './rate-limits';
import { type CallerOf, followCallers } from './request-callers';
import { type CostLimits, checkRequests } from './request-checks';
import { responseStatus } from './response-status';

export interface GraphqlServerOptions extends DocumentLimits, CostLimits {
  schema: GraphQLSchema;
  log: Log;
  introspection: boolean;
  maxTokens: number;
  compileQueries?: boolean;
  persisted?: PersistedQueriesOptions;
  /** Of what stands around it: metrics. */
  plugins?: readonly ApolloServerPlugin<RequestContext>[];
}

export type GraphqlServer = ApolloServer<RequestContext>;

const GRAPHQL_PATH = '/graphql';

/** Not started yet: `registerGraphql` does that. */
export function createGraphqlServer(options: GraphqlServerOptions): GraphqlServer {
  const { schema, log, introspection, maxTokens } = options;
  const persisted = persistedQueries(
    options.persisted ?? { persistedQueries: 'auto', known: new KnownDocuments([]) },
  );
  return new ApolloServer<RequestContext>({
    ...(options.compileQueries ? { gateway: new JitExecutor(schema) } : { schema }),
    persistedQueries: persisted.persistedQueries,
    documentStore: new ParsedDocuments(),
    introspection,
    parseOptions: { maxTokens },
    validationRules: [documentLimits(options)],
    // Who may not ask for the schema is not told of it by guesses either ("Did you mean ...").
    hideSchemaDetailsFromClientErrors: !introspection,
    formatError: maskErrors(log),
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    stopOnTerminationSignals: false,
    logger: log,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      checkRequests(options),
      responseStatus,
      cachePolicy,
      ...persisted.plugins,
      ...(options.plugins ?? []),
    ],
  });
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
  const contextOf = async (request: FastifyRequest): Promise<RequestContext> => ({
    clientIp: request.ip,
    headers: request.headers,
    caller: callerOfRequest(request),
    spender: request.spender ?? undefined,
    memory: new Map(),
  });
  await answerGraphql(fastify, server, contextOf, time);
}

/** The same for any Apollo Server: which methods it sees, and what a request's context is. */
export async function answerGraphql<C extends BaseContext>(
  fastify: FastifyInstance,
  server: ApolloServer<C>,
  contextOf: (request: FastifyRequest) => Promise<C>,
  time?: TimeLimit,
): Promise<void> {
  await server.start();
  const handler = apolloHandler(server, contextOf);
  const answer = time === undefined ? handler : answerInTime(handler, time);
  fastify.route({
    method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    url: GRAPHQL_PATH,
    handler: answer,
  });
}
