// What of the growing counters of a partition Postgres has not confirmed yet.

import type { Partition } from '../boards/partition';
import type { Clock } from '../platform/clock';
import type { Log } from '../platform/log/log';
import { ConfirmedFigures } from './confirmed-figures';
import { counterNumberOf, VIEW_COUNTERS_BELOW } from './counter-names';
import type { GrowingCountersStore, ReadCounters } from './growing-counters.store';
import type { CountersName, SliceOfLineage } from './list-counters.script';
import type { GrownSlice, GrownTotals, SliceFigure } from './rollup-writing.repository';
import { SLICE_MS } from './slice';

export interface ReadSlice {
  name: SliceOfLineage;
  counters: ReadCounters;
  /** Fields to be written. */
  grown: string[];
  isClosed: boolean;
}

/** A partition as it was read. */
export interface ReadPartition {
  partition: Partition;
  /** Everything that was counted before is in it, or confirmed. */
  readAtMs: number;
  slices: readonly ReadSlice[];
  /** What there is to write. */
  grown: { slices: readonly GrownSlice[]; totals: readonly GrownTotals[] };
}

export interface GrownCountersParts {
  counters: GrowingCountersStore;
  /** Of what is counted. */
  clock: Clock;
  pace: Clock;
  log: Log;
}

/** Views of a slice that has ended are still on their way for so long; later ones begin a generation of their own. */
const CLOSED_AFTER_MS = 2 * 60_000;
const UNKNOWN_COUNTERS_MAX = 100;

export class GrownCounters {
  private readonly confirmed = new ConfirmedFigures();
  private readonly unknownCounters = new Set<string>();

  constructor(private readonly parts: GrownCountersParts) {}

  /** @throws StoreUnavailable */
  async read(partition: Partition): Promise<ReadPartition> {
    const readAtMs = this.parts.pace.nowMs();
    const { slices: names } = await this.parts.counters.list(partition);
    const slices = await this.readSlices(partition, names);
    const grown = slices
      .filter((slice) => slice.grown.length > 0)
      .map((slice) => this.grownSlice(partition, slice));
    const totals = await this.totalsOf(partition, grown);
    return { partition, readAtMs, slices, grown: { slices: grown, totals } };
  }

  /** Postgres has it. */
  confirm({ partition, slices }: ReadPartition): void {
    for (const { name, counters, grown } of slices)
      if (grown.length > 0) this.confirmed.confirm(keyOf(partition, name), counters);
  }

  /** Deletes counters whose very figures Postgres has confirmed, unless they have grown since. */
  async deleteConfirmed(partition: Partition, { name, counters, grown }: ReadSlice): Promise<void> {
    const answer = await this.parts.counters.delete({
      partition,
      name,
      generation: counters.generation,
      fields: grown.length,
      sum: grown.reduce((sum, field) => sum + Number(counters.figures[field]), 0),
    });
    if (answer === 'deleted') this.confirmed.forget(keyOf(partition, name));
  }

  private async readSlices(partition: Partition, names: readonly SliceOfLineage[]): Promise<ReadSlice[]> {
    const closedBeforeMs = this.parts.clock.nowMs() - CLOSED_AFTER_MS;
    const slices = await Promise.all(
      names.map(async (name): Promise<ReadSlice | undefined> => {
        const counters = await this.parts.counters.read(partition, name);
        if (counters === undefined) return undefined;
        const isClosed = (name.slice + 1) * SLICE_MS <= closedBeforeMs;
        // What will be deleted is written as a whole, whatever was confirmed before: Postgres itself may have lost it.
        const grown = isClosed
          ? Object.keys(counters.figures)
          : this.confirmed.grown(keyOf(partition, name), counters);
        return { name, counters, grown, isClosed };
      }),
    );
    return slices.filter((slice) => slice !== undefined);
  }

  private grownSlice(partition: Partition, { name, counters, grown }: ReadSlice): GrownSlice {
    const figures = grown.flatMap((field): SliceFigure[] => {
      const [article, counterName = ''] = field.split(':');
      const counter = counterNumberOf(counterName);
      if (counter !== undefined)
        return [{ article: Number(article), counter, amount: Number(counters.figures[field]) }];
      this.noteUnknown(counterName);
      return [];
    });
    return { generation: { partition, ...name, birth: counters.generation }, figures };
  }

  /** Of the articles whose views grew. They are read after the slices, and hold at least what those do. */
  private async totalsOf(partition: Partition, slices: readonly GrownSlice[]): Promise<GrownTotals[]> {
    const articles = new Map<string, Set<number>>();
    for (const { generation, figures } of slices) {
      const ofLineage = articles.get(generation.lineage) ?? new Set();
      articles.set(generation.lineage, ofLineage);
      for (const { article, counter } of figures) if (counter < VIEW_COUNTERS_BELOW) ofLineage.add(article);
    }
    const totals = await Promise.all(
      [...articles].map(async ([lineage, ofLineage]): Promise<GrownTotals[]> => {
        if (ofLineage.size === 0) return [];
        const read = await this.parts.counters.totals(partition, lineage, [...ofLineage]);
        return read === undefined ? [] : [grownTotals({ partition, lineage }, read)];
      }),
    );
    return totals.flat();
  }

  private noteUnknown(counterName: string): void {
    if (this.unknownCounters.has(counterName) || this.unknownCounters.size >= UNKNOWN_COUNTERS_MAX) return;
    this.unknownCounters.add(counterName);
    this.parts.log.error({ counterName }, 'a counter that this version does not know stays in Redis');
  }
}

/** A counter that a newer version knows is left for it. */
export function isWhollyKnown({ grown }: ReadSlice): boolean {
  return grown.every((field) => counterNumberOf(field.split(':')[1] ?? '') !== undefined);
}

function grownTotals(
  name: CountersName & { partition: Partition },
  { generation, figures }: ReadCounters,
): GrownTotals {
  return {
    generation: { ...name, birth: generation },
    figures: Object.entries(figures).map(([article, views]) => ({
      article: Number(article),
      views: Number(views),
    })),
  };
}

function keyOf(partition: Partition, { slice, lineage }: SliceOfLineage): string {
  return `${partition} ${slice} ${lineage}`;
}
