// POST /beacon, for navigator.sendBeacon: the browser sends it when its page is already gone, and nobody reads the
// answer. So it comes before the counting, and says only that the views have arrived.

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { OriginNotAllowed } from '../platform/http/http.errors';
import { viewsOfBeacon } from './beacon-body';
import type { Beacons } from './beacons';

const BODY_BYTES_MAX = 8_192;

export interface BeaconParts {
  beacons: Beacons;
  /** A text body is sent without a preflight, so the browser lets any page send it: the origin is checked here. */
  mayCall: (request: FastifyRequest) => boolean;
}

/** In a scope of its own: its bodies are texts, whatever they are called. */
export async function registerBeacon(fastify: FastifyInstance, parts: BeaconParts): Promise<void> {
  await fastify.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      ['text/plain', 'application/json'],
      { parseAs: 'string' },
      (_request, body, done) => done(null, body),
    );
    scope.options('/beacon', async (_request, reply) =>
      reply.code(204).header('allow', 'POST, OPTIONS').send(),
    );
    scope.post('/beacon', { bodyLimit: BODY_BYTES_MAX }, async (request, reply) => {
      if (!parts.mayCall(request)) throw new OriginNotAllowed();
      const views = viewsOfBeacon(String(request.body ?? ''));
      parts.beacons.take({ clientIp: request.ip, headers: request.headers }, views);
      return reply.code(204).send();
    });
  });
}
