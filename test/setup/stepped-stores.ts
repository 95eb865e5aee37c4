import pino from 'pino';
import { SimulatedClock } from '../../src/platform/clock';
import { createDataSource } from '../../src/platform/postgres/data-source';
import { openRedis } from '../../src/platform/redis/connection';

/** The first arguments of every stepped program: Postgres, Redis, key space, time. Gives the stores, and the rest. */
export async function openSteppedStores() {
  const [databaseUrl = '', redisUrl = '', keySpace = '', now = '', ...rest] = process.argv.slice(2);
  const log = pino({ level: 'silent' });
  const dataSource = await createDataSource({
    url: databaseUrl,
    entities: [],
    migrations: [],
    log,
  }).initialize();
  const redis = openRedis({ url: redisUrl, keySpace, commandTimeoutMs: 20_000 }, log);
  await redis.ready();
  return { dataSource, redis, clock: new SimulatedClock(Number(now)), log, rest };
}

/** To the test that has started the program. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
