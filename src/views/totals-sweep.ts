// Writes the totals of whole lineages: of those that have ended, which are deleted then, and of the present one when a
// process begins and every hour, in case Postgres itself has lost what it had confirmed (a standby took over, a backup
// came back).

import { allPartitions, type Partition } from '../boards/partition';
import { type Clock, type Stop, systemClock } from '../platform/clock';
import { StoreUnavailable } from '../platform/errors';
import type { Log } from '../platform/log/log';
import type { FlushFigures } from './flush-figures';
import type { GrowingCountersStore } from './growing-counters.store';
import type { RollupWritingRepository } from './rollup-writing.repository';
import type { OnFlushStep } from './view-flusher';

export interface TotalsSweepParts {
  counters: GrowingCountersStore;
  rollups: RollupWritingRepository;
  figures: FlushFigures;
  log: Log;
  pace?: Clock;
  onStep?: OnFlushStep;
}

const LOOK_EVERY_MS = 2_000;
const SWEEP_EVERY_MS = 3_600_000;
/** An ended lineage that could not be deleted. */
const TRY_AGAIN_MS = 30_000;
const LINEAGES_REMEMBERED = 1_000;

export class TotalsSweep {
  private readonly dueAtMs = new Map<string, number>();
  private readonly pace: Clock;

  constructor(private readonly parts: TotalsSweepParts) {
    this.pace = parts.pace ?? systemClock;
  }

  start(): Stop {
    return this.pace.every(LOOK_EVERY_MS, () => this.sweep());
  }

  /** One partition after the other; what fails is due again. */
  async sweep(): Promise<void> {
    for (const partition of allPartitions) {
      try {
        await this.sweepPartition(partition);
      } catch (error) {
        if (!(error instanceof StoreUnavailable))
          this.parts.log.debug({ err: error, partition }, 'totals could not be written yet');
      }
    }
  }

  private async sweepPartition(partition: Partition): Promise<void> {
    const { present, lineages } = await this.parts.counters.list(partition);
    for (const lineage of lineages) {
      const key = `${partition} ${lineage}`;
      const nowMs = this.pace.nowMs();
      if (nowMs < (this.dueAtMs.get(key) ?? 0)) continue;
      const isGone = await this.sweepLineage(partition, lineage, lineage !== present);
      if (isGone) this.dueAtMs.delete(key);
      else this.dueAtMs.set(key, nowMs + (lineage === present ? SWEEP_EVERY_MS : TRY_AGAIN_MS));
      if (this.dueAtMs.size > LINEAGES_REMEMBERED) this.dueAtMs.clear();
    }
  }

  /** Gives whether the counters are gone. */
  private async sweepLineage(partition: Partition, lineage: string, hasEnded: boolean): Promise<boolean> {
    const { counters, rollups, figures, onStep } = this.parts;
    // A scan may give a field twice.
    const swept = new Map<number, number>();
    const generation = await counters.scan(partition, { lineage }, async (part, birth) => {
      const rows = new Map<number, number>();
      for (let at = 0; at < part.length; at += 2) rows.set(Number(part[at]), Number(part[at + 1]));
      if (hasEnded) for (const [article, views] of rows) swept.set(article, views);
      const totals = [...rows].map(([article, views]) => ({ article, views }));
      if (totals.length === 0) return;
      const grown = { generation: { partition, lineage, birth }, figures: totals };
      figures.wrote(
        await rollups.write({ slices: [], totals: [grown] }, async () => onStep?.('COMMIT', [partition])),
      );
      await onStep?.('COMMITTED', [partition]);
    });
    if (!hasEnded || generation === undefined) return false;
    await onStep?.('DELETE', [partition]);
    const sum = [...swept.values()].reduce((all, views) => all + views, 0);
    const name = { lineage };
    return (await counters.delete({ partition, name, generation, fields: swept.size, sum })) === 'deleted';
  }
}
