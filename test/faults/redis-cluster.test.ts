// A Cluster under load: what its counting promises when slots move and primaries change or die. The long form
// (FAULTS=all) does each several times.

import { allPartitions, type Partition, partitionOf, tagOf } from '../../src/boards/partition';
import { systemClock } from '../../src/platform/clock';
import { StoreUnavailable } from '../../src/platform/errors';
import { openRedis, type RedisConnection } from '../../src/platform/redis/connection';
import { CountCalls } from '../../src/views/count-calls';
import { lineagesKey, totalsKey } from '../../src/views/view-keys';
import { aViewToCount } from '../builders/a-view-to-count';
import { moveSlot, slotOf } from '../setup/move-slot';
import type { ClusterNode } from '../setup/redis-cluster';
import { onCluster, useStores } from '../setup/stores';
import { until } from '../setup/until';
import { useCluster } from '../setup/use-cluster';

const TIMES = process.env['FAULTS'] === 'all' ? 5 : 1;
const cluster = useCluster();
/** It is on its way for so long: longer than a call waits for a Redis that is gone. */
const ON_THE_MOVE_MS = 2_500;
/** The other primaries vote about one primary only so often, and one that waits in vain for a vote holds its writes. */
const BETWEEN_VOTES_MS = 4_000;
/** For a Redis that is gone. */
const CALL_WAITS_MS = 2_000;

interface Counted {
  /** Answered COUNTED. */
  acknowledged: number;
  /** Answered by an error: counted or not. */
  unknown: number;
  counted: number;
}

/** Readers who view one article of each partition again and again, each when the last view is answered. */
class Load {
  private readonly articles: number[];
  private readonly acknowledged = allPartitions.map(() => 0);
  private readonly unknown = allPartitions.map(() => 0);
  private readonly running: Promise<void>[];
  private isOn = true;

  constructor(
    private readonly redis: RedisConnection,
    firstArticle: number,
  ) {
    const calls = new CountCalls({ redis, clock: systemClock, streamViews: 16_000 });
    this.articles = allPartitions.map((partition) => articleOf(partition, firstArticle));
    this.running = allPartitions.map((partition) => this.view(calls, partition));
  }

  /** Until each partition has had so many more views answered. */
  async go(views: number): Promise<void> {
    const goal = this.acknowledged.map((now) => now + views);
    await until(() => this.acknowledged.every((now, partition) => now >= goal[partition]!), {
      what: `${views} more views of each partition are answered`,
      withinMs: 30_000,
    });
  }

  answeredOf(partition: Partition): number {
    return this.acknowledged[partition] ?? 0;
  }

  async stop(): Promise<Counted[]> {
    this.isOn = false;
    await Promise.all(this.running);
    return Promise.all(
      allPartitions.map(async (partition) => ({
        acknowledged: this.acknowledged[partition]!,
        unknown: this.unknown[partition]!,
        counted: await this.countedOf(partition),
      })),
    );
  }

  private async view(calls: CountCalls, partition: Partition): Promise<void> {
    const article = this.articles[partition]!;
    while (this.isOn) {
      try {
        await calls.count(partition, [aViewToCount(article, systemClock.nowMs())]);
        this.acknowledged[partition]! += 1;
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        this.unknown[partition]! += 1;
        await systemClock.wait(20);
      }
    }
  }

  /** In all lineages: each node that has ever counted the partition has its own. */
  private async countedOf(partition: Partition): Promise<number> {
    const lineages = await this.redis.client.smembers(lineagesKey(partition));
    const article = String(this.articles[partition]);
    const counts = await Promise.all(
      lineages.map((lineage) => this.redis.client.hget(totalsKey(lineage, partition), article)),
    );
    return counts.reduce((sum, count) => sum + Number(count ?? 0), 0);
  }
}

function articleOf(partition: Partition, first: number): number {
  let article = first;
  while (partitionOf(article) !== partition) article += 1;
  return article;
}

const lossOf = (results: readonly Counted[]) =>
  results.reduce((sum, { acknowledged, counted }) => sum + Math.max(acknowledged - counted, 0), 0);

function expectNothingDoubled(results: readonly Counted[]): void {
  for (const { acknowledged, unknown, counted } of results) {
    expect(counted).toBeLessThanOrEqual(acknowledged + unknown);
  }
}

function expectExact(results: readonly Counted[]): void {
  expect(results.map(({ unknown }) => unknown)).toEqual(allPartitions.map(() => 0));
  expect(results.map(({ counted }) => counted)).toEqual(results.map(({ acknowledged }) => acknowledged));
}

let articles = 0;

