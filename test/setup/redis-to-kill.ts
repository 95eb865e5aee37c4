// A Redis of a test's own, to be killed with -9 and started again by what watches over it.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, systemClock } from '../../src/platform/clock';
import type { Log } from '../../src/platform/log/log';
import type { EmbeddedStore } from '../../src/platform/postgres/embedded-postgres';
import { openRedis, type RedisConnection } from '../../src/platform/redis/connection';
import { startEmbeddedRedis } from '../../src/platform/redis/embedded-redis';
import { testCacheFolder } from './stores-process';
import { until } from './until';

/** A store that ends five times within a minute is left alone: for it, a minute passes with each kill. */
let killed = 0;
const clockOfStore: Clock = { ...systemClock, nowMs: () => systemClock.nowMs() + killed * 60_000 };

export class RedisToKill {
  private constructor(
    private readonly folder: string,
    private readonly store: EmbeddedStore,
    readonly connection: RedisConnection,
  ) {}

  static async start(keySpace: string, log: Log): Promise<RedisToKill> {
    const folder = await mkdtemp(join(tmpdir(), 'mostread-redis-killed-'));
    const [cacheFolder, progress] = [testCacheFolder, () => undefined];
    const store = await startEmbeddedRedis({ folder, cacheFolder, progress, clock: clockOfStore });
    const connection = openRedis({ url: store.url, keySpace }, log);
    await connection.ready();
    return new RedisToKill(folder, store, connection);
  }

  get pid(): number {
    return this.store.pid;
  }

  /** Resolves when another has taken its place. */
  async kill(): Promise<void> {
    const { pid } = this.store;
    killed += 1;
    process.kill(pid, 'SIGKILL');
    await until(() => this.store.pid !== pid && this.connection.client.status === 'ready', {
      withinMs: 30_000,
    });
  }

  async stop(): Promise<void> {
    await this.connection.close();
    await this.store.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
