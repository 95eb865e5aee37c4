// Cross-origin calls from browsers. Nobody's cookies are used here, so credentials are never allowed: a page sends its
// token in a header of its own.

import cors from '@fastify/cors';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isOwnOrigin, type Origins } from './origins';
import type { RefusedOrigins } from './refused-origins';

export interface CrossOrigin {
  origins: Origins;
  refused: Pick<RefusedOrigins, 'tell'>;
}

/** Two hours, the longest that Chromium keeps the answer to a preflight. */
const PREFLIGHT_SECONDS = 7_200;

const allowedHeaders = [
  'content-type',
  'authorization',
  'x-api-key',
  'x-visitor-id',
  'apollo-require-preflight',
  'apollographql-client-name',
  'apollographql-client-version',
  'if-none-match',
  'x-graphql-event-stream-token',
];

const exposedHeaders = ['etag', 'retry-after', 'age'];

/** For every route of this scope. What comes from no page of another origin, as most does, costs least. */
export async function allowOrigins(scope: FastifyInstance, { origins, refused }: CrossOrigin): Promise<void> {
  scope.addHook('onRequest', (request, _reply, done) => {
    const { origin } = request.headers;
    if (origin !== undefined && !mayCall(request, origins)) refused.tell(origin);
    done();
  });
  await scope.register(cors, {
    origin: (origin, answer) => {
      const isAllowed = origin !== undefined && origins.allows(origin);
      answer(null, isAllowed && (origins.allowsAny ? '*' : true));
    },
    // The last two are of event streams that a client reserves.
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
    allowedHeaders,
    exposedHeaders,
    maxAge: PREFLIGHT_SECONDS,
  });
}

/**
 * A preflight that `allowOrigins` has refused, or OPTIONS that is none: it hears which methods there are, and to a
 * browser that means no.
 */
export function sayMethods(scope: FastifyInstance, path: string, methods: readonly string[]): void {
  scope.addHook('onRequest', (request, reply, done) => {
    if (request.method !== 'OPTIONS' || request.routeOptions.url !== path) return done();
    reply.code(204).header('allow', methods.join(', ')).send();
  });
}

/** What comes from no page may, and a page that this very server has given; any other by the list. */
export function mayCall(request: Pick<FastifyRequest, 'headers' | 'host'>, origins: Origins): boolean {
  const { origin } = request.headers;
  return origin === undefined || origins.allows(origin) || isOwnOrigin(origin, request.host);
}
