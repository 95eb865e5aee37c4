// Brings what the growing counters say to Postgres, twice a second, in every process that works: any number of
// them at once, without a leader, for the larger figure of a generation wins (rollup-writing.repository.ts). What dies
// half-way is done again by whoever comes next. Counters are deleted only after a COMMIT that holds their very figures:
// - before the read, before the writing or before the COMMIT: nothing has changed; the figures are still in Redis
// - after the COMMIT: they are written once more, which changes nothing
// - before the delete: counters of a closed slice stay a little longer, and are deleted by the next flusher

import { allPartitions, type Partition } from '../boards/partition';
import { type Clock, type Stop, systemClock } from '../platform/clock';
import { StoreUnavailable } from '../platform/errors';
import type { Log } from '../platform/log/log';
import { ConfirmedFigures } from './confirmed-figures';
import { counterNumberOf, VIEW_COUNTERS_BELOW } from './counter-names';
import type { FlushFigures } from './flush-figures';
import { FlushLag } from './flush-lag';
import type { GrowingCountersStore, ReadCounters } from './growing-counters.store';
import type { CountersName, SliceOfLineage } from './list-counters.script';
import type { ReadersFlush } from './readers-flush';
import type { RollupPartitionsRepository } from './rollup-partitions.repository';
import type {
  GrownSlice,
  GrownTotals,
  RollupWritingRepository,
  SliceFigure,
} from './rollup-writing.repository';
import { SLICE_MS } from './slice';

/** Where a flusher may be when its process dies; tests stop it there. */
export type FlushStep = 'READ' | 'WRITE' | 'COMMIT' | 'COMMITTED' | 'DELETE';

export interface ViewFlusherParts {
  counters: GrowingCountersStore;
  rollups: RollupWritingRepository;
  months: Pick<RollupPartitionsRepository, 'makeForSlices'>;
  readers: Pick<ReadersFlush, 'note' | 'write'>;
  figures: FlushFigures;
  clock: Clock;
  log: Log;
  /** Paces it: real time also where `clock` is a simulated one. */
  pace?: Clock;
  onStep?: (step: FlushStep, partition: Partition) => Promise<void>;
}

export interface ReadSlice {
  name: SliceOfLineage;
  counters: ReadCounters;
  /** Fields to be written. */
  grown: string[];
  isClosed: boolean;
}

const FLUSH_EVERY_MS = 500;
const NOTE_EVERY_MS = 1_000;
/** Views of a slice that has ended are still on their way for so long; later ones begin a generation of their own. */
const CLOSED_AFTER_MS = 2 * 60_000;
/** Of the pool of Postgres, which readers use too. */
const PARTITIONS_AT_ONCE = 4;
/** After a long time away a flush has much to write. */
const FLUSH_MAX_MS = 60_000;
/** At the end of the process. */
const LAST_FLUSH_MS = 10_000;

export class ViewFlusher {
  readonly lag: FlushLag;
  private readonly confirmed = new ConfirmedFigures();
  private readonly unknownCounters = new Set<string>();
  private underWay: Promise<boolean> | undefined;
  private wasAway = false;
  private notedAtMs = Number.NEGATIVE_INFINITY;
  private readonly pace: Clock;

  constructor(private readonly parts: ViewFlusherParts) {
    this.pace = parts.pace ?? systemClock;
    this.lag = new FlushLag(this.pace);
  }

  start(): Stop {
    return this.pace.every(FLUSH_EVERY_MS, async () => void (await this.flush()));
  }

  /** Once more, for as long as the end of a process may take. */
  async finish(): Promise<void> {
    await this.underWay;
    await Promise.race([this.flush(), this.pace.wait(LAST_FLUSH_MS)]);
  }

  /** All partitions; one that fails is tried again with the next flush. False where any did. */
  flush(): Promise<boolean> {
    this.underWay ??= this.flushInTime().finally(() => {
      this.underWay = undefined;
    });
    return this.underWay;
  }

  /** One that hangs is left to itself: two at once do no harm. */
  private async flushInTime(): Promise<boolean> {
    let stopWaiting: Stop = () => undefined;
    const tooLong = new Promise<boolean>((resolve) => {
      stopWaiting = this.pace.after(FLUSH_MAX_MS, () => {
        this.tell([new Error('a flush has hung')]);
        this.parts.figures.flushed('FAILED');
        resolve(false);
      });
    });
    return Promise.race([this.flushAll(), tooLong]).finally(() => stopWaiting());
  }

