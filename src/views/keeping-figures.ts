// What Prometheus is told of the rollups: how large they are and how far they have been compacted.

import { Counter, Gauge, type Registry } from 'prom-client';
import type { Clock } from '../platform/clock';
import type { Compacted } from './rollup-compaction';
import type { RollupCompactionRepository } from './rollup-compaction.repository';
import { SLICE_MS } from './slice';

export interface KeepingFiguresParts {
  repository: Pick<RollupCompactionRepository, 'watermarks' | 'estimatedRows'>;
  clock: Pick<Clock, 'nowMs'>;
}

export class KeepingFigures {
  private readonly compactions = new Counter({
    name: 'mostread_rollup_compactions_total',
    help: 'Hours made of slices and days made of hours, by this process.',
    labelNames: ['level'] as const,
    registers: [],
  });

  private readonly lastCompaction = new Gauge({
    name: 'mostread_rollup_last_compaction_seconds',
    help: 'When this process last ran a compaction to its end, in seconds since 1970; 0 if it has not yet.',
    registers: [],
  });

  private readonly rebuilds = new Counter({
    name: 'mostread_board_rebuilds_total',
    help: 'Times that this process gave boards back what Redis had lost.',
    registers: [],
  });

  constructor(private readonly parts: KeepingFiguresParts) {}

  compacted({ hours, days }: Compacted): void {
    this.compactions.inc({ level: 'hour' }, hours);
    this.compactions.inc({ level: 'day' }, days);
    this.lastCompaction.set(Math.floor(this.parts.clock.nowMs() / 1_000));
  }

  rebuilt(): void {
    this.rebuilds.inc();
  }

  /** Sizes and ages are asked at each reading; while Postgres is away, they stay as they were. */
  register(registry: Registry): void {
    const { repository, clock } = this.parts;
    for (const metric of [this.compactions, this.lastCompaction, this.rebuilds])
      registry.registerMetric(metric);
    new Gauge({
      name: 'mostread_rollup_rows',
      help: 'Rows of each table of the rollups, as Postgres estimates them.',
      labelNames: ['table'] as const,
      registers: [registry],
      async collect() {
        const rows = await repository.estimatedRows().catch(() => []);
        for (const { table, rows: many } of rows) this.set({ table }, many);
      },
    });
    new Gauge({
      name: 'mostread_rollup_watermark_age_seconds',
      help: 'How long ago the figures were read that were compacted last, to hours and to days.',
      labelNames: ['level'] as const,
      registers: [registry],
      async collect() {
        const marks = await repository.watermarks().catch(() => undefined);
        for (const level of ['hour', 'day'] as const) {
          const slice = marks?.[level];
          if (slice !== undefined) this.set({ level }, (clock.nowMs() - slice * SLICE_MS) / 1_000);
        }
      },
    });
  }
}
