// A Postgres and a Redis of a bench's own, in its place, and connections to them.

import 'reflect-metadata';
import { join, resolve } from 'node:path';
import type { DataSource } from 'typeorm';
import { entities, migrations } from '../src/compose/entities';
import type { Log } from '../src/platform/log/log';
import { createDataSource, type DataSourceOptions } from '../src/platform/postgres/data-source';
import {
  type EmbeddedPostgresOptions,
  type EmbeddedStore,
  startEmbeddedPostgres,
} from '../src/platform/postgres/embedded-postgres';
import { openRedis, type RedisConnection, type RedisOptions } from '../src/platform/redis/connection';
import { startEmbeddedRedis } from '../src/platform/redis/embedded-redis';
import type { OwnPlace } from './own-place';

const progress = () => undefined;
const cacheFolder = resolve(__dirname, '../.mostread/cache');

export function ownPostgres(
  { folder, start }: OwnPlace,
  options: Pick<EmbeddedPostgresOptions, 'durability'> = {},
): Promise<EmbeddedStore> {
  return start(startEmbeddedPostgres({ folder: join(folder, 'postgres'), progress, ...options }));
}

export function ownRedis({ folder, start }: OwnPlace): Promise<EmbeddedStore> {
  return start(startEmbeddedRedis({ folder: join(folder, 'redis'), cacheFolder, progress }));
}

/** With all its tables. */
export async function connectPostgres(
  place: OwnPlace,
  options: Omit<DataSourceOptions, 'entities' | 'migrations'>,
): Promise<DataSource> {
  const dataSource = await createDataSource({ ...options, entities, migrations }).initialize();
  place.onEnd(() => dataSource.destroy());
  await dataSource.runMigrations();
  return dataSource;
}

export async function connectRedis(
  place: OwnPlace,
  options: RedisOptions,
  log?: Log,
): Promise<RedisConnection> {
  const redis = openRedis(options, log);
  place.onEnd(() => redis.close());
  await redis.ready();
  return redis;
}