onCluster(cluster, () => {
  const stores = useStores();
  let redis: RedisConnection;

  let load: Load;

  beforeEach(async () => {
    articles += 1_000;
    redis = openRedis({ ...stores.redisPlace, keySpace: stores.keySpace }, stores.log);
    await redis.ready();
    load = new Load(redis, articles);
  });

  afterEach(async () => {
    await load.stop().catch(() => undefined); // where the test has failed before
    await redis.close();
  });

  const slotOfPartition = (partition: Partition) => slotOf(stores.keySpace + tagOf(partition));

  test('a slot that moves under load costs its partition time, and none of them a view', async () => {
    await load.go(20);
    for (let time = 0; time < TIMES; time++) {
      const partition = allPartitions[(5 + time) % allPartitions.length]!;
      const slot = slotOfPartition(partition);
      const from = await cluster.ownerOf(slot);
      const to = await anotherPrimary(from);
      const before = allPartitions.map((one) => load.answeredOf(one));
      await moveSlot(cluster, { slot, to, halfway: () => systemClock.wait(ON_THE_MOVE_MS) });
      const during = allPartitions.map((one) => load.answeredOf(one) - before[one]!);
      await load.go(20);
      // The others went on meanwhile; that of the slot waited.
      const others = during.filter((_, one) => one !== partition);
      expect(Math.min(...others)).toBeGreaterThan(during[partition]!);
    }
    expectExact(await load.stop());
  }, 180_000);

  test('a primary that is demoted and promoted again without a restart loses no view and doubles none', async () => {
    await load.go(20);
    let slowestMs = 0;
    for (let time = 0; time < TIMES; time++) {
      if (time > 0) await systemClock.wait(BETWEEN_VOTES_MS);
      const primary = await cluster.ownerOf(slotOfPartition(3));
      const replica = await cluster.replicaOf(primary);
      for (const next of [replica, primary]) {
        slowestMs = Math.max(slowestMs, await promote(next));
        await load.go(20);
      }
    }
    const results = await load.stop();
    // Where the change took longer than a call waits, a call may have ended without an answer, counted or not.
    if (slowestMs < CALL_WAITS_MS / 2) expectExact(results);
    expect(lossOf(results)).toBe(0);
    expectNothingDoubled(results);
  }, 180_000);

  test('a primary that is killed under load loses what its replica had not yet, and nothing is doubled', async () => {
    await load.go(20);
    for (let time = 0; time < TIMES; time++) {
      const primary = await cluster.ownerOf(slotOfPartition(8));
      const replica = await cluster.replicaOf(primary);
      await primary.kill();
      await load.go(20);
      expect(await replica.isPrimary()).toBe(true);
      await primary.start();
      await until(() => follows(primary, replica), {
        what: `${primary.address} follows the one that took over`,
        withinMs: 20_000,
      });
    }
    const results = await load.stop();
    expectNothingDoubled(results);
    const acknowledged = results.reduce((sum, one) => sum + one.acknowledged, 0);
    const loss = lossOf(results);
    process.stderr.write(
      `  ${TIMES} primaries of the Cluster killed: ${loss} of ${acknowledged} acknowledged views lost\n`,
    );
    // What was answered and not yet on the replica: a view for each of its partitions, not seconds of them.
    expect(loss).toBeLessThanOrEqual(TIMES * allPartitions.length);
  }, 180_000);

  async function anotherPrimary(than: ClusterNode): Promise<ClusterNode> {
    for (const node of cluster.nodes) if (node !== than && (await node.isPrimary())) return node;
    throw new Error('There is no other primary');
  }

  /** @returns how long the last attempt took, in ms */
  async function promote(node: ClusterNode): Promise<number> {
    await until(() => isFollowing(node), { what: `${node.address} follows its primary` });
    // An attempt without votes ends after five seconds.
    let askedMs = 0;
    await until(
      async () => {
        if (await node.isPrimary()) return true;
        if (systemClock.nowMs() - askedMs > 6_000) {
          askedMs = systemClock.nowMs();
          await node.admin.call('CLUSTER', 'FAILOVER');
        }
        return false;
      },
      { what: `${node.address} is promoted`, withinMs: 25_000 },
    );
    return systemClock.nowMs() - askedMs;
  }

  async function follows(node: ClusterNode, primary: ClusterNode): Promise<boolean> {
    const replica = await cluster.replicaOf(primary).catch(() => undefined);
    return replica === node && isFollowing(node);
  }

  async function isFollowing(node: ClusterNode): Promise<boolean> {
    return (await node.admin.info('replication').catch(() => '')).includes('master_link_status:up');
  }
});
