// A newsroom of its own for a log that is replayed in simulated time: a database and a key space on the servers of the
// real one, which it cannot touch. Both are gone afterwards; what a replay that was killed has left, the next one of
// the same newsroom removes.

import { createHash, randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { MostreadError } from '../platform/errors';
import type { Log } from '../platform/log/log';
import { createDataSource } from '../platform/postgres/data-source';
import { migrate } from '../platform/postgres/migrate';
import type { RedisConnection } from '../platform/redis/connection';
import { ReplayClock } from '../traffic/replay-clock';
import { type Counting, composeCounting } from './counting';
import { entities, migrations } from './entities';
import { composeNewsroom, type Newsroom } from './newsroom';
import { composeRails, type Rails } from './rails';
import { composeRollups, type Rollups } from './rollups';
import type { Settings } from './settings';
import type { Stores } from './stores';

export interface ReplayNewsroom {
  /** Its database, and what its keys begin with. */
  database: string;
  keySpace: string;
  clock: ReplayClock;
  /** For whoever composes more on it than the rails. */
  stores: Stores;
  newsroom: Newsroom;
  counting: Counting;
  /** Flushed at the end of what is kept. */
  rollups: Rollups;
  /** Ranks from now on; until then nothing is ranked, which would take most of the time. */
  startRails(): Promise<Rails>;
  /** `drop` removes database and keys; `keep` leaves them, and says so in the database for the next replay. */
  close(leftovers: 'drop' | 'keep'): Promise<void>;
}

export interface ReplayParts {
  stores: Stores;
  settings: Settings;
  log: Log;
  /** The time at which it begins. */
  startMs: number;
  tell: (line: string) => void;
}

class CannotMakeDatabase extends MostreadError {
  readonly code = 'CANNOT_MAKE_DATABASE';

  constructor(cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`A replay in simulated time needs a database of its own, which could not be made: ${why}.`, {
      cause,
    });
  }
}

const KEPT = 'kept by a replay';
/** Any number that nothing else locks. */
const SETUP_LOCK = 4_170_322_121;
const KEYS_A_SCAN = 1_000;
const COMMAND_TIMEOUT_MS = 10_000;
const CARDS_AT_LEAST = 100_000;

