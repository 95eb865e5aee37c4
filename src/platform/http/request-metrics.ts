import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../metrics/metrics';
import type { Durations, Tally } from '../metrics/tallies';

/** What no route answers counts as one: the paths that scanners try are without end. */
const NO_ROUTE = 'none';

const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Of requests of one route, with one method, that were answered with one status. */
export class AnswerFigures {
  constructor(
    private readonly count: Tally,
    private readonly times: Durations,
  ) {}

  tell(seconds: number): void {
    this.count.add();
    this.times.observe(seconds);
  }
}

/** Routes, methods and statuses are few. */
export class RequestFigures {
  private readonly figures = new Map<string, AnswerFigures>();
  private readonly times = new Map<string, Durations>();

  constructor(private readonly metrics: Pick<Metrics, 'httpRequests' | 'httpSeconds'>) {}

  of(route: string, method: string, status: number): AnswerFigures {
    const key = `${route} ${method} ${status}`;
    const known = this.figures.get(key);
    if (known !== undefined) return known;
    const count = this.metrics.httpRequests.tally({ route, method, status });
    const figures = new AnswerFigures(count, this.timesOf(route));
    this.figures.set(key, figures);
    return figures;
  }

  private timesOf(route: string): Durations {
    const known = this.times.get(route);
    if (known !== undefined) return known;
    const times = this.metrics.httpSeconds.durations({ route });
    this.times.set(route, times);
    return times;
  }
}

/** Counts and times every request of every route that is registered after it. */
export function measureRequests(fastify: FastifyInstance, figures: RequestFigures): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? NO_ROUTE;
    const sent = request.raw.method ?? '';
    const method = knownMethods.has(sent) ? sent : 'other';
    figures.of(route, method, reply.statusCode).tell(reply.elapsedTime / 1_000);
    done();
  });
}
