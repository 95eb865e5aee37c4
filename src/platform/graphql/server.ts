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
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { MostreadError } from '../errors';
import type { Log } from '../log/log';
import { depthLimit } from './depth-limit';
import { extensionsOf, maskErrors } from './error-masking';
import type { RequestContext } from './per-request';
import { refuseLargeQuery } from './query-size';
import { type CallerOf, followCallers } from './request-callers';
import { responseStatus } from './response-status';
import { refuseBadLiterals, refuseBadVariables } from './text-input';

export interface GraphqlServerOptions {
  schema: GraphQLSchema;
  log: Log;
  introspection: boolean;
  maxDepth: number;
  maxTokens: number;
  maxItems: number;
}

export type GraphqlServer = ApolloServer<RequestContext>;

const GRAPHQL_PATH = '/graphql';

/** Not started yet: `registerGraphql` does that. */
export function createGraphqlServer(options: GraphqlServerOptions): GraphqlServer {
  const { schema, log, introspection, maxDepth, maxTokens, maxItems } = options;
  return new ApolloServer<RequestContext>({
    schema,
    introspection,
    parseOptions: { maxTokens },
    validationRules: [depthLimit(maxDepth)],
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
      checkRequests(maxItems),
      responseStatus,
    ],
  });
}

/** Starts the server and answers at `/graphql`. */
export async function registerGraphql(
  fastify: FastifyInstance,
  server: GraphqlServer,
  callerOf: CallerOf,
): Promise<void> {
  const callerOfRequest = followCallers(fastify, GRAPHQL_PATH, callerOf);
  await answerGraphql(fastify, server, async (request) => ({
    clientIp: request.ip,
    headers: request.headers,
    caller: callerOfRequest(request),
    memory: new Map(),
  }));
}

/** The same for any Apollo Server: which methods it sees, and what a request's context is. */
export async function answerGraphql<C extends BaseContext>(
  fastify: FastifyInstance,
  server: ApolloServer<C>,
  contextOf: (request: FastifyRequest) => Promise<C>,
): Promise<void> {
  await server.start();
  fastify.route({
    method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    url: GRAPHQL_PATH,
    handler: fastifyApolloHandler(server, { context: contextOf }),
  });
}

/** What must hold of a request before anything of it is run, beside GraphQL's own rules. */
function checkRequests(maxItems: number): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ schema, request, document, operation }) {
          const variables = request.variables ?? {};
          try {
            refuseBadVariables(variables);
            refuseBadLiterals(document);
            if (operation) refuseLargeQuery({ schema, document, operation, variables }, maxItems);
          } catch (error) {
            throw asRequestError(error);
          }
        },
      };
    },
  };
}

/** Thrown before anything was run, so the whole request is wrong: 400. */
function asRequestError(error: unknown): unknown {
  if (!(error instanceof MostreadError)) return error;
  const extensions = { ...extensionsOf(error), http: { status: 400 } };
  return new GraphQLError(error.message, { extensions, originalError: error });
}
