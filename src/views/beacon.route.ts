// POST /beacon, for navigator.sendBeacon: the browser sends it when its page is already gone, and nobody reads the
// answer. So it comes before the counting, and says only that the views have arrived.

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { OriginNotAllowed } from '../platform/http/http.errors';
import { reportsOfBeacon } from './beacon-body';
import type { Beacons } from './beacons';

const BODY_BYTES_MAX = 8_192;

export interface BeaconParts {
  beacons: Beacons;
  /** A text body is sent without a preflight, so the browser lets any page send it: the origin is checked here. */
  mayCall: (request: FastifyRequest) => boolean;
  /** Hears the code of each refusal: nobody reads the answer. */
  onRefused?: (code: BeaconRefusal) => void;
}

const refusals = {
  MALFORMED_BEACON: 'MALFORMED_BEACON',
  VIEWS_BACKED_UP: 'VIEWS_BACKED_UP',
  ORIGIN_NOT_ALLOWED: 'ORIGIN_NOT_ALLOWED',
  RATE_LIMITED: 'RATE_LIMITED',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'WRONG_CONTENT_TYPE',
  FST_ERR_CTP_BODY_TOO_LARGE: 'TOO_LARGE',
} as const;
/** All there are: a figure is kept for each. */
export type BeaconRefusal = (typeof refusals)[keyof typeof refusals] | 'OTHER';

/** In a scope of its own: its bodies are texts, whatever they are called. */
export async function registerBeacon(fastify: FastifyInstance, parts: BeaconParts): Promise<void> {
  await fastify.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      ['text/plain', 'application/json'],
      { parseAs: 'string' },
      (_request, body, done) => done(null, body),
    );
    scope.addHook('onError', async (_request, _reply, error) => {
      parts.onRefused?.(refusals[error.code as keyof typeof refusals] ?? 'OTHER');
    });
    scope.options('/beacon', async (_request, reply) =>
      reply.code(204).header('allow', 'POST, OPTIONS').send(),
    );
    scope.post('/beacon', { bodyLimit: BODY_BYTES_MAX }, async (request, reply) => {
      if (!parts.mayCall(request)) throw new OriginNotAllowed();
      const reports = reportsOfBeacon(String(request.body ?? ''));
      parts.beacons.take({ clientIp: request.ip, headers: request.headers }, reports);
      return reply.code(204).send();
    });
  });
}
