// What Prometheus is told of the flusher of this process.

import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Written } from './rollup-writing.repository';

const LAG_SECONDS = [0.25, 0.5, 1, 1.5, 2, 3, 5, 10, 30, 60, 300, 1_800];

export class FlushFigures {
  private readonly rows = new Counter({
    name: 'mostread_flush_rows_total',
    help: 'Rows of the rollups and totals that were new or grew.',
    registers: [],
  });

  private readonly refused = new Counter({
    name: 'mostread_flush_refused_total',
    help: 'Figures not written, because their slice has been merged into coarser rows already.',
    registers: [],
  });

  private readonly flushes = new Counter({
    name: 'mostread_flushes_total',
    help: 'Flushes of all partitions, by outcome.',
    labelNames: ['outcome'] as const,
    registers: [],
  });

  private readonly lags = new Histogram({
    name: 'mostread_flushed_age_seconds',
    help: 'How old the oldest growth of a partition was, at most, when Postgres had confirmed it.',
    buckets: LAG_SECONDS,
    registers: [],
  });

  wrote({ rows, refused }: Written): void {
    this.rows.inc(rows);
    this.refused.inc(refused);
  }

  flushed(outcome: 'DONE' | 'FAILED'): void {
    this.flushes.inc({ outcome });
  }

  lagged(seconds: number, hasGrown: boolean): void {
    if (hasGrown) this.lags.observe(seconds);
  }

  /** `lagSeconds` is asked at each reading, so that it grows while nothing can be written. */
  register(registry: Registry, lagSeconds: () => number): void {
    for (const metric of [this.rows, this.refused, this.flushes, this.lags]) registry.registerMetric(metric);
    new Gauge({
      name: 'mostread_flush_lag_seconds',
      help: 'How old the oldest growth is, at most, that Postgres has not confirmed.',
      registers: [registry],
      collect() {
        this.set(lagSeconds());
      },
    });
  }
}
