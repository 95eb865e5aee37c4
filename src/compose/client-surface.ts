// What clients meet around GraphQL itself: other origins, caches, compression, beacons, known documents, and the
// figures of all that.

import type { FastifyInstance } from 'fastify';
import type { Clock } from '../platform/clock';
import { KnownDocuments } from '../platform/graphql/known-documents';
import { measureOperations } from '../platform/graphql/operation-metrics';
import type { PersistedQueriesOptions } from '../platform/graphql/persisted-queries';
import type { RequestRule } from '../platform/graphql/request-rule';
import { compressAnswers } from '../platform/http/compress-answers';
import { allowOrigins, mayCall, sayMethods } from '../platform/http/cors';
import { keepAnswers } from '../platform/http/keep-answers';
import { registerMetrics } from '../platform/http/metrics.route';
import { Origins } from '../platform/http/origins';
import { RefusedOrigins } from '../platform/http/refused-origins';
import { measureRequests, RequestFigures } from '../platform/http/request-metrics';
import type { Log } from '../platform/log/log';
import { Metrics } from '../platform/metrics/metrics';
import type { RedisConnection } from '../platform/redis/connection';
import type { CoVisitRecorder } from '../recommendations/co-visit-recorder';
import { registerBeacon } from '../views/beacon.route';
import { Beacons } from '../views/beacons';
import { registerStaffLink } from '../visitors/staff-cookie.route';
import type { Counting } from './counting';
import { knownDocumentsFolder } from './project-folder';
import { measureExperiments, measureLearning, measureReports } from './report-metrics';
import type { Rollups } from './rollups';
import type { Settings } from './settings';

export interface ClientSurfaceParts {
  settings: Pick<Settings, 'cors' | 'graphql' | 'http' | 'metrics'>;
  counting: Pick<
    Counting,
    'engagedTime' | 'experiments' | 'impressions' | 'kept' | 'reports' | 'staffCookies' | 'told' | 'waiting'
  >;
  recorder: Pick<CoVisitRecorder, 'waitingNow' | 'letGoCount'>;
  redis: RedisConnection;
  clock: Clock;
  log: Log;
}

export class ClientSurface {
  readonly persisted: PersistedQueriesOptions;
  readonly rules: RequestRule[];
  readonly metrics: Metrics | undefined;
  /** Of answers that are not measured by `measure`. */
  readonly requests: RequestFigures | undefined;
  private readonly beacons: Beacons;

  /** @throws WrongKnownDocuments */
  constructor(private readonly parts: ClientSurfaceParts) {
    const { settings, counting, clock, log } = parts;
    const known = KnownDocuments.from(knownDocumentsFolder(settings.graphql.knownDocuments));
    this.persisted = { persistedQueries: settings.graphql.persistedQueries, known };
    this.metrics = settings.metrics.metrics ? new Metrics() : undefined;
    const { metrics } = this;
    this.requests = metrics && new RequestFigures(metrics);
    this.rules = metrics ? [measureOperations({ metrics, operationNames: known.operationNames, clock })] : [];
    this.beacons = new Beacons(counting, log);
    if (metrics) {
      measureReports(metrics, counting, parts.redis);
      measureLearning(metrics, parts.recorder);
      measureExperiments(metrics, counting.experiments.counter);
    }
  }

  /** Before any other route. */
  async measure(fastify: FastifyInstance, measured: readonly (Pick<Rollups, 'register'> | undefined)[]) {
    if (!this.metrics || !this.requests) return;
    for (const part of measured) part?.register(this.metrics.registry);
    measureRequests(fastify, this.requests);
    registerMetrics(fastify, this.metrics, this.parts.settings.metrics.metricsToken);
  }

  /** `registerApi` registers GraphQL in the scope that it is given. */
  async register(
    fastify: FastifyInstance,
    registerApi: (scope: FastifyInstance, origins: Origins) => Promise<void>,
  ): Promise<void> {
    const { settings, counting, clock, log } = this.parts;
    const origins = new Origins(settings.cors.corsOrigins);
    if (settings.http.compression) await compressAnswers(fastify);
    registerStaffLink(fastify, counting.staffCookies);
    await fastify.register(async (scope) => {
      await allowOrigins(scope, { origins, refused: new RefusedOrigins(log, clock) });
      keepAnswers(scope);
      sayMethods(scope, '/graphql', ['GET', 'HEAD', 'POST', 'OPTIONS']);
      await registerApi(scope, origins);
      await registerBeacon(scope, {
        beacons: this.beacons,
        mayCall: (request) => mayCall(request, origins),
        onRefused: (code) => this.metrics?.beaconsRefused.inc({ code }),
      });
    });
  }

  /** Resolves when what beacons have brought has been counted. */
  async drain(): Promise<void> {
    await this.beacons.drain();
  }
}