  private async flushAll(): Promise<boolean> {
    const waiting = [...allPartitions];
    const failures: unknown[] = [];
    const work = async () => {
      // After a failure the rest would most likely fail too, each after its own patience.
      for (
        let next = waiting.shift();
        next !== undefined;
        next = failures.length > 0 ? undefined : waiting.shift()
      ) {
        await this.flushPartition(next).catch((error: unknown) => failures.push(error));
      }
    };
    await Promise.all(Array.from({ length: PARTITIONS_AT_ONCE }, work));
    this.parts.figures.flushed(failures.length === 0 ? 'DONE' : 'FAILED');
    this.tell(failures);
    if (failures.length === 0) await this.note();
    return failures.length === 0;
  }

  /** For those who ask how old the figures in Postgres are; where it fails, they are taken for older. */
  private async note(): Promise<void> {
    const nowMs = this.pace.nowMs();
    if (nowMs - this.notedAtMs < NOTE_EVERY_MS) return;
    this.notedAtMs = nowMs;
    await this.parts.rollups.noteConfirmed(this.lag.seconds() * 1_000).catch((error: unknown) => {
      this.parts.log.debug({ err: error }, 'a flush could not be noted');
    });
  }

  private tell(failures: readonly unknown[]): void {
    const { log } = this.parts;
    if (failures.length === 0) {
      if (this.wasAway) log.info('views are written to Postgres again');
      this.wasAway = false;
      return;
    }
    for (const error of failures) {
      if (!this.wasAway)
        log.warn({ err: error }, 'views could not be written to Postgres; they stay in Redis till then');
      else if (!(error instanceof StoreUnavailable))
        log.debug({ err: error }, 'views could not be written yet');
      this.wasAway = true;
    }
  }

  private async flushPartition(partition: Partition): Promise<void> {
    const readAtMs = this.pace.nowMs();
    await this.parts.onStep?.('READ', partition);
    const { slices } = await this.parts.counters.list(partition);
    const read = await this.readSlices(partition, slices);
    const grown = read.filter((slice) => slice.grown.length > 0);
    if (grown.length > 0) {
      await this.parts.onStep?.('WRITE', partition);
      await this.write(partition, grown);
    }
    this.parts.figures.lagged(this.lag.confirm(partition, readAtMs) / 1_000, grown.length > 0);
    for (const slice of read) if (slice.isClosed) await this.deleteClosed(partition, slice);
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

  private async write(partition: Partition, grown: readonly ReadSlice[]): Promise<void> {
    const { rollups, months, figures, readers, log, onStep } = this.parts;
    const slices = grown.map((slice) => this.grownSlice(partition, slice));
    const totals = await this.totalsOf(partition, grown, slices);
    await months.makeForSlices(
      'rollup_slice',
      slices.map(({ generation }) => generation.slice),
    );
    const written = await rollups.write({ slices, totals }, async () => onStep?.('COMMIT', partition));
    await onStep?.('COMMITTED', partition);
    figures.wrote(written);
    if (written.refused > 0)
      log.error({ partition, ...written }, 'figures of merged slices were not written');
    for (const { name, counters } of grown) this.confirmed.confirm(keyOf(partition, name), counters);
    readers.note(slices);
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
  private async totalsOf(
    partition: Partition,
    grown: readonly ReadSlice[],
    slices: readonly GrownSlice[],
  ): Promise<GrownTotals[]> {
    const articles = new Map<string, Set<number>>();
    grown.forEach(({ name: { lineage } }, at) => {
      const ofLineage = articles.get(lineage) ?? new Set();
      articles.set(lineage, ofLineage);
      for (const { article, counter } of slices[at]!.figures)
        if (counter < VIEW_COUNTERS_BELOW) ofLineage.add(article);
    });
    const totals = await Promise.all(
      [...articles].map(async ([lineage, ofLineage]): Promise<GrownTotals[]> => {
        if (ofLineage.size === 0) return [];
        const read = await this.parts.counters.totals(partition, lineage, [...ofLineage]);
        return read === undefined ? [] : [grownTotals({ partition, lineage }, read)];
      }),
    );
    return totals.flat();
  }

  private async deleteClosed(partition: Partition, { name, counters, grown }: ReadSlice): Promise<void> {
    const { figures } = counters;
    // A counter that a newer version knows is left for it.
    if (grown.some((field) => counterNumberOf(field.split(':')[1] ?? '') === undefined)) return;
    await this.parts.readers.write(partition);
    await this.parts.onStep?.('DELETE', partition);
    const answer = await this.parts.counters.delete({
      partition,
      name,
      generation: counters.generation,
      fields: grown.length,
      sum: grown.reduce((sum, field) => sum + Number(figures[field]), 0),
    });
    if (answer === 'deleted') this.confirmed.forget(keyOf(partition, name));
  }

  private noteUnknown(counterName: string): void {
    if (this.unknownCounters.has(counterName) || this.unknownCounters.size >= 100) return;
    this.unknownCounters.add(counterName);
    this.parts.log.error({ counterName }, 'a counter that this version does not know stays in Redis');
  }
}

export function grownTotals(
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
