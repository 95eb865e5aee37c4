// A Redis that comes back empty, or as it was some time ago: lease, lists and terms are gone or old ones. The lists that
// readers see are new ones within ten seconds, in every process, and none stands still. The long form (FAULTS=all) tries it
// on a Redis Cluster too.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SimulatedClock } from '../../src/platform/clock';
import { openRedis, type RedisConnection } from '../../src/platform/redis/connection';
import { startEmbeddedRedis } from '../../src/platform/redis/embedded-redis';
import type { RedisPlace } from '../../src/platform/redis/redis-place';
import { leaseKey } from '../../src/ranking/ranking-keys';
import { isNewer, type Snapshot } from '../../src/ranking/snapshot';
import { LiveNewsroom } from '../builders/a-live-newsroom';
import { useStores } from '../setup/stores';
import { testCacheFolder } from '../setup/stores-process';
import { until } from '../setup/until';
import { useCluster } from '../setup/use-cluster';

const stores = useStores();
const START_MS = Date.UTC(2026, 3, 1, 12, 0, 30);
const TICK_MS = 400;
/** Within so long after the fault the lists move again. */
const WITHIN_MS = 10_000;

/** A Redis, of which nothing is left when it is closed. */
interface Given {
  place: RedisPlace;
  close(): Promise<void>;
}

let given: Given;
let redis: RedisConnection;
let clock: SimulatedClock;
const running: LiveNewsroom[] = [];

afterEach(async () => {
  for (const live of running.splice(0)) await live.stop();
  await redis.close();
  await given.close();
  await stores.dataSource.query('truncate article cascade');
});

async function open(opened: Given): Promise<void> {
  clock = new SimulatedClock(START_MS);
  given = opened;
  redis = openRedis({ ...given.place, keySpace: 'ranker:', commandTimeoutMs: 20_000 }, stores.log);
  await redis.ready();
}

async function anEmbeddedRedis(): Promise<Given> {
  const folder = await mkdtemp(join(tmpdir(), 'mostread-ranker-redis-'));
  const options = { folder, cacheFolder: testCacheFolder, progress: () => undefined };
  const store = await startEmbeddedRedis(options);
  return {
    place: { url: store.url },
    async close() {
      await store.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A process; of the role api it follows, and never ranks. */
async function aProcess(role: 'all' | 'api' = 'all'): Promise<LiveNewsroom> {
  const live = await new LiveNewsroom(stores, { clock, redis, environment: { ROLE: role } }).start();
  running.push(live);
  return live;
}

async function end(live: LiveNewsroom): Promise<void> {
  running.splice(running.indexOf(live), 1);
  await live.stop();
}

const shownBy = (live: LiveNewsroom): Snapshot => live.rails.mirror.snapshot!;
const order = (live: LiveNewsroom) =>
  shownBy(live)
    .lists.get('site')!
    .entries.map(({ article }) => article);

async function empty(): Promise<void> {
  await redis.onEachPrimary((server) => server.flushall());
}

/** What a Redis holds that is restored later: a copy of every key, with its time to live. */
async function copyOfRedis(): Promise<() => Promise<void>> {
  const found = await redis.onEachPrimary((server) => server.keys(`${redis.keySpace}*`));
  const keys = [...found.values()].flat().map((key) => key.slice(redis.keySpace.length));
  const copies = await Promise.all(
    keys.map(async (key) => ({
      key,
      ttl: Math.max(0, await redis.client.pttl(key)),
      dump: (await redis.client.dumpBuffer(key))!,
    })),
  );
  return async () => {
    await empty();
    for (const { key, ttl, dump } of copies) await redis.client.restore(key, ttl, dump);
  };
}

/** Ticks until it is so: a message between nodes of a Cluster may be lost while they find each other. */
async function ticksUntil(isTrue: () => boolean): Promise<void> {
  await until(async () => {
    await clock.advanceBy(TICK_MS);
    return isTrue();
  });
}

/** Moves the clock as ticks do, until every process shows lists of that moment or later. */
async function expectNewLists(processes: readonly LiveNewsroom[], sinceMs: number): Promise<void> {
  const areNew = () => processes.every((live) => shownBy(live).computedAtMs > sinceMs);
  while (clock.nowMs() < sinceMs + WITHIN_MS && !areNew()) {
    await clock.advanceBy(TICK_MS);
    // What was published arrives in real time.
    await until(() => areNew(), { withinMs: 250 }).catch(() => undefined);
  }
  expect(areNew()).toBe(true);
  const computed = processes.map((live) => shownBy(live).computedAtMs);
  await clock.advanceBy(3 * TICK_MS);
  await ticksUntil(() => processes.every((live, at) => shownBy(live).computedAtMs > computed[at]!));
}

const faults = [
  { fault: 'came back empty', damage: async () => empty },
  { fault: 'was rewound', damage: copyOfRedis },
];

function testFault({ damage }: (typeof faults)[0]): void {
  test('stops neither who leads nor who follows, and ids go on growing', async () => {
    const early = await aProcess();
    const strike = await damage();
    await end(early);
    const [leader, follower] = [await aProcess(), await aProcess('api')];
    const articles = await leader.publish(['bridge', 'tower']);
    await clock.advanceBy(2_000);
    await ticksUntil(() => follower.rails.mirror.snapshot?.id.term === 2);
    const before = shownBy(leader);

    await strike();
    const struckMs = clock.nowMs();
    await leader.read(articles.get('tower')!.id, 3);
    await expectNewLists([leader, follower], struckMs);
    expect(leader.rails.ranker.isLeader).toBe(true);
    expect(isNewer(shownBy(leader).id, before.id)).toBe(true);
    const { number } = articles.get('tower')!;
    await ticksUntil(() => order(follower)[0] === number && order(leader)[0] === number);
  });

  test('freezes no process, though who leads next knows of smaller terms alone', async () => {
    const early = await aProcess();
    const strike = await damage();
    await end(early);
    for (let term = 2; term <= 4; term++) await end(await aProcess());
    const follower = await aProcess('api');
    expect(shownBy(follower).id.term).toBe(4);

    await strike();
    const struckMs = clock.nowMs();
    const next = await aProcess();
    await next.publish(['harbour']);
    // The lease of the copy may not have run out.
    await clock.advanceBy(4_000);
    expect(next.rails.ranker.isLeader).toBe(true);
    expect(Number(await redis.client.hget(leaseKey(), 'term'))).toBeLessThan(4);
    await expectNewLists([next, follower], struckMs);
    await ticksUntil(() => String(order(follower)) === String(order(next)));
    expect(order(next)).toHaveLength(1);
  });
}

describe.each(faults)('a Redis that $fault', (fault) => {
  beforeEach(async () => open(await anEmbeddedRedis()));
  testFault(fault);
});

if (process.env['FAULTS'] === 'all') {
  const cluster = useCluster();
  describe.each(faults)('a Redis Cluster that $fault', (fault) => {
    beforeEach(() => open({ place: { url: cluster.url, mode: 'cluster' }, close: async () => undefined }));
    afterEach(async () => {
      for (const node of cluster.nodes) if (await node.isPrimary()) await node.admin.flushall();
    });
    testFault(fault);
  });
}
