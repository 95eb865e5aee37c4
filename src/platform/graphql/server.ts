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
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import { execute, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import type { Clock } from '../clock';
import type { FirstLook } from '../http/http-server';
import type { Log } from '../log/log';
import { AnswerForms } from './answer-forms';
import { answerInTime, type TimeLimit } from './answer-in-time';
import { AnswersAgain } from './answers-again';
import { apolloHandler, type ContextOf, quickHandler } from './apollo-handler';
import { cachePolicy, type ListTimes } from './cache-policy';
import { type DocumentLimits, documentLimits } from './document-limits';
import { maskErrors } from './error-masking';
import { type AskedOperation, JitExecutor } from './jit-executor';
import { KeptAnswers } from './kept-answers';
import { KnownDocuments } from './known-documents';
import { STREAM_PATH } from './live/event-streams.route';
import type { Live } from './live/live';
import { SubscriptionNotHere } from './live/live.errors';
import type { LiveOperationsParts } from './live/live-operations';
import { ParsedDocuments } from './parsed-documents';
import type { RequestContext } from './per-request';
import { type PersistedQueriesOptions, persistedQueries } from './persisted-queries';
import type { PrivacySignals } from './privacy-signals';
import { QuickAnswers } from './quick-answers';
import { limitRates, noRateLimits, type RateLimits } from './rate-limits';
import { type CallerOf, followCallers } from './request-callers';
import { asRequestError, type CostLimits, checkRequests } from './request-checks';
import { asPlugin, type RequestRule } from './request-rule';
import { responseStatus } from './response-status';
import { UnchangedHeads } from './unchanged-heads';
import { UnchangedPolls, type UnchangedPollsParts } from './unchanged-polls';

export interface GraphqlServerOptions extends DocumentLimits, CostLimits {
  schema: GraphQLSchema;
  log: Log;
  introspection: boolean;
  maxTokens: number;
  compileQueries?: boolean;
  persisted?: PersistedQueriesOptions;
  /** Of what stands around it: metrics. */
  rules?: readonly RequestRule[];
  /** Absent: answers do not say how old the lists are that they show. */
  lists?: ListTimes;
  /** Memory for answers that are given again; absent, or without any, none is. */
  keeping?: { bytes: number; clock: Clock };
  /** By what readers say that they are not to be followed; absent: nobody can. */
  privacy?: PrivacySignals;
}

export interface GraphqlServer {
  apollo: ApolloServer<RequestContext>;
  /** For what it has been asked before. */
  quick: QuickAnswers;
  again: AnswersAgain | undefined;
  forms: AnswerForms;
  heads: UnchangedHeads;
  /** What holds of every document, for those that are not asked for by a request each. */
  checks: LiveOperationsParts;
  /** Call it when something has changed that answers are made of. */
  forgetAnswers(): void;
}

const GRAPHQL_PATH = '/graphql';

/** Not started yet: `registerGraphql` does that. */
export function createGraphqlServer(options: GraphqlServerOptions): GraphqlServer {
  const { schema, log } = options;
  const persisted = persistedQueries(
    options.persisted ?? { persistedQueries: 'auto', known: new KnownDocuments([]) },
  );
  const ofDocuments = [checkRequests(options), ...persisted.rules, ...(options.rules ?? [])];
  const rules = [
    responseStatus,
    cachePolicy(options.lists, options.privacy),
    refuseSubscriptions,
    ...ofDocuments,
  ];
  const validationRules = [documentLimits(options)];
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
    validationRules,
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
  const kept = keptAnswers(options);
  const again = kept && new AnswersAgain({ kept, rules, lists: options.lists, privacy: options.privacy });
  const { introspection, maxTokens } = options;
  const checks = {
    ...{ schema, validationRules, introspection, maxTokens, textOfHash, formatError },
    rules: ofDocuments,
  };
  const [forms, heads] = [new AnswerForms(), new UnchangedHeads()];
  return { apollo, quick, again, forms, heads, checks, forgetAnswers: () => kept?.forgetAll() };
}

/** Before it is paid for. */
const refuseSubscriptions: RequestRule = {
  beforeRunning({ operation }) {
    if (operation?.operation === 'subscription') throw asRequestError(new SubscriptionNotHere());
  },
};

function keptAnswers({ keeping, lists }: GraphqlServerOptions) {
  if (keeping === undefined || keeping.bytes === 0) return undefined;
  return new KeptAnswers<OperationDefinitionNode>({ ...keeping, listsAtMs: lists?.computedAtMs });
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
  live?: Live;
  /** Where polls can be answered before Fastify sees them; absent: they are not. */
  first?: FirstPlace;
}

export interface FirstPlace extends Pick<UnchangedPollsParts, 'addressOf' | 'tell'> {
  lookFirst(look: FirstLook): void;
}

/** What every request costs before anything is known of it. */
const POINTS_OF_A_REQUEST = 10;

/** Starts the server and answers at `/graphql`. */
export async function registerGraphql(
  fastify: FastifyInstance,
  server: GraphqlServer,
  { callerOf, limits = noRateLimits, time, live, first }: AnsweringParts,
): Promise<void> {
  const paths = live === undefined ? [GRAPHQL_PATH] : [GRAPHQL_PATH, STREAM_PATH];
  const callerOfRequest = followCallers(fastify, paths, callerOf);
  for (const path of paths)
    limitRates(fastify, limits, { path, points: POINTS_OF_A_REQUEST, callerOf: callerOfRequest });
  const contextOf = (request: FastifyRequest): RequestContext => ({
    clientIp: request.ip,
    headers: request.headers,
    caller: callerOfRequest(request),
    spender: request.spender ?? undefined,
    memory: new Map(),
  });
  await server.apollo.start();
  const answer = quickHandler(server, contextOf);
  const openSocket = live?.register(fastify, { callerOf, limits, callerOfRequest });
  route(fastify, openSocket === undefined ? answer : unlessSocket(openSocket, answer), time);
  if (first !== undefined) answerPollsFirst(first, server, { callerOf, limits });
}

function answerPollsFirst(
  first: FirstPlace,
  { again, forms, heads }: GraphqlServer,
  { callerOf, limits }: { callerOf: CallerOf; limits: RateLimits },
): void {
  if (again === undefined) return;
  const { addressOf, tell } = first;
  const points = POINTS_OF_A_REQUEST;
  const polls = new UnchangedPolls({ again, forms, heads, callerOf, limits, points, addressOf, tell });
  first.lookFirst((request, response) => polls.answer(request, response));
}

type OpenSocket = (request: FastifyRequest, reply: FastifyReply) => FastifyReply | undefined;

function unlessSocket(openSocket: OpenSocket, answer: RouteHandlerMethod): RouteHandlerMethod {
  return function (request, reply) {
    const socket = request.headers.upgrade === undefined ? undefined : openSocket(request, reply);
    return socket ?? answer.call(this, request, reply);
  };
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
