// A Postgres and a Redis of the evaluation's own, which write nothing that must last and are gone afterwards. The
// newsroom of whoever evaluates is not touched.

import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { projectFolder } from '../../src/compose/project-folder';
import { readEnvironment } from '../../src/compose/read-environment';
import { settingsFrom } from '../../src/compose/settings';
import { openStores } from '../../src/compose/stores';
import { createLog } from '../../src/platform/log/log';
import { startEmbeddedPostgres } from '../../src/platform/postgres/embedded-postgres';
import { startEmbeddedRedis } from '../../src/platform/redis/embedded-redis';
import type { ShippingParts } from './shipping-path';

export interface ThrowawayStores extends ShippingParts {
  close(): Promise<void>;
}

/** What the environment says of the stores and of the roles of the program does not hold here. */
const OWN = { REDIS_MODE: undefined, KEY_SPACE: undefined, ROLE: undefined, DATA_FOLDER: undefined };

export async function openThrowawayStores(progress: (step: string) => void): Promise<ThrowawayStores> {
  const folder = await mkdtemp(join(tmpdir(), 'mostread-evaluate-'));
  await chmod(folder, 0o755); // as root, Postgres runs as somebody else and must be able to enter
  const closing: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
  const close = async () => {
    for (const part of closing.splice(0)) await part();
  };
  try {
    const durability = 'thrown-away';
    const { MOSTREAD_CACHE: cache = '.mostread/cache' } = readEnvironment();
    const cacheFolder = resolve(projectFolder(), cache);
    const postgres = await startEmbeddedPostgres({ folder: join(folder, 'postgres'), progress, durability });
    closing.unshift(() => postgres.stop());
    const redis = await startEmbeddedRedis({
      folder: join(folder, 'redis'),
      cacheFolder,
      progress,
      durability,
    });
    closing.unshift(() => redis.stop());
    const settings = settingsFrom({
      ...readEnvironment(),
      ...OWN,
      DATABASE_URL: postgres.url,
      REDIS_URL: redis.url,
    });
    const log = createLog(settings.log.level);
    const stores = await openStores(settings, log);
    closing.unshift(() => stores.close());
    return { stores, settings, log, close };
  } catch (error) {
    await close();
    throw error;
  }
}
