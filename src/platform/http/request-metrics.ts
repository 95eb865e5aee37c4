import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../metrics/metrics';

/** What no route answers counts as one: the paths that scanners try are without end. */
const NO_ROUTE = 'none';

const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Counts and times every request of every route that is registered after it. */
export function measureRequests(fastify: FastifyInstance, metrics: Metrics): void {
  fastify.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? NO_ROUTE;
    const sent = request.raw.method ?? '';
    const method = knownMethods.has(sent) ? sent : 'other';
    metrics.httpRequests.inc({ route, method, status: reply.statusCode });
    metrics.httpSeconds.observe({ route }, reply.elapsedTime / 1_000);
  });
}
