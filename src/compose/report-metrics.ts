import { Counter, Gauge } from 'prom-client';
import type { VariantCounter } from '../experiments/variant-counter';
import type { Metrics } from '../platform/metrics/metrics';
import { foundOnce } from '../platform/metrics/tallies';
import type { RedisConnection } from '../platform/redis/connection';
import type { CoVisitRecorder } from '../recommendations/co-visit-recorder';
import type { KeptViews } from '../views/kept-views';
import type { Counting } from './counting';

/** What became of the reports of this process, how many wait, and how long Redis takes for them. */
export function measureReports(
  metrics: Metrics,
  { told, waiting, kept }: Pick<Counting, 'told' | 'waiting' | 'kept'>,
  redis: RedisConnection,
): void {
  const timesOf = foundOnce((script) => metrics.scriptSeconds.durations({ script }));
  redis.onScript = (script, seconds) => timesOf(script).observe(seconds);
  measureKept(metrics, kept);
  const counts = {
    view: foundOnce((outcome) => metrics.views.tally({ outcome })),
    engagement: foundOnce((outcome) => metrics.engagement.tally({ outcome })),
    impression: foundOnce((outcome) => metrics.impressions.tally({ outcome })),
  };
  told.listen((kind, outcome) => counts[kind](outcome).add());
  new Gauge({
    name: 'mostread_reports_waiting',
    help: 'Reports of views and of what is counted beside them that wait in this process for Redis.',
    registers: [metrics.registry],
    collect() {
      this.set(waiting());
    },
  });
}

function measureKept({ registry }: Metrics, kept: KeptViews): void {
  new Gauge({
    name: 'mostread_views_kept',
    help: 'Views that were told KEPT and wait in this process for Redis to come back.',
    registers: [registry],
    collect() {
      this.set(kept.waiting);
    },
  });
  new Counter({
    name: 'mostread_views_kept_lost_total',
    help: 'Views that were told KEPT and were never counted: Redis was away for too long, or the process ended.',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(kept.lost);
    },
  });
}

/** What is learnt from counted views of where readers go on to. */
export function measureLearning(
  { registry }: Metrics,
  recorder: Pick<CoVisitRecorder, 'waitingNow' | 'letGoCount'>,
): void {
  new Gauge({
    name: 'mostread_views_to_learn_from',
    help: 'Counted views from which this process has still to learn where readers go on to.',
    registers: [registry],
    collect() {
      this.set(recorder.waitingNow);
    },
  });
  new Counter({
    name: 'mostread_views_not_learnt_from_total',
    help: 'Counted views that neighbours were not learnt from: too many waited, or Redis was away.',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(recorder.letGoCount);
    },
  });
}

/** What clicks on rails that are being tested become. */
export function measureExperiments(
  { registry }: Metrics,
  variants: Pick<VariantCounter, 'clicksWaiting' | 'clicksLost'>,
): void {
  new Gauge({
    name: 'mostread_experiment_clicks_waiting',
    help: 'Clicks on rails that are being tested that wait in this process for Redis.',
    registers: [registry],
    collect() {
      this.set(variants.clicksWaiting);
    },
  });
  new Counter({
    name: 'mostread_experiment_clicks_lost_total',
    help:
      'Clicks on rails that are being tested whose views were counted, and which no experiment counts: too many ' +
      'waited, or Redis was away for too long.',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(variants.clicksLost);
    },
  });
}
