// A database and a key space for each test file, so that nothing depends on what ran before or beside it.

import { randomBytes } from 'node:crypto';
import pino from 'pino';
import type { DataSource } from 'typeorm';
import { entities, migrations } from '../../src/compose/entities';
import type { Log } from '../../src/platform/log/log';
import { createDataSource } from '../../src/platform/postgres/data-source';
import { openRedis, type RedisConnection } from '../../src/platform/redis/connection';
import {
  createDatabase,
  databaseUrl,
  dropDatabase,
  TEMPLATE_DATABASE,
  testRedisUrl,
  testServerUrl,
} from './databases';

export interface TestStores {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly keySpace: string;
  readonly dataSource: DataSource;
  readonly redis: RedisConnection;
  readonly log: Log;
}

/** The machine of a test run may be busy with other things: slowness is no failure here. */
const PATIENCE_MS = 20_000;

const UNLINK_ALL = `for _, key in ipairs(redis.call('KEYS', ARGV[1])) do redis.call('UNLINK', key) end`;

/**
 * Call once at the top of a test file: before its first test a database is cloned from the migrated template
 * and both stores are connected; after its last both are closed, and the database and the keys are gone. What
 * it gives may be read in tests and hooks only.
 */
export function useStores(): TestStores {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const keySpace = `${name}:`;
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
    redis = openRedis({ url: testRedisUrl(), keySpace, commandTimeoutMs: PATIENCE_MS }, log);
    await redis.ready();
  });

  afterAll(async () => {
    if (dataSource?.isInitialized) await dataSource.destroy();
    await redis?.client.eval(UNLINK_ALL, 0, `${keySpace}*`);
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
      return testRedisUrl();
    },
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
