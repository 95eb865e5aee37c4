// Brings what Redis has counted to Postgres, in every process that works. It stops after the counting, so that the last
// views are flushed too.

import type { Registry } from 'prom-client';
import type { Stop } from '../platform/clock';
import type { Log } from '../platform/log/log';
import { NewsroomSettingRepository } from '../platform/postgres/newsroom-setting.repository';
import { FlushFigures } from '../views/flush-figures';
import { GrowingCountersStore } from '../views/growing-counters.store';
import { ReadersFlush } from '../views/readers-flush';
import { RollupHours } from '../views/rollup-hours';
import { RollupPartitionsRepository } from '../views/rollup-partitions.repository';
import { changeTimeZone, keepTimeZone } from '../views/rollup-time-zone';
import { RollupWritingRepository } from '../views/rollup-writing.repository';
import { TotalsSweep } from '../views/totals-sweep';
import { type OnFlushStep, ViewFlusher } from '../views/view-flusher';
import { PublisherDays } from '../visitors/publisher-day';
import { composeExperimentFolder, composeVariantFlusher } from './experiments';
import { composeRollupKeeping } from './rollup-keeping';
import type { Settings } from './settings';
import type { Stores } from './stores';

export interface Rollups {
  flusher: ViewFlusher;
  /** Everything that is counted by now: for what is compared or kept afterwards. False where a store was away. */
  flush(): Promise<boolean>;
  /** Totals of whole lineages, as far as they are due. */
  sweep(): Promise<void>;
  /** Figures for Prometheus. */
  register(registry: Registry): void;
  start(): Promise<void>;
  /** Flushes once more what it can. */
  stop(): Promise<void>;
}

/**
 * In every process that counts or answers, whatever its role: one of another zone would count the same readers again
 * and read figures of other hours. The first one decides. @throws TimeZoneDiffers
 */
export function keepRollupTimeZone(
  { dataSource }: Pick<Stores, 'dataSource'>,
  { visitors }: Pick<Settings, 'visitors'>,
): Promise<void> {
  return keepTimeZone(new NewsroomSettingRepository(dataSource), new RollupHours(visitors.timeZone).timeZone);
}

/** As long as nothing has been compacted. @throws TimeZoneIsFinal */
export async function changeRollupTimeZone(
  { dataSource }: Pick<Stores, 'dataSource'>,
  timeZone: string,
): Promise<{ before: string | undefined; now: string }> {
  const now = new RollupHours(timeZone).timeZone;
  return { before: await changeTimeZone(new NewsroomSettingRepository(dataSource), now), now };
}

const READERS_EVERY_MS = 60_000;

export function composeRollups(
  stores: Pick<Stores, 'dataSource' | 'redis' | 'clock'>,
  settings: Pick<Settings, 'visitors' | 'rollups'>,
  log: Log,
  onStep?: OnFlushStep,
): Rollups {
  const { dataSource, redis, clock } = stores;
  const counters = new GrowingCountersStore(redis);
  const rollups = new RollupWritingRepository(dataSource);
  const months = new RollupPartitionsRepository(dataSource, clock);
  const figures = new FlushFigures();
  const days = new PublisherDays(settings.visitors.timeZone);
  const readers = new ReadersFlush({ counters, rollups, months, days });
  const flusher = new ViewFlusher({ counters, rollups, months, readers, figures, clock, log, onStep });
  const sweep = new TotalsSweep({ counters, rollups, figures, log, onStep });
  const writeReaders = () =>
    readers
      .writeAll()
      .catch((error: unknown) => log.debug({ err: error }, 'readers could not be written yet'));
  const keeping = composeRollupKeeping(stores, settings, log);
  const variants = composeVariantFlusher(stores, log);
  const folder = composeExperimentFolder(stores, log);
  let stops: Stop[] = [];
  return {
    flusher,
    async flush() {
      const done = [await flusher.flush(), await variants.flush()];
      await writeReaders();
      return !done.includes(false);
    },
    sweep: () => sweep.sweep(),
    register(registry) {
      figures.register(registry, () => flusher.lag.seconds());
      keeping.register(registry);
    },
    async start() {
      await keeping.start();
      stops = [
        ...[flusher.start(), sweep.start(), variants.start(), folder.start()],
        clock.every(READERS_EVERY_MS, writeReaders),
      ];
    },
    async stop() {
      for (const stop of stops.splice(0)) stop();
      await Promise.all([flusher.finish(), variants.finish()]);
      await keeping.stop();
    },
  };
}
