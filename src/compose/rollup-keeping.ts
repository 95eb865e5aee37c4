// What keeps the rollups small and the boards whole, in every process that works: months made ahead, slices compacted,
// what is old dropped, and what Redis has lost given back. Any number of processes may do it at once.

import type { Registry } from 'prom-client';
import type { Stop } from '../platform/clock';
import { StoreUnavailable } from '../platform/errors';
import type { Log } from '../platform/log/log';
import { NewsroomSettingRepository } from '../platform/postgres/newsroom-setting.repository';
import { KeepingFigures } from '../views/keeping-figures';
import { mergeTotals } from '../views/merge-totals';
import { MergeTotalsRepository } from '../views/merge-totals.repository';
import { BoardRebuilding } from '../views/rebuild-boards';
import { RebuildBoardsRepository } from '../views/rebuild-boards.repository';
import { RollupCompaction } from '../views/rollup-compaction';
import { RollupCompactionRepository } from '../views/rollup-compaction.repository';
import { RollupHours } from '../views/rollup-hours';
import { RollupPartitionsRepository } from '../views/rollup-partitions.repository';
import { RollupRetention } from '../views/rollup-retention';
import { RollupRetentionRepository } from '../views/rollup-retention.repository';
import { keepTimeZone } from '../views/rollup-time-zone';
import { SlicesInRedisStore } from '../views/slices-in-redis.store';
import type { Settings } from './settings';
import type { Stores } from './stores';

export interface RollupKeeping {
  /** Figures for Prometheus. */
  register(registry: Registry): void;
  /** Gives the boards what they are missing before anything is flushed. @throws TimeZoneDiffers */
  start(): Promise<void>;
  /** Waits for what is under way. */
  stop(): Promise<void>;
}

const COMPACT_EVERY_MS = 60_000;
const CLEAR_EVERY_MS = 3_600_000;

export function composeRollupKeeping(
  stores: Pick<Stores, 'dataSource' | 'redis' | 'clock'>,
  settings: Pick<Settings, 'visitors' | 'rollups'>,
  log: Log,
): RollupKeeping {
  const { dataSource, redis, clock } = stores;
  const { timeZone } = settings.visitors;
  const hours = new RollupHours(timeZone);
  const inRedis = new SlicesInRedisStore(redis);
  const partitions = new RollupPartitionsRepository(dataSource, clock);
  const compactions = new RollupCompactionRepository(dataSource);
  const figures = new KeepingFigures({ repository: compactions, clock });
  const boards = new BoardRebuilding({
    ...{ redis, inRedis, clock, log, timeZone },
    repository: new RebuildBoardsRepository(dataSource),
    onRebuilt: () => figures.rebuilt(),
  });
  const newsroomSettings = new NewsroomSettingRepository(dataSource);
  const compaction = new RollupCompaction({
    ...{ partitions, inRedis, hours, clock, log, ...settings.rollups },
    ...{ repository: compactions, newsroomSettings },
  });
  const retention = new RollupRetention({
    ...{ hours, clock, ...settings.rollups },
    repository: new RollupRetentionRepository(dataSource),
  });
  const totals = { repository: new MergeTotalsRepository(dataSource), inRedis };
  const compact = async () => {
    await partitions.makeAhead();
    figures.compacted(await compaction.run());
  };
  const clear = async () => {
    await retention.run();
    await mergeTotals(totals);
  };
  let stops: Stop[] = [];
  let underWay: Promise<void> = Promise.resolve();
  /** One after another, and tried again when it is due again. */
  const attempt = (what: string, act: () => Promise<void>): Promise<void> => {
    underWay = underWay.then(act).catch((error: unknown) => {
      log[error instanceof StoreUnavailable ? 'debug' : 'error']({ err: error }, `${what} failed`);
    });
    return underWay;
  };
  return {
    register: (registry) => figures.register(registry),
    async start() {
      await keepTimeZone(newsroomSettings, hours.timeZone);
      await boards.start();
      await attempt('making months of rollups', () => partitions.makeAhead());
      stops = [
        clock.every(COMPACT_EVERY_MS, () => attempt('compaction of rollups', compact)),
        clock.every(CLEAR_EVERY_MS, () => attempt('clearing of rollups', clear)),
      ];
    },
    async stop() {
      boards.stop();
      for (const stop of stops.splice(0)) stop();
      await underWay;
    },
  };
}
