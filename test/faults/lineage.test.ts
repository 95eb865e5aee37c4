// A Redis that restarts has a new lineage: counters of the old one stay as they are, those of the new one begin, and the
// total is the sum of both.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { partitionOf } from '../../src/boards/partition';
import { SimulatedClock } from '../../src/platform/clock';
import type { EmbeddedStore } from '../../src/platform/postgres/embedded-postgres';
import { openRedis, type RedisConnection } from '../../src/platform/redis/connection';
import { startEmbeddedRedis } from '../../src/platform/redis/embedded-redis';
import { lineagesKey } from '../../src/views/view-keys';
import { aCounting, aView, SomeArticles } from '../builders/a-counting';
import { testCacheFolder } from '../setup/stores-process';
import { until } from '../setup/until';

const log = pino({ level: 'silent' });
const clock = new SimulatedClock(1_764_000_000_000);
const articles = new SomeArticles(3);
let folder: string;
let store: EmbeddedStore;
let redis: RedisConnection;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mostread-lineage-'));
  store = await startEmbeddedRedis({ folder, cacheFolder: testCacheFolder, progress: () => undefined });
  redis = openRedis({ url: store.url, keySpace: 'lineage:' }, log);
  await redis.ready();
});

afterEach(async () => {
  await redis.close();
  await store.stop();
  await rm(folder, { recursive: true, force: true });
});

const lineagesOf = (article: number) => redis.client.smembers(lineagesKey(partitionOf(article)));

/** The program's own keeper starts the server again, on the same append-only file. */
async function killRedis(): Promise<void> {
  const pid = store.pid;
  process.kill(pid, 'SIGKILL');
  await until(() => store.pid !== pid && redis.client.status === 'ready');
}

test('a killed Redis comes back with every acknowledged view, once, and counts on', async () => {
  const { counter, totals, boards } = aCounting({ stores: { redis, log }, clock, articles });
  const read = async (visitor: string) => (await counter.record([aView(visitor, articles.id(1))]))[0]!;
  expect(await read('a')).toMatchObject({ status: 'COUNTED', views: 1 });
  expect(await read('b')).toMatchObject({ status: 'COUNTED', views: 2 });

  await killRedis();
  expect(await totals.totals([1, 2])).toEqual([2, 0]);
  expect(await read('b')).toMatchObject({ status: 'REPEAT', views: 2 });
  expect(await read('c')).toMatchObject({ status: 'COUNTED', views: 3 });
  expect(await read('c')).toMatchObject({ status: 'REPEAT', views: 3 });
  expect(await lineagesOf(1)).toHaveLength(2);
  expect(await totals.totals([1, 2])).toEqual([3, 0]);
  expect((await boards.top('hour', 1, clock.nowMs()))[0]?.decayedViews).toBeCloseTo(3, 9);

  await killRedis();
  expect(await read('d')).toMatchObject({ status: 'COUNTED', views: 4 });
  expect(await lineagesOf(1)).toHaveLength(3);
  const another = aCounting({ stores: { redis, log }, clock, articles });
  expect(await another.totals.totals([1])).toEqual([4]);
  const [fromAnother] = await another.counter.record([aView('e', articles.id(1))]);
  expect(fromAnother).toMatchObject({ status: 'COUNTED', views: 5 });
});

test('views that come while Redis is killed and restarted are each counted once', async () => {
  const { counter, totals } = aCounting({ stores: { redis, log }, clock, articles });
  // At everysec, Redis answers before it has written while an fsync of a busy disk takes long.
  await redis.client.config('SET', 'appendfsync', 'always');
  const visitors = Array.from({ length: 400 }, (_, index) => `reader ${index}`);
  const outcomes: string[] = [];
  const killed = new Promise<void>((resolve) => setTimeout(() => resolve(killRedis()), 20));
  for (let at = 0; at < visitors.length; at += 10) {
    const views = visitors.slice(at, at + 10).map((visitor) => aView(visitor, articles.id(2)));
    // What is refused may be sent again: by then it may have been counted, and is a repeat.
    for (let waiting = views; waiting.length > 0; ) {
      const round = await counter.record(waiting);
      outcomes.push(...round.map(({ status }) => status).filter((status) => status !== 'REFUSED'));
      waiting = waiting.filter((_, index) => round[index]!.status === 'REFUSED');
    }
  }
  await killed;
  expect(outcomes).toHaveLength(400);
  expect(await totals.totals([2])).toEqual([400]);
});
