// Between Fastify and Apollo Server, in place of @as-integrations/fastify: the same, without a URL parsed and a
// protocol looked up for each request, which a POST has no use for. What can be answered without Apollo Server is not
// given to it.

import { Readable } from 'node:stream';
import { type ApolloServer, type BaseContext, HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import type { FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { AnswersAgain } from './answers-again';
import type { RequestContext } from './per-request';
import type { QuickAnswers } from './quick-answers';

export type ContextOf<C> = (request: FastifyRequest) => C | Promise<C>;

export function apolloHandler<C extends BaseContext>(
  server: ApolloServer<C>,
  contextOf: ContextOf<C>,
): RouteHandlerMethod {
  return async (request, reply) => {
    const { headers, body, status } = await server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: graphqlRequestOf(request),
      context: async () => contextOf(request),
    });
    for (const [name, value] of headers) reply.header(name, value);
    reply.code(status ?? 200);
    return body.kind === 'complete' ? body.string : reply.send(Readable.from(body.asyncIterator));
  };
}

/** What `Accept` leads to is known once Apollo Server has weighed it. */
const FORMS_MAX = 200;
const ACCEPT_LENGTH_MAX = 200;
const methodsOfForms = new Set(['GET', 'POST']);
const JSON_FORM = 'application/json; charset=utf-8';

export interface AnsweringWays {
  quick: QuickAnswers;
  /** Absent: no answer is given twice. */
  again?: AnswersAgain | undefined;
  apollo: ApolloServer<RequestContext>;
}

/** Answers again what was answered a moment ago, quickly what can be, and has Apollo Server answer the rest. */
export function quickHandler(
  { quick, again, apollo: server }: AnsweringWays,
  contextOf: ContextOf<RequestContext>,
): RouteHandlerMethod {
  const forms = new LRUCache<string, string>({ max: FORMS_MAX });
  const bySlow = apolloHandler(server, contextOf);
  const slowly: RouteHandlerMethod = async function (request, reply) {
    const body = await bySlow.call(this, request, reply);
    const accept = request.headers.accept ?? '';
    const form = reply.getHeader('content-type');
    if (
      methodsOfForms.has(request.method) &&
      reply.statusCode === 200 &&
      accept.length <= ACCEPT_LENGTH_MAX
    ) {
      if (typeof body === 'string' && typeof form === 'string') forms.set(accept, form);
    }
    return body;
  };
  const formOf = ({ headers: { accept } }: FastifyRequest) =>
    accept === undefined || ANYTHING.has(accept) ? JSON_FORM : forms.get(accept);
  const quickly = (request: FastifyRequest, reply: FastifyReply, contentType: string) => {
    const asked = quick.operationIn(request);
    if (asked === undefined) return undefined;
    const context = contextOf(request);
    const answerIn = (known: RequestContext) =>
      quick.answer(asked, known, { reply, contentType, keep: again?.keeperFor(request, known, contentType) });
    return context instanceof Promise ? context.then(answerIn) : answerIn(context);
  };
  return function (request, reply) {
    const contentType = formOf(request);
    if (contentType === undefined) return slowly.call(this, request, reply);
    const before = again?.find(request, contentType);
    if (again !== undefined && before !== undefined) {
      const context = contextOf(request);
      if (!(context instanceof Promise) && !context.caller.isKnown) return again.give(before, context, reply);
    }
    return quickly(request, reply, contentType) ?? slowly.call(this, request, reply);
  };
}

function graphqlRequestOf({ method, body, headers, url }: FastifyRequest): HTTPGraphQLRequest {
  const question = url.indexOf('?');
  return {
    method: method.toUpperCase(),
    headers: headersFrom(headers),
    search: question === -1 ? '' : url.slice(question),
    body,
  };
}

/** Whoever takes anything gets the same as whoever says nothing, and Apollo need not weigh it. */
const ANYTHING = new Set(['', '*/*', 'application/json']);

function headersFrom(given: FastifyRequest['headers']): HeaderMap {
  const headers = new HeaderMap();
  for (const name in given) {
    const value = given[name];
    if (!value || (name === 'accept' && ANYTHING.has(String(value)))) continue;
    headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}
