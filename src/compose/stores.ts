// Both stores, connected, migrated and checked: what every other part of the program is given.

import type { DataSource } from 'typeorm';
import { partitionCountKey } from '../boards/board-keys';
import { PARTITIONS } from '../boards/partition';
import { checkPartitionCount, PartitionCountDiffers } from '../boards/partition-count.store';
import { type Clock, systemClock } from '../platform/clock';
import { MostreadError, StoreUnavailable } from '../platform/errors';
import { migrateJobs } from '../platform/jobs/migrate-jobs';
import type { Log } from '../platform/log/log';
import { createDataSource } from '../platform/postgres/data-source';
import { checkMigrated, migrate } from '../platform/postgres/migrate';
import { NewsroomSettingRepository } from '../platform/postgres/newsroom-setting.repository';
import { checkRedis } from '../platform/redis/check-redis';
import { openRedis, type RedisConnection } from '../platform/redis/connection';
import { CLOCK_KEY, RedisClock } from '../platform/redis/redis-clock';
import { withoutPassword } from '../platform/redis/redis-place';
import { entities, migrations } from './entities';
import type { Settings } from './settings';
import { type StorePlace, type StoreServers, startServers } from './store-servers';

export interface Stores {
  dataSource: DataSource;
  redis: RedisConnection;
  /** Follows the time of Redis, so that all processes agree. */
  clock: Clock;
  /** What was started or found, for the summary at start. */
  places: StorePlace[];
  /** Tells the command line and a second `npm start` where this newsroom is reached. */
  announce(apiUrl: string): Promise<void>;
  close(): Promise<void>;
}

/** A store that the configuration names does not answer, or not as it should. */
export class StoreNotReached extends MostreadError {
  readonly code = 'STORE_NOT_REACHED';

  constructor(setting: 'DATABASE_URL' | 'REDIS_URL', url: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message || cause.name : String(cause);
    super(`${setting} names ${withoutPassword(url)}, which does not answer as it should: ${why}`, {
      field: setting,
      cause,
    });
  }
}

/** A part of Redis without which no process may start: of a Cluster one server, while the others answer. */
export class RedisPartNotReached extends MostreadError {
  readonly code = 'REDIS_PART_NOT_REACHED';

  constructor(url: string, { what, address }: RedisPart, cause: unknown) {
    const trouble = cause instanceof StoreUnavailable ? cause.cause : cause;
    const why = trouble instanceof Error ? trouble.message || trouble.name : String(trouble);
    const where = address === undefined || why.includes(address) ? '' : `${address} should have it. `;
    super(
      `REDIS_URL names ${withoutPassword(url)}, where ${what} cannot be read: ${why}. ${where}Nothing can start ` +
        'until it is back; processes that run go on without it.',
      { field: 'REDIS_URL', cause },
    );
  }
}

interface RedisPart {
  /** What lies there, in words. */
  what: string;
  address?: string | undefined;
}

type Progress = (step: string) => void;
const silently: Progress = () => undefined;

/** For a newsroom: starts, migrates and checks what is needed. */
export function openStores(settings: Settings, log: Log, progress: Progress = silently): Promise<Stores> {
  return open({ settings, log, progress }, 'alone');
}

/** For a command: the stores of the newsroom that runs on this data folder, else the same as `openStores`. */
export function openStoresForCommand(
  settings: Settings,
  log: Log,
  progress: Progress = silently,
): Promise<Stores> {
  return open({ settings, log, progress }, 'share');
}

interface Opening {
  settings: Settings;
  log: Log;
  progress: Progress;
}

