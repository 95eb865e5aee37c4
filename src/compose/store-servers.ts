// The two servers behind the stores: those that the configuration names, those of a newsroom that runs
// already, or the program's own.

import { join, resolve } from 'node:path';
import type { Log } from '../platform/log/log';
import { type EmbeddedStore, startEmbeddedPostgres } from '../platform/postgres/embedded-postgres';
import { FolderInUse, type FolderLock, lockFolder } from '../platform/processes/folder-lock';
import { startEmbeddedRedis } from '../platform/redis/embedded-redis';
import { type RedisPlace, withoutPassword } from '../platform/redis/redis-place';
import { projectFolder } from './project-folder';
import { redisOfSettings } from './redis-of-settings';
import { AlreadyRunning, readRunning, removeRunning, writeRunning } from './running-newsroom';
import type { Settings } from './settings';

export interface StorePlace {
  /** Postgres or Redis. */
  name: string;
  /** In words for whoever started the program: a folder, or an address without its password. */
  place: string;
}

export interface StoreServers {
  databaseUrl: string;
  redis: RedisPlace;
  places: StorePlace[];
  /** They belong to a newsroom that runs in another process. */
  areShared: boolean;
  /** Lets the command line find these servers while this process runs. */
  announce(apiUrl?: string): Promise<void>;
  stop(): Promise<void>;
}

export interface ServerParts {
  settings: Settings;
  log: Log;
  progress: (step: string) => void;
}

/** A command waits so long for another command that has the folder. */
const COMMAND_WAIT_MS = 15_000;

/**
 * `alone`: for a newsroom, which must be the only one on its data folder.
 * `share`: for a command, which uses the servers of a newsroom that runs.
 * @throws AlreadyRunning
 */
export async function startServers(parts: ServerParts, manner: 'alone' | 'share'): Promise<StoreServers> {
  const { databaseUrl, dataFolder } = parts.settings.stores;
  const redis = redisOfSettings(parts.settings.stores);
  if (databaseUrl !== undefined && redis !== undefined) return namedServers({ databaseUrl, redis });
  const folder = resolve(projectFolder(), dataFolder);
  const running = await readRunning(folder);
  if (running && manner === 'share') return sharedServers(running);
  const lock = await takeFolder(folder, manner === 'share' ? COMMAND_WAIT_MS : 0);
  try {
    return await startOwn(parts, folder, lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function takeFolder(folder: string, waitMs: number): Promise<FolderLock> {
  try {
    return await lockFolder(folder, { waitMs });
  } catch (error) {
    if (!(error instanceof FolderInUse)) throw error;
    throw new AlreadyRunning(folder, (await readRunning(folder)) ?? { pid: error.holderPid });
  }
}

type NamedServers = Pick<StoreServers, 'databaseUrl' | 'redis'>;

function namedServers({ databaseUrl, redis }: NamedServers): StoreServers {
  return {
    databaseUrl,
    redis,
    places: [named('Postgres', databaseUrl), named('Redis', redis.url)],
    areShared: false,
    announce: async () => undefined,
    stop: async () => undefined,
  };
}

function sharedServers(running: NamedServers): StoreServers {
  return { ...namedServers(running), areShared: true };
}

async function startOwn(parts: ServerParts, folder: string, lock: FolderLock): Promise<StoreServers> {
  const { settings, log, progress } = parts;
  const { stores } = settings;
  const cacheFolder = resolve(projectFolder(), stores.cacheFolder ?? join(folder, 'cache'));
  const tell = (sentence: string) => log.warn(sentence);
  const starts = await Promise.allSettled([
    stores.databaseUrl === undefined &&
      startEmbeddedPostgres({ folder: join(folder, 'postgres'), progress, tell }),
    stores.redisUrl === undefined &&
      startEmbeddedRedis({ folder: join(folder, 'redis'), cacheFolder, progress, tell }),
  ]);
  const own = starts.flatMap((start) => (start.status === 'fulfilled' && start.value ? [start.value] : []));
  const stopOwn = async () => {
    await Promise.all(own.map((store) => store.stop()));
  };
  const failed = starts.find((start) => start.status === 'rejected');
  if (failed) {
    await stopOwn();
    throw failed.reason;
  }
  const [postgres, ownRedis] = starts.map((start) => start.status === 'fulfilled' && start.value);
  const databaseUrl = stores.databaseUrl ?? (postgres as EmbeddedStore).url;
  const redis = redisOfSettings(stores) ?? { url: (ownRedis as EmbeddedStore).url };
  return {
    databaseUrl,
    redis,
    places: [
      postgres ? { name: 'Postgres', place: postgres.folder } : named('Postgres', databaseUrl),
      ownRedis ? { name: 'Redis', place: ownRedis.folder } : named('Redis', redis.url),
    ],
    areShared: false,
    announce: (apiUrl) => writeRunning(folder, { databaseUrl, redis, apiUrl }),
    async stop() {
      await removeRunning(folder);
      await stopOwn();
      await lock.release();
    },
  };
}

function named(name: string, url: string): StorePlace {
  return { name, place: withoutPassword(url) };
}
