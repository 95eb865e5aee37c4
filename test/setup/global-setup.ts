// Starts both stores once for the whole run, in a temporary folder, and migrates one database from which
// every test file clones its own (30 to 60 ms each).

import 'reflect-metadata';
import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { entities, migrations } from '../../src/compose/entities';
import { migrateJobs } from '../../src/platform/jobs/migrate-jobs';
import { createLog } from '../../src/platform/log/log';
import { createDataSource } from '../../src/platform/postgres/data-source';
import { type EmbeddedStore, startEmbeddedPostgres } from '../../src/platform/postgres/embedded-postgres';
import { FolderInUse, FolderUnusable, lockFolder } from '../../src/platform/processes/folder-lock';
import { startEmbeddedRedis } from '../../src/platform/redis/embedded-redis';
import { databaseUrl, TEMPLATE_DATABASE } from './databases';

const PREFIX = 'mostread-test-';
/** A run that begins just now has made its folder and not locked it yet. */
const LEFT_FOR_MS = 10 * 60_000;

export interface RunningStores {
  postgres: EmbeddedStore;
  redis: EmbeddedStore;
  remove: () => Promise<void>;
}

export default async function startStores(): Promise<void> {
  await removeLeftovers();
  const folder = await mkdtemp(join(tmpdir(), PREFIX));
  await chmod(folder, 0o755); // as root, Postgres runs as somebody else and must be able to enter
  const lock = await lockFolder(folder);
  const cacheFolder = resolve(process.env['MOSTREAD_CACHE'] ?? join(__dirname, '../../.mostread/cache'));
  const progress = (step: string) => void process.stderr.write(`${step}\n`);
  const durability = 'thrown-away';
  const [postgres, redis] = await Promise.all([
    startEmbeddedPostgres({ folder: join(folder, 'postgres'), progress: () => undefined, durability }),
    startEmbeddedRedis({ folder: join(folder, 'redis'), cacheFolder, progress, durability }),
  ]);
  await makeTemplate(postgres.url);
  process.env['TEST_DATABASE_URL'] = postgres.url;
  process.env['TEST_REDIS_URL'] = redis.url;
  const remove = async () => {
    await lock.release();
    await rm(folder, { recursive: true, force: true });
  };
  (globalThis as { runningStores?: RunningStores }).runningStores = { postgres, redis, remove };
}

async function makeTemplate(url: string): Promise<void> {
  const administration = createDataSource({ url, entities: [], migrations: [] });
  await administration.initialize();
  await administration.query(`create database ${TEMPLATE_DATABASE}`);
  const template = createDataSource({ url: databaseUrl(url, TEMPLATE_DATABASE), entities, migrations });
  await template.initialize();
  await template.runMigrations();
  await template.destroy();
  await migrateJobs(databaseUrl(url, TEMPLATE_DATABASE), createLog('silent'));
  // A clone is refused while anyone is connected to its template.
  await administration.query(`alter database ${TEMPLATE_DATABASE} with allow_connections false`);
  await administration.destroy();
}

/** What runs that were killed have left; their stores ended with them. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = join(tmpdir(), name);
    const found = await stat(folder).catch(() => undefined);
    if (found === undefined || Date.now() - found.mtimeMs < LEFT_FOR_MS) continue;
    try {
      await lockFolder(folder);
      await rm(folder, { recursive: true, force: true });
    } catch (error) {
      if (!(error instanceof FolderInUse || error instanceof FolderUnusable)) throw error;
    }
  }
}
