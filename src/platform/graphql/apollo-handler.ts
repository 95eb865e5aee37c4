// Between Fastify and Apollo Server, in place of @as-integrations/fastify: the same, without a URL parsed and a
// protocol looked up for each request, which a POST has no use for.

import { Readable } from 'node:stream';
import { type ApolloServer, type BaseContext, HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import type { FastifyRequest, RouteHandlerMethod } from 'fastify';

export function apolloHandler<C extends BaseContext>(
  server: ApolloServer<C>,
  contextOf: (request: FastifyRequest) => Promise<C>,
): RouteHandlerMethod {
  return async (request, reply) => {
    const { headers, body, status } = await server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: graphqlRequestOf(request),
      context: () => contextOf(request),
    });
    for (const [name, value] of headers) reply.header(name, value);
    reply.code(status ?? 200);
    return body.kind === 'complete' ? body.string : reply.send(Readable.from(body.asyncIterator));
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
const ANYTHING = new Set(['*/*', 'application/json']);

function headersFrom(given: FastifyRequest['headers']): HeaderMap {
  const headers = new HeaderMap();
  for (const name in given) {
    const value = given[name];
    if (!value || (name === 'accept' && ANYTHING.has(String(value)))) continue;
    headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}
