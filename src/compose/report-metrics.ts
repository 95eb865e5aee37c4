import { Gauge } from 'prom-client';
import type { Metrics } from '../platform/metrics/metrics';
import type { Counting } from './counting';

/** What became of the reports of this process, and how many wait. */
export function measureReports(
  metrics: Metrics,
  { told, waiting }: Pick<Counting, 'told' | 'waiting'>,
): void {
  const counters = { view: metrics.views, engagement: metrics.engagement, impression: metrics.impressions };
  told.listen((kind, outcome) => counters[kind].inc({ outcome }));
  new Gauge({
    name: 'mostread_reports_waiting',
    help: 'Reports of views and of what is counted beside them that wait in this process for Redis.',
    registers: [metrics.registry],
    collect() {
      this.set(waiting());
    },
  });
}
