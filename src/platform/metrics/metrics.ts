// The figures of one process, for Prometheus. Every label has a bound: a figure is kept for each of its values.

import { Counter, collectDefaultMetrics, Registry } from 'prom-client';
import { DurationHistogram, TalliedCounter } from './tallies';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export class Metrics {
  readonly registry = new Registry();

  readonly httpRequests = new TalliedCounter({
    name: 'mostread_http_requests_total',
    help: 'Requests answered, by route, method and status.',
    labelNames: ['route', 'method', 'status'] as const,
    registers: [this.registry],
  });

  readonly httpSeconds = new DurationHistogram({
    name: 'mostread_http_request_seconds',
    help: 'From the head of the request to the end of the answer, by route.',
    labelNames: ['route'] as const,
    buckets: SECONDS,
    registers: [this.registry],
  });

  readonly operations = new TalliedCounter({
    name: 'mostread_graphql_operations_total',
    help: 'GraphQL operations run, by the names of the known documents; "other" for the rest.',
    labelNames: ['operation', 'type'] as const,
    registers: [this.registry],
  });

  readonly operationSeconds = new DurationHistogram({
    name: 'mostread_graphql_operation_seconds',
    help: 'From the parsed request to the whole answer, by operation; without answers of a moment ago.',
    labelNames: ['operation'] as const,
    buckets: SECONDS,
    registers: [this.registry],
  });

  readonly answersAgain = new TalliedCounter({
    name: 'mostread_graphql_answers_again_total',
    help: 'GraphQL operations that were not run: their answers were those of a moment ago.',
    registers: [this.registry],
  });

  readonly errors = new Counter({
    name: 'mostread_graphql_errors_total',
    help: 'GraphQL errors sent, by code.',
    labelNames: ['code'] as const,
    registers: [this.registry],
  });

  readonly clients = new TalliedCounter({
    name: 'mostread_graphql_clients_total',
    help: 'GraphQL requests by what the client calls itself: apollographql-client-name and -version.',
    labelNames: ['client', 'version'] as const,
    registers: [this.registry],
  });

  readonly views = new TalliedCounter({
    name: 'mostread_views_total',
    help: 'Views reported, by what became of them: COUNTED, REPEAT, KEPT, BOT, STAFF, or the code of a refusal.',
    labelNames: ['outcome'] as const,
    registers: [this.registry],
  });

  readonly engagement = new TalliedCounter({
    name: 'mostread_engagement_reports_total',
    help: 'Heartbeats of engaged time reported, by what became of them, as views.',
    labelNames: ['outcome'] as const,
    registers: [this.registry],
  });

  readonly impressions = new TalliedCounter({
    name: 'mostread_impressions_total',
    help: 'Articles shown on rails, by what became of their reports, as views.',
    labelNames: ['outcome'] as const,
    registers: [this.registry],
  });

  readonly scriptSeconds = new DurationHistogram({
    name: 'mostread_script_seconds',
    help: 'From the sending of a Redis script to its answer or its failure, by the file of the script.',
    labelNames: ['script'] as const,
    buckets: [0.0005, ...SECONDS],
    registers: [this.registry],
  });

  readonly beaconsRefused = new Counter({
    name: 'mostread_beacons_refused_total',
    help: 'Beacons that were refused whole, by the code of the refusal.',
    labelNames: ['code'] as const,
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }
}
