// Cross-origin calls from browsers. Nobody's cookies are used here, so credentials are never allowed: a page sends its
// token in a header of its own.

import cors from '@fastify/cors';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isOwnOrigin, type Origins } from './origins';
import type { RefusedOrigins } from './refused-origins';

export interface CrossOrigin {
  origins: Origins;
  refused: RefusedOrigins;
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
];

const exposedHeaders = ['etag', 'retry-after', 'ratelimit', 'ratelimit-policy'];

/** For every route of this scope. */
export async function allowOrigins(scope: FastifyInstance, crossOrigin: CrossOrigin): Promise<void> {
  const { allowsAny } = crossOrigin.origins;
  await scope.register(cors, {
    delegator: (request, answer) => {
      const isAllowed = request.headers.origin !== undefined && mayCall(request, crossOrigin);
      answer(null, {
        origin: isAllowed && (allowsAny ? '*' : true),
        methods: ['GET', 'HEAD', 'POST'],
        allowedHeaders,
        exposedHeaders,
        maxAge: PREFLIGHT_SECONDS,
      });
    },
  });
}

/**
 * A preflight that `allowOrigins` has refused, or OPTIONS that is none: it hears which methods there are, and to a
 * browser that means no.
 */
export function sayMethods(scope: FastifyInstance, path: string, methods: readonly string[]): void {
  scope.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'OPTIONS' || request.routeOptions.url !== path) return;
    await reply.code(204).header('allow', methods.join(', ')).send();
  });
}

/** False for a page that may not, which is then named in the log. What comes from no page may. */
export function mayCall(
  request: Pick<FastifyRequest, 'headers' | 'host'>,
  { origins, refused }: CrossOrigin,
): boolean {
  const { origin } = request.headers;
  if (origin === undefined || origins.allows(origin)) return true;
  if (isOwnOrigin(origin, request.host)) return true;
  refused.tell(origin);
  return false;
}
