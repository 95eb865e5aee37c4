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
import type { FlushFigures } from './flush-figures';
import { FlushLag } from './flush-lag';
import type { GrowingCountersStore } from './growing-counters.store';
import { GrownCounters, isWhollyKnown, type ReadPartition, type ReadSlice } from './grown-counters';
import type { ReadersFlush } from './readers-flush';
import type { RollupPartitionsRepository } from './rollup-partitions.repository';
import type { RollupWritingRepository } from './rollup-writing.repository';

/** Where a flusher may be when its process dies; tests stop it there. */
export type FlushStep = 'READ' | 'WRITE' | 'COMMIT' | 'COMMITTED' | 'DELETE';
export type OnFlushStep = (step: FlushStep, partitions: readonly Partition[]) => Promise<void>;

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
  onStep?: OnFlushStep;
}

const FLUSH_EVERY_MS = 500;
const NOTE_EVERY_MS = 1_000;
/** Read at a time, and held in memory. */
const PARTITIONS_AT_ONCE = 4;
/**
 * So many figures are a transaction of their own: after a long time away there is much to write. As a rule all
 * partitions go in one, for each costs Postgres and this process as much as a hundred rows.
 */
const FIGURES_A_TRANSACTION = 20_000;
/** After a long time away a flush has much to write. */
const FLUSH_MAX_MS = 60_000;
/** At the end of the process. */
const LAST_FLUSH_MS = 10_000;

export class ViewFlusher {
  readonly lag: FlushLag;
  private readonly grown: GrownCounters;
  /** Partitions that could not be read. */
  private readonly gone = new Set<Partition>();
  private underWay: Promise<boolean> | undefined;
  private wasAway = false;
  private notedAtMs = Number.NEGATIVE_INFINITY;
  private readonly pace: Clock;

  constructor(private readonly parts: ViewFlusherParts) {
    this.pace = parts.pace ?? systemClock;
    this.lag = new FlushLag(this.pace);
    const { counters, clock, log } = parts;
    this.grown = new GrownCounters({ counters, clock, pace: this.pace, log });
  }

  start(): Stop {
    return this.pace.every(FLUSH_EVERY_MS, async () => void (await this.flush()));
  }

  /** Once more, for as long as the end of a process may take. */
  async finish(): Promise<void> {
    const last = async () => {
      await this.underWay;
      await this.flush();
    };
    await Promise.race([last(), this.pace.wait(LAST_FLUSH_MS)]);
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
    const failures: unknown[] = [];
    const fail = (error: unknown) => void failures.push(error);
    // Of a Cluster one node may be away: its partitions are asked last, all at once, and hold up no other.
    const gone = [...this.gone];
    const here = allPartitions.filter((partition) => !this.gone.has(partition));
    await this.flushThese(here, PARTITIONS_AT_ONCE, fail);
    if (gone.length > 0) await this.flushThese(gone, gone.length, fail);
    this.parts.figures.flushed(failures.length === 0 ? 'DONE' : 'FAILED');
    this.tell(failures);
    if (failures.length === 0) await this.note();
    return failures.length === 0;
  }

  private async flushThese(
    partitions: readonly Partition[],
    atOnce: number,
    fail: (error: unknown) => void,
  ): Promise<void> {
    try {
      let read: ReadPartition[] = [];
      for (let at = 0; at < partitions.length; at += atOnce) {
        await Promise.all(
          partitions
            .slice(at, at + atOnce)
            .map((partition) => this.read(partition).then((one) => void read.push(one), fail)),
        );
        if (sizeOf(read) < FIGURES_A_TRANSACTION) continue;
        await this.writeAll(read);
        read = [];
      }
      await this.writeAll(read);
    } catch (error) {
      fail(error);
    }
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

  private async read(partition: Partition): Promise<ReadPartition> {
    this.gone.add(partition);
    await this.parts.onStep?.('READ', [partition]);
    const read = await this.grown.read(partition);
    this.gone.delete(partition);
    return read;
  }

  /** Together; where that fails for another reason than that Postgres is away, each by itself. */
  private async writeAll(read: readonly ReadPartition[]): Promise<void> {
    try {
      await this.write(read);
    } catch (error) {
      if (error instanceof StoreUnavailable || read.length <= 1) throw error;
      const outcomes = await Promise.allSettled(read.map((one) => this.write([one])));
      const failed = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    }
  }

  private async write(read: readonly ReadPartition[]): Promise<void> {
    const { rollups, months, figures, readers, log, onStep } = this.parts;
    const growing = read.filter(({ grown }) => grown.slices.length > 0);
    if (growing.length > 0) {
      const partitions = growing.map(({ partition }) => partition);
      const slices = growing.flatMap(({ grown }) => grown.slices);
      const totals = growing.flatMap(({ grown }) => grown.totals);
      await onStep?.('WRITE', partitions);
      await months.makeForSlices(
        'rollup_slice',
        slices.map(({ generation }) => generation.slice),
      );
      const written = await rollups.write({ slices, totals }, async () => onStep?.('COMMIT', partitions));
      await onStep?.('COMMITTED', partitions);
      figures.wrote(written);
      if (written.refused > 0)
        log.error({ partitions, ...written }, 'figures of merged slices were not written');
      for (const one of growing) this.grown.confirm(one);
      readers.note(slices);
    }
    for (const { partition, readAtMs, grown } of read)
      figures.lagged(this.lag.confirm(partition, readAtMs) / 1_000, grown.slices.length > 0);
    for (const { partition, slices } of read)
      for (const slice of slices) if (slice.isClosed) await this.deleteClosed(partition, slice);
  }

  private async deleteClosed(partition: Partition, slice: ReadSlice): Promise<void> {
    if (!isWhollyKnown(slice)) return;
    await this.parts.readers.write(partition);
    await this.parts.onStep?.('DELETE', [partition]);
    await this.grown.deleteConfirmed(partition, slice);
  }
}

function sizeOf(read: readonly ReadPartition[]): number {
  return read
    .flatMap(({ grown }) => [...grown.slices, ...grown.totals])
    .reduce((sum, { figures }) => sum + figures.length, 0);
}
