// A Redis Cluster on loopback: three primaries with a third of the slots each and a replica for each of them, real
// servers in a temporary folder. They are introduced by CLUSTER commands, which takes a second; redis-cli waits longer
// and asks questions. Whoever dies takes them along (WatchedProcess).

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Redis from 'ioredis';
import { freePort } from '../../src/platform/processes/free-port';
import { WatchedProcess } from '../../src/platform/processes/watched-process';
import { findRedis, type RedisBinary } from '../../src/platform/redis/find-redis';
import { testCacheFolder } from './stores-process';
import { until } from './until';

const PRIMARIES = 3;
const SLOTS = 16_384;
/** Short, so that a failover takes two seconds and not twenty. */
const NODE_TIMEOUT_MS = 1_500;

export class ClusterNode {
  /** For what a test asks or tells this server; not in the key space. */
  readonly admin: Redis;
  readonly port: number;
  readonly busPort: number;
  private process: WatchedProcess | undefined;
  private identity: string | undefined;

  constructor(
    { port, busPort }: { port: number; busPort: number },
    private readonly folder: string,
    private readonly binary: RedisBinary,
  ) {
    this.port = port;
    this.busPort = busPort;
    this.admin = new Redis({ port, host: '127.0.0.1', lazyConnect: true, retryStrategy: () => 50 });
    this.admin.on('error', () => undefined);
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  get pid(): number {
    return this.process?.identity.pid ?? 0;
  }

  async start(): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const { path, environment } = this.binary;
    const options = {
      bind: '127.0.0.1',
      port: this.port,
      'cluster-enabled': 'yes',
      'cluster-port': this.busPort,
      'cluster-config-file': 'nodes.conf',
      'cluster-node-timeout': NODE_TIMEOUT_MS,
      'cluster-require-full-coverage': 'no',
      'cluster-replica-validity-factor': 0,
      'repl-diskless-sync-delay': 0,
      'repl-ping-replica-period': 1,
      save: '',
      appendonly: 'no',
      'maxmemory-policy': 'noeviction',
    };
    this.process = await WatchedProcess.start({
      command: path,
      args: Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
      folder: this.folder,
      environment: { PATH: process.env['PATH'], LC_ALL: 'C', ...environment },
      logFile: join(this.folder, 'redis.log'),
      endSignals: ['SIGKILL'],
    });
    await until(() => this.answers(), { what: `Redis on port ${this.port} answers`, withinMs: 20_000 });
  }

  async id(): Promise<string> {
    this.identity ??= String(await this.admin.call('CLUSTER', 'MYID'));
    return this.identity;
  }

  async isPrimary(): Promise<boolean> {
    return (await this.admin.info('replication')).includes('role:master');
  }

  /** SIGKILL by default; SIGSTOP and SIGCONT to let it hang. */
  signal(signal: NodeJS.Signals): void {
    process.kill(this.pid, signal);
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.process?.ended;
  }

  async stop(): Promise<void> {
    this.admin.disconnect();
    if (this.process?.isRunning) this.signal('SIGCONT');
    await this.process?.stop();
  }

  private async answers(): Promise<boolean> {
    return this.admin.ping().then(
      () => true,
      () => false,
    );
  }
}

export class RedisCluster {
  private constructor(
    private readonly folder: string,
    readonly nodes: readonly ClusterNode[],
  ) {}

  static async start(): Promise<RedisCluster> {
    const folder = await mkdtemp(join(tmpdir(), 'mostread-test-cluster-'));
    const binary = await findRedis({ cacheFolder: testCacheFolder, progress: () => undefined });
    const nodes: ClusterNode[] = [];
    for (let node = 0; node < 2 * PRIMARIES; node++) {
      const ports = { port: await freePort(), busPort: await freePort() };
      nodes.push(new ClusterNode(ports, join(folder, String(node)), binary));
    }
    const cluster = new RedisCluster(folder, nodes);
    try {
      await Promise.all(nodes.map((node) => node.start()));
      await cluster.introduce();
    } catch (error) {
      await cluster.stop();
      throw error;
    }
    return cluster;
  }

  /** Two of the nodes, as an operator would name them. */
  get url(): string {
    return `redis://${this.nodes[0]?.address},${this.nodes[4]?.address}`;
  }

  /** The primary that owns the slot, as the first node that answers sees it. */
  async ownerOf(slot: number): Promise<ClusterNode> {
    for (const { admin } of this.nodes) {
      if (admin.status !== 'ready') continue;
      const ranges = (await admin.call('CLUSTER', 'SLOTS').catch(() => [])) as [
        number,
        number,
        [string, number],
      ][];
      const port = ranges.find(([first, last]) => first <= slot && slot <= last)?.[2][1];
      const owner = this.nodes.find((node) => node.port === port);
      if (owner) return owner;
    }
    throw new Error(`Nobody owns slot ${slot}`);
  }

  /** One that is loading what its primary has sent answers nothing yet, and is left out. */
  async replicaOf(primary: ClusterNode): Promise<ClusterNode> {
    const id = await primary.id();
    for (const node of this.nodes) {
      if (node === primary || node.admin.status !== 'ready') continue;
      const about = String(await node.admin.call('CLUSTER', 'NODES').catch(() => ''));
      const own = about.split('\n').find((line) => line.includes('myself')) ?? '';
      if (own.split(' ')[3] === id) return node;
    }
    throw new Error(`${primary.address} has no replica`);
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()));
    await rm(this.folder, { recursive: true, force: true });
  }

  private async introduce(): Promise<void> {
    const [first] = this.nodes as [ClusterNode];
    const primaries = this.nodes.slice(0, PRIMARIES);
    await Promise.all(
      primaries.map(async ({ admin }, index) => {
        const begin = Math.floor((index * SLOTS) / PRIMARIES);
        const end = Math.floor(((index + 1) * SLOTS) / PRIMARIES) - 1;
        await admin.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
        await admin.call('CLUSTER', 'ADDSLOTSRANGE', begin, end);
      }),
    );
    for (const { admin } of this.nodes.slice(1))
      await admin.call('CLUSTER', 'MEET', '127.0.0.1', first.port, first.busPort);
    await this.untilAll(async ({ admin }) => {
      const about = String(await admin.call('CLUSTER', 'NODES'));
      return about.trim().split('\n').length === this.nodes.length && !about.includes('handshake');
    }, 'every node knows the others');
    await Promise.all(
      this.nodes.slice(PRIMARIES).map(async ({ admin }, index) => {
        const id = await primaries[index]!.id();
        await until(() =>
          admin.call('CLUSTER', 'REPLICATE', id).then(
            () => true,
            () => false,
          ),
        );
      }),
    );
    await this.untilAll(async ({ admin }) => {
      const state = String(await admin.call('CLUSTER', 'INFO'));
      const replication = await admin.info('replication');
      return (
        state.includes('cluster_state:ok') &&
        state.includes(`cluster_slots_ok:${SLOTS}`) &&
        (replication.includes('connected_slaves:1') || replication.includes('master_link_status:up'))
      );
    }, 'every replica follows its primary');
  }

  private async untilAll(isTrue: (node: ClusterNode) => Promise<boolean>, what: string): Promise<void> {
    await until(async () => (await Promise.all(this.nodes.map(isTrue))).every(Boolean), {
      what,
      withinMs: 30_000,
    });
  }
}
