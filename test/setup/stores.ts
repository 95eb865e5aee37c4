// A database and a key space for each test file, so that nothing depends on what ran before or beside it.

import { randomBytes } from 'node:crypto';
import pino from 'pino';
import type { DataSource } from 'typeorm';
import { entities, migrations } from '../../src/compose/entities';
import type { Log } from '../../src/platform/log/log';
import { createDataSource } from '../../src/platform/postgres/data-source';
import { openRedis, type RedisConnection } from '../../src/platform/redis/connection';
import type { RedisPlace } from '../../src/platform/redis/redis-place';
import {
  createDatabase,
  databaseUrl,
  dropDatabase,
  TEMPLATE_DATABASE,
  testRedisUrl,
  testServerUrl,
} from './databases';
import { ProxiedRedis } from './proxied-redis';
import type { RedisCluster } from './redis-cluster';

export interface TestStores {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly redisPlace: RedisPlace;
  /** The same Redis behind proxies that can cut; to be closed by the test. */
  proxied(): Promise<ProxiedRedis>;
  readonly keySpace: string;
  readonly dataSource: DataSource;
  readonly redis: RedisConnection;
  readonly log: Log;
}

/** Keyless commands go to any node of a Cluster: this asks the one that counts the partition of a key. */
export async function lineageAt(redis: RedisConnection, key: string): Promise<string> {
  const info = await redis.client.eval("return redis.call('INFO', 'replication')", 1, key);
  return /master_replid:(\w+)/.exec(String(info))?.[1] ?? '';
}

/** One by one, since they may lie on several servers. */
export async function removeKeys(
  { redis }: Pick<TestStores, 'redis'>,
  keys: readonly string[],
): Promise<void> {
  await redis.inOneWrite((commands) => {
    for (const key of keys) commands.unlink(key);
  });
}

/** All keys of the key space, without it. */
export async function allKeys({
  redis,
  keySpace,
}: Pick<TestStores, 'redis' | 'keySpace'>): Promise<string[]> {
  const found = await redis.onEachPrimary((server) => server.keys(`${keySpace}*`));
  return [...found.values()].flat().map((key) => key.slice(keySpace.length));
}

interface Backing {
  place: () => RedisPlace;
  cluster?: RedisCluster;
}

/** The Redis of the whole run, or the Cluster of `onCluster`. */
let backing: Backing = { place: () => ({ url: testRedisUrl() }) };

/** The stores that `define` asks for with useStores have the Cluster for their Redis. */
export function onCluster(cluster: RedisCluster, define: () => void): void {
  const before = backing;
  backing = { place: () => ({ url: cluster.url, mode: 'cluster' }), cluster };
  try {
    describe('on a Redis Cluster', define);
  } finally {
    backing = before;
  }
}

/** The machine of a test run may be busy with other things: slowness is no failure here. */
const PATIENCE_MS = 20_000;

/**
 * Call once at the top of a test file: before its first test a database is cloned from the migrated template
 * and both stores are connected; after its last both are closed, and the database and the keys are gone. What
 * it gives may be read in tests and hooks only.
 */
export function useStores(): TestStores {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const keySpace = `${name}:`;
  const { place, cluster } = backing;
  const log = pino({ level: process.env['TEST_LOG'] ?? 'silent' });
  let dataSource: DataSource | undefined;
  let redis: RedisConnection | undefined;

  beforeAll(async () => {
    const database = await createDatabase(name, TEMPLATE_DATABASE);
    dataSource = await createDataSource({
      url: database,
      entities,
      migrations,
      log,
      connectTimeoutMs: PATIENCE_MS,
    }).initialize();
    redis = openRedis({ ...place(), keySpace, commandTimeoutMs: PATIENCE_MS }, log);
    await redis.ready();
  });

  afterAll(async () => {
    if (dataSource?.isInitialized) await dataSource.destroy();
    if (redis) await removeKeys({ redis }, await allKeys({ redis, keySpace }));
    await redis?.close();
    await dropDatabase(name);
  });

  return {
    keySpace,
    log,
    get databaseUrl() {
      return databaseUrl(testServerUrl(), name);
    },
    get redisUrl() {
      return place().url;
    },
    get redisPlace() {
      return place();
    },
    proxied: () => ProxiedRedis.to(place(), cluster),
    get dataSource() {
      return connected(dataSource);
    },
    get redis() {
      return connected(redis);
    },
  };
}

function connected<T>(store: T | undefined): T {
  if (store === undefined)
    throw new Error('The stores are connected in beforeAll: use them in tests and hooks only.');
  return store;
}
