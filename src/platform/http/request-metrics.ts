import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../metrics/metrics';

/** What no route answers counts as one: the paths that scanners try are without end. */
const NO_ROUTE = 'none';

const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Counts and times every request of every route that is registered after it. */
export function measureRequests(fastify: FastifyInstance, metrics: Metrics): void {
  // Looking a figure up by its labels costs more than counting it. Routes, methods and statuses are few.
  const counts = new Map<string, ReturnType<Metrics['httpRequests']['labels']>>();
  const times = new Map<string, ReturnType<Metrics['httpSeconds']['labels']>>();
  const countOf = (route: string, method: string, status: number) => {
    const key = `${route} ${method} ${status}`;
    const known = counts.get(key);
    if (known !== undefined) return known;
    const count = metrics.httpRequests.labels({ route, method, status });
    counts.set(key, count);
    return count;
  };
  const timeOf = (route: string) => {
    const known = times.get(route);
    if (known !== undefined) return known;
    const time = metrics.httpSeconds.labels({ route });
    times.set(route, time);
    return time;
  };
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? NO_ROUTE;
    const sent = request.raw.method ?? '';
    countOf(route, knownMethods.has(sent) ? sent : 'other', reply.statusCode).inc();
    timeOf(route).observe(reply.elapsedTime / 1_000);
    done();
  });
}
