// Between Fastify and Apollo Server, in place of @as-integrations/fastify: the same, without a URL parsed and a
// protocol looked up for each request, which a POST has no use for. What can be answered without Apollo Server is not
// given to it.

import { Readable } from 'node:stream';
import { type ApolloServer, type BaseContext, HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import type { FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import { sayHeader } from '../http/keep-answers';
import { type AnswerForms, takesAnything } from './answer-forms';
import type { AnswersAgain } from './answers-again';
import type { RequestContext } from './per-request';
import type { QuickAnswers } from './quick-answers';
import type { UnchangedHeads } from './unchanged-heads';

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
    for (const [name, value] of headers) sayHeader(reply, name, value);
    reply.code(status ?? 200);
    return body.kind === 'complete' ? body.string : reply.send(Readable.from(body.asyncIterator));
  };
}

export interface AnsweringWays {
  quick: QuickAnswers;
  /** Absent: no answer is given twice. */
  again?: AnswersAgain | undefined;
  forms: AnswerForms;
  /** Learns from what is told to whoever has an answer already. */
  heads: Pick<UnchangedHeads, 'learnFrom'>;
  apollo: ApolloServer<RequestContext>;
}

/** Answers again what was answered a moment ago, quickly what can be, and has Apollo Server answer the rest. */
export function quickHandler(
  { quick, again, forms, heads, apollo: server }: AnsweringWays,
  contextOf: ContextOf<RequestContext>,
): RouteHandlerMethod {
  const bySlow = apolloHandler(server, contextOf);
  const slowly: RouteHandlerMethod = async function (request, reply) {
    const body = await bySlow.call(this, request, reply);
    if (typeof body === 'string') forms.learnFrom(request, reply);
    return body;
  };
  const quickly = (request: FastifyRequest, reply: FastifyReply, contentType: string) => {
    const asked = quick.operationIn(request);
    if (asked === undefined) return undefined;
    const context = contextOf(request);
    const answerIn = (known: RequestContext) =>
      quick.answer(asked, known, { reply, contentType, keep: again?.keeperFor(request, known, contentType) });
    return context instanceof Promise ? context.then(answerIn) : answerIn(context);
  };
  return function (request, reply) {
    const contentType = forms.of(request.headers.accept);
    if (contentType === undefined) return slowly.call(this, request, reply);
    const before = again?.find(request, contentType);
    if (again !== undefined && before !== undefined) {
      const context = contextOf(request);
      if (!(context instanceof Promise) && !context.caller.isKnown) {
        const text = again.give(before, context, reply);
        if (text === undefined) heads.learnFrom(reply, before.vary);
        return text;
      }
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

function headersFrom(given: FastifyRequest['headers']): HeaderMap {
  const headers = new HeaderMap();
  for (const name in given) {
    const value = given[name];
    if (!value || (name === 'accept' && takesAnything(String(value)))) continue;
    headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}