/** @throws CannotMakeDatabase */
export async function openReplayNewsroom(parts: ReplayParts): Promise<ReplayNewsroom> {
  const { stores, settings, log, startMs } = parts;
  const database = `${prefixOf(parts)}${randomBytes(6).toString('hex')}`;
  const keySpace = keySpaceOf(settings, database);
  const clock = new ReplayClock(startMs);
  const closing: (() => Promise<void>)[] = [() => dropDatabase(stores.dataSource, database)];
  const closeAll = async () => {
    for (const close of closing.splice(0)) await close();
  };
  try {
    const dataSource = await makeDatabase(parts, database);
    closing.unshift(() => dataSource.destroy());
    const redis = stores.redis.inKeySpace(keySpace, COMMAND_TIMEOUT_MS);
    await redis.ready();
    const own: Stores = { ...stores, dataSource, redis, clock, close: async () => undefined };
    let dropsKeys = true;
    closing.unshift(async () => {
      if (dropsKeys) await removeKeys(redis, keySpace);
      await redis.close();
    });
    const newsroom = composeNewsroom(own, withRoomForAll(settings), log);
    await newsroom.start();
    closing.unshift(() => newsroom.stop());
    const counting = composeCounting(own, newsroom, settings, log);
    await counting.start();
    closing.unshift(() => counting.stop());
    const rollups = composeRollups(own, settings, log);
    return {
      database,
      keySpace,
      clock,
      stores: own,
      newsroom,
      counting,
      rollups,
      async startRails() {
        const rails = composeRails(own, newsroom, counting, settings, log);
        await rails.start();
        closing.unshift(() => rails.stop());
        return rails;
      },
      async close(leftovers) {
        if (leftovers === 'keep') {
          dropsKeys = false;
          closing.pop();
          await counting.counter.drain();
          await rollups.flush();
          await rollups.sweep();
          await stores.dataSource.query(`comment on database ${database} is '${KEPT}'`);
        }
        await closeAll();
      },
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** A log names more articles than are live at once: reading their cards anew would take most of the time. */
function withRoomForAll(settings: Settings): Settings {
  const cardCacheSize = Math.max(settings.articles.cardCacheSize, CARDS_AT_LEAST);
  return { ...settings, articles: { ...settings.articles, cardCacheSize } };
}

/** Newsrooms that share a server tidy up after themselves alone. */
export function prefixOf({ stores, settings }: Pick<ReplayParts, 'stores' | 'settings'>): string {
  const { database } = stores.dataSource.driver as { database?: string };
  const owner = createHash('sha256').update(`${database} ${settings.stores.keySpace}`).digest('hex');
  return `mostread_replay_${owner.slice(0, 8)}_`;
}

const keySpaceOf = (settings: Settings, database: string): string =>
  `${settings.stores.keySpace}${database}:`;

/** Two replays at once must not take each other's new database for one that was left. */
async function makeDatabase(parts: ReplayParts, database: string): Promise<DataSource> {
  const { dataSource } = parts.stores;
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('select pg_advisory_lock($1)', [SETUP_LOCK]);
    await removeLeftovers(parts);
    await runner.query(`create database ${database}`).catch((error: unknown) => {
      throw new CannotMakeDatabase(error);
    });
    return await openDatabase(parts, database);
  } finally {
    await runner.query('select pg_advisory_unlock_all()').catch(() => undefined); // a broken connection holds no lock
    await runner.release();
  }
}

async function openDatabase(parts: ReplayParts, database: string): Promise<DataSource> {
  const { url: serverUrl } = parts.stores.dataSource.options as { url?: string };
  const url = new URL(serverUrl ?? '');
  url.pathname = `/${database}`;
  const dataSource = createDataSource({
    url: url.href,
    entities,
    migrations,
    log: parts.log,
    poolSize: parts.settings.stores.databasePoolSize,
    statementTimeoutMs: 0,
  });
  await dataSource.initialize();
  await migrate({ dataSource, progress: () => undefined });
  return dataSource;
}

/** A database of this kind that nobody is connected to belongs to a replay that was killed; its keys go first. */
async function removeLeftovers(parts: ReplayParts): Promise<void> {
  const { stores, settings, tell } = parts;
  const left = (await stores.dataSource.query(
    `select datname as name from pg_database d
     where datname like $1 and coalesce(shobj_description(oid, 'pg_database'), '') <> $2
       and not exists (select from pg_stat_activity a where a.datname = d.datname)`,
    [`${prefixOf(parts).replaceAll('_', '\\_')}%`, KEPT],
  )) as { name: string }[];
  if (left.length === 0) return;
  tell(
    `Removing what ${left.length === 1 ? 'a replay' : `${left.length} replays`} that was cut short has left`,
  );
  const redis = stores.redis.inKeySpace('', COMMAND_TIMEOUT_MS);
  try {
    await redis.ready();
    for (const { name } of left) {
      await removeKeys(redis, keySpaceOf(settings, name));
      await dropDatabase(stores.dataSource, name);
    }
  } finally {
    await redis.close();
  }
}

async function dropDatabase(administration: DataSource, database: string): Promise<void> {
  await administration.query(`drop database if exists ${database} with (force)`);
}

/** Every key of a key space, whichever connection asks. */
async function removeKeys(redis: RedisConnection, keySpace: string): Promise<void> {
  const pattern = `${keySpace.replace(/[*?[\]\\]/g, '\\$&')}*`;
  await redis.onEachPrimary(async (server) => {
    let cursor = '0';
    do {
      const [next, keys] = await server.scan(cursor, 'MATCH', pattern, 'COUNT', KEYS_A_SCAN);
      cursor = next;
      const own = keys.map((key) => key.slice(redis.keySpace.length));
      await redis.inOneWrite((commands) => {
        for (const key of own) commands.unlink(key);
      });
    } while (cursor !== '0');
  });
}