async function open(opening: Opening, manner: 'alone' | 'share'): Promise<Stores> {
  const { log, progress } = opening;
  // A command finds them running, as often as not.
  progress(manner === 'alone' ? 'Starting the stores' : 'Opening the stores');
  const servers = await startServers(opening, manner);
  const closing: (() => Promise<void>)[] = [() => servers.stop()];
  const close = async () => {
    for (const part of closing.splice(0)) await part();
  };
  try {
    const dataSource = await openDatabase(opening, servers);
    closing.unshift(() => dataSource.destroy());
    const redis = openRedis({ ...servers.redis, keySpace: opening.settings.stores.keySpace }, log);
    closing.unshift(() => redis.close());
    await reachRedis(redis, servers.redis.url, opening);
    const clock = new RedisClock(redis);
    await readRedis(redis, servers.redis.url, { opening, dataSource, clock });
    closing.unshift(async () => clock.stop());
    if (manner === 'alone') await servers.announce();
    return { dataSource, redis, clock, places: servers.places, announce: servers.announce, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openDatabase(opening: Opening, servers: StoreServers): Promise<DataSource> {
  const { settings, log, progress } = opening;
  const { stores } = settings;
  const common = { url: servers.databaseUrl, entities, migrations, log };
  // Migrations in a pool of their own: no limit on a statement, little patience for a lock.
  const migrating = createDataSource({ ...common, poolSize: 2, statementTimeoutMs: 0, lockTimeoutMs: 2_000 });
  await reachDatabase(migrating, servers.databaseUrl, opening);
  try {
    if (servers.areShared) await checkMigrated(migrating);
    else {
      await migrate({ dataSource: migrating, progress });
      await migrateJobs(servers.databaseUrl, log);
    }
  } finally {
    await migrating.destroy();
  }
  const dataSource = createDataSource({
    ...common,
    poolSize: stores.databasePoolSize,
    connectTimeoutMs: stores.databaseConnectTimeoutMs,
    statementTimeoutMs: stores.databaseStatementTimeoutMs,
  });
  return dataSource.initialize();
}

/** For those that connect to Postgres by themselves. */
export function databaseUrlOf(dataSource: DataSource): string {
  const { options } = dataSource;
  if (options.type === 'postgres' && options.url !== undefined) return options.url;
  throw new Error('The data source was made without a URL');
}

/** What every start needs of Redis, of all its servers and of single ones. @throws RedisPartNotReached */
async function readRedis(
  redis: RedisConnection,
  url: string,
  { opening, dataSource, clock }: { opening: Opening; dataSource: DataSource; clock: RedisClock },
): Promise<void> {
  const read = (what: string, key: string | undefined, attempt: () => Promise<void>) =>
    reach({
      ...{ name: 'Redis', url, attempt, progress: opening.progress },
      waitMs: opening.settings.stores.storesWaitMs,
      failure: (cause) => {
        const address = key === undefined ? undefined : redis.addressOf(key);
        return new RedisPartNotReached(url, { what, address }, cause);
      },
    });
  await read('the version and maxmemory-policy of every server', undefined, () => checkRedis(redis));
  await read('the number of partitions', partitionCountKey(), () => checkPartitions(dataSource, redis));
  await read('the time', CLOCK_KEY, () => clock.start());
}

/** Kept in both stores: articles lie in the partitions of the code that first filled them. */
async function checkPartitions(dataSource: DataSource, redis: RedisConnection): Promise<void> {
  const kept = await new NewsroomSettingRepository(dataSource).keepFirst('partitions', String(PARTITIONS));
  if (kept !== String(PARTITIONS)) throw new PartitionCountDiffers('Postgres', kept);
  await checkPartitionCount(redis);
}

function reachDatabase(dataSource: DataSource, url: string, opening: Opening): Promise<void> {
  return reach({
    name: 'Postgres',
    url,
    waitMs: opening.settings.stores.storesWaitMs,
    progress: opening.progress,
    attempt: async () => void (await dataSource.initialize()),
    failure: (cause) => new StoreNotReached('DATABASE_URL', url, cause),
  });
}

function reachRedis(redis: RedisConnection, url: string, opening: Opening): Promise<void> {
  return reach({
    name: 'Redis',
    url,
    waitMs: opening.settings.stores.storesWaitMs,
    progress: opening.progress,
    attempt: () => redis.ready(REACH_EVERY_MS),
    failure: (cause) => new StoreNotReached('REDIS_URL', url, cause),
  });
}

interface Reach {
  name: string;
  url: string;
  waitMs: number;
  progress: Progress;
  attempt: () => Promise<void>;
  failure: (cause: unknown) => Error;
}

const REACH_EVERY_MS = 500;
/** Neither gets better by waiting: a wrong password, a database that does not exist. */
const HOPELESS = /password|authentication|does not exist|WRONGPASS|NOAUTH|NOPERM|ENOTFOUND/i;

async function reach({ name, url, waitMs, progress, attempt, failure }: Reach): Promise<void> {
  const untilMs = systemClock.nowMs() + waitMs;
  for (let waited = false; ; waited = true) {
    try {
      return await attempt();
    } catch (error) {
      // It has answered, and is not what it must be.
      if (error instanceof MostreadError && !(error instanceof StoreUnavailable)) throw error;
      if (systemClock.nowMs() >= untilMs || HOPELESS.test(String(error))) throw failure(error);
      if (!waited) progress(`Waiting for ${name} at ${withoutPassword(url)}`);
      await systemClock.wait(REACH_EVERY_MS);
    }
  }
}
