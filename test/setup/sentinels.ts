// One primary, one replica and three Sentinels on loopback, all of the one binary.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Redis from 'ioredis';
import { freePort } from '../../src/platform/processes/free-port';
import { WatchedProcess } from '../../src/platform/processes/watched-process';
import { findRedis, type RedisBinary } from '../../src/platform/redis/find-redis';
import { askRedis } from './ask-redis';
import { testCacheFolder } from './stores-process';
import { until } from './until';

const SENTINELS = 3;
const PRIMARY = 'counting';
const PASSWORD = 'of-the-servers';

export class SentinelSetup {
  private readonly processes = new Map<number, WatchedProcess>();
  private servers: number[] = [];
  private sentinels: number[] = [];

  private constructor(
    private readonly folder: string,
    private readonly binary: RedisBinary,
  ) {}

  static async start(): Promise<SentinelSetup> {
    const folder = await mkdtemp(join(tmpdir(), 'mostread-test-sentinels-'));
    const binary = await findRedis({ cacheFolder: testCacheFolder, progress: () => undefined });
    const setup = new SentinelSetup(folder, binary);
    try {
      await setup.startAll();
    } catch (error) {
      await setup.stop();
      throw error;
    }
    return setup;
  }

  get place() {
    const addresses = this.sentinels.map((port) => `127.0.0.1:${port}`).join(',');
    return { url: `redis://:${PASSWORD}@${addresses}`, mode: 'sentinel', sentinelPrimary: PRIMARY } as const;
  }

  async primaryPort(): Promise<number> {
    for (const port of this.servers) {
      const about = await infoOf(this.urlOf(port), 'replication').catch(() => '');
      if (about.includes('role:master')) return port;
    }
    throw new Error('There is no primary');
  }

  async kill(port: number): Promise<void> {
    const watched = this.processes.get(port);
    if (watched) process.kill(watched.identity.pid, 'SIGKILL');
    await watched?.ended;
  }

  /** Of the Sentinels, how many somebody listens to. */
  async listenedTo(): Promise<number> {
    const all = await Promise.all(this.sentinels.map((port) => infoOf(`redis://127.0.0.1:${port}`, 'stats')));
    return all.filter((about) => !about.includes('pubsub_channels:0')).length;
  }

  async killLastSentinel(): Promise<void> {
    await this.kill(this.sentinels.pop() ?? 0);
  }

  /** The one that clients ask first takes connections from now on and answers nothing. */
  hangFirstSentinel(): void {
    const first = this.processes.get(this.sentinels[0] ?? 0);
    if (first) process.kill(first.identity.pid, 'SIGSTOP');
  }

  async stop(): Promise<void> {
    await Promise.all([...this.processes.values()].map((watched) => watched.stop()));
    await rm(this.folder, { recursive: true, force: true });
  }

  private async startAll(): Promise<void> {
    const [primary, replica] = [await freePort(), await freePort()];
    this.servers = [primary, replica];
    const common = [
      `requirepass ${PASSWORD}`,
      `masterauth ${PASSWORD}`,
      'save ""',
      'maxmemory-policy noeviction',
    ];
    await this.launch(primary, common);
    await this.launch(replica, [...common, `replicaof 127.0.0.1 ${primary}`, 'repl-diskless-sync-delay 0']);
    for (let sentinel = 0; sentinel < SENTINELS; sentinel++) this.sentinels.push(await freePort());
    const watching = [
      `sentinel monitor ${PRIMARY} 127.0.0.1 ${primary} 2`,
      `sentinel auth-pass ${PRIMARY} ${PASSWORD}`,
      `sentinel down-after-milliseconds ${PRIMARY} 1000`,
      `sentinel failover-timeout ${PRIMARY} 5000`,
    ];
    await Promise.all(this.sentinels.map((port) => this.launch(port, watching, ['--sentinel'])));
    await until(
      async () => {
        const known = await Promise.all(
          this.sentinels.map((port) => infoOf(`redis://127.0.0.1:${port}`, 'sentinel')),
        );
        return known.every((about) => about.includes('slaves=1') && about.includes(`sentinels=${SENTINELS}`));
      },
      { what: 'the Sentinels know the replica and each other', withinMs: 30_000 },
    );
  }

  private async launch(port: number, lines: readonly string[], args: readonly string[] = []): Promise<void> {
    const folder = join(this.folder, String(port));
    await mkdir(folder, { recursive: true });
    const config = join(folder, 'redis.conf');
    await writeFile(config, ['bind 127.0.0.1', `port ${port}`, `dir ${folder}`, ...lines, ''].join('\n'));
    const started = await WatchedProcess.start({
      command: this.binary.path,
      args: [config, ...args],
      folder,
      environment: { PATH: process.env['PATH'], LC_ALL: 'C', ...this.binary.environment },
      logFile: join(folder, 'redis.log'),
      endSignals: ['SIGKILL'],
    });
    this.processes.set(port, started);
    const url = args.length > 0 ? `redis://127.0.0.1:${port}` : this.urlOf(port);
    await until(() => askRedis(url, 'PING').then(Boolean, () => false), { what: `a server on ${port}` });
  }

  private urlOf(port: number): string {
    return `redis://:${PASSWORD}@127.0.0.1:${port}`;
  }
}

async function infoOf(url: string, section: string): Promise<string> {
  const server = new Redis(url, {
    ...{ lazyConnect: true, retryStrategy: () => null, enableReadyCheck: false },
    // Where nobody answers, the library waits it out in full, two seconds else.
    disconnectTimeout: 100,
  });
  server.on('error', () => undefined);
  try {
    await server.connect();
    return await server.info(section);
  } finally {
    server.disconnect();
  }
}
