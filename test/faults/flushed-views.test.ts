// What becomes of flushed views when Redis itself goes back, comes back empty or has no room: nothing that Postgres has is
// lost or counted again, and what had not been flushed is the loss that the promise names.

import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeRollups } from '../../src/compose/rollups';
import { settingsFrom } from '../../src/compose/settings';
import { SimulatedClock } from '../../src/platform/clock';
import type { EmbeddedStore } from '../../src/platform/postgres/embedded-postgres';
import { openRedis, type RedisConnection } from '../../src/platform/redis/connection';
import { startEmbeddedRedis } from '../../src/platform/redis/embedded-redis';
import { SLICE_MS } from '../../src/views/slice';
import { aCounting, aView, SomeArticles } from '../builders/a-counting';
import { aViewTotals } from '../builders/a-view-totals';
import { useStores } from '../setup/stores';
import { testCacheFolder } from '../setup/stores-process';

const stores = useStores();
const clock = new SimulatedClock(1_764_000_060_000);
let firstNumber = 1;
let articles: SomeArticles;
let folder: string;
let server: EmbeddedStore;
let redis: RedisConnection;
let visitors = 0;

beforeEach(async () => {
  articles = new SomeArticles(20, firstNumber);
  firstNumber += 100;
  folder = await mkdtemp(join(tmpdir(), 'mostread-flushed-'));
  await startRedis();
});

afterEach(async () => {
  await stopRedis();
  await rm(folder, { recursive: true, force: true });
});

async function startRedis(): Promise<void> {
  const cacheFolder = testCacheFolder;
  server = await startEmbeddedRedis({
    folder: join(folder, 'redis'),
    cacheFolder,
    progress: () => undefined,
  });
  redis = openRedis({ url: server.url, keySpace: 'flushed:', commandTimeoutMs: 20_000 }, stores.log);
  await redis.ready();
}

async function stopRedis(): Promise<void> {
  await redis.close();
  await server.stop();
}

/** Views that were acknowledged. */
async function countViews(): Promise<number> {
  const { dataSource, log } = stores;
  const { counter } = aCounting({ stores: { redis, dataSource, log }, clock, articles });
  visitors += 1;
  const outcomes = await counter.record(articles.cards.map(({ id }) => aView(`visitor ${visitors}`, id)));
  return outcomes.filter(({ status }) => status === 'COUNTED').length;
}

async function flush(): Promise<boolean> {
  const { dataSource, log } = stores;
  const rollups = composeRollups({ dataSource, redis, clock }, settingsFrom({}), log);
  const isDone = await rollups.flush();
  await rollups.sweep();
  return isDone;
}

async function shown(): Promise<number> {
  const totals = await aViewTotals({ dataSource: stores.dataSource, redis }).totals(
    articles.cards.map(({ number }) => number),
  );
  return totals.reduce((sum, views) => sum + views, 0);
}

async function inPostgres(): Promise<number> {
  const [row] = await stores.dataSource.query(
    'select coalesce(sum(amount), 0)::integer as views from rollup_slice where article = any($1)',
    [articles.cards.map(({ number }) => number)],
  );
  return row.views;
}

test('a Redis that was rewound to an older snapshot lowers nothing that was flushed, and counts on', async () => {
  let acknowledged = await countViews();
  await stopRedis();
  await cp(join(folder, 'redis'), join(folder, 'older'), { recursive: true });
  await startRedis();
  acknowledged += (await countViews()) + (await countViews());
  expect(await flush()).toBe(true);
  const unflushed = await countViews();

  await stopRedis();
  await rm(join(folder, 'redis'), { recursive: true });
  await cp(join(folder, 'older'), join(folder, 'redis'), { recursive: true });
  await startRedis();
  expect(await shown()).toBe(acknowledged);
  acknowledged += await countViews();
  expect(await shown()).toBe(acknowledged);
  expect(await flush()).toBe(true);
  await clock.advanceBy(SLICE_MS + 3 * 60_000);
  expect(await flush()).toBe(true);
  expect([await shown(), await inPostgres()]).toEqual([acknowledged, acknowledged]);
  process.stdout.write(
    `rewound: ${unflushed} views that were not flushed are lost, of ${acknowledged + unflushed}\n`,
  );
}, 180_000);

test('a Redis that comes back empty has its totals from Postgres', async () => {
  let acknowledged = (await countViews()) + (await countViews());
  expect(await flush()).toBe(true);
  const unflushed = await countViews();
  await redis.client.flushall();
  expect(await shown()).toBe(acknowledged);
  acknowledged += await countViews();
  expect(await shown()).toBe(acknowledged);
  await stopRedis();
  await rm(join(folder, 'redis'), { recursive: true });
  await startRedis();
  const second = articles.cards.length; // counted after the flush, and not flushed
  acknowledged -= second;
  expect(await shown()).toBe(acknowledged);
  acknowledged += await countViews();
  expect(await flush()).toBe(true);
  expect([await shown(), await inPostgres()]).toEqual([acknowledged, acknowledged]);
  process.stdout.write(`empty: ${unflushed + second} views that were not flushed are lost\n`);
}, 180_000);

test('a FLUSHALL under processes that go on: replies and totals are right at once, and Postgres has what is counted since', async () => {
  const { dataSource, log } = stores;
  // Each with its own memory, as two processes have; and a flusher that remembers what it has seen confirmed.
  const [one, other] = [0, 1].map(() => aCounting({ stores: { redis, dataSource, log }, clock, articles }));
  const rollups = composeRollups({ dataSource, redis, clock }, settingsFrom({}), log);
  const numbers = articles.cards.map(({ number }) => number);
  const expectToCount = async (process: typeof one, views: number) => {
    visitors += 1;
    const readings = articles.cards.map(({ id }) => aView(`visitor ${visitors}`, id));
    const outcomes = await process!.counter.record(readings);
    expect(outcomes).toEqual(numbers.map(() => ({ status: 'COUNTED', views, refusal: null })));
  };
  await expectToCount(one, 1);
  await expectToCount(other, 2);
  for (let views = 3; views <= 9; views++) await expectToCount(one, views);
  expect(await rollups.flush()).toBe(true);
  await redis.client.flushall();
  expect(await other!.totals.totals(numbers)).toEqual(numbers.map(() => 9));
  await expectToCount(other, 10);
  await expectToCount(one, 11);
  for (let views = 12; views <= 15; views++) await expectToCount(other, views);
  expect(await one!.totals.totals(numbers)).toEqual(numbers.map(() => 15));
  expect(await rollups.flush()).toBe(true);
  expect([await shown(), await inPostgres()]).toEqual([15 * numbers.length, 15 * numbers.length]);
}, 180_000);

test('a Redis without room refuses views, and what it has is flushed and makes room', async () => {
  const acknowledged = await countViews();
  await redis.client.config('SET', 'maxmemory-policy', 'noeviction');
  await redis.client.config('SET', 'maxmemory', '1mb');
  expect(await countViews()).toBe(0);
  await clock.advanceBy(SLICE_MS + 3 * 60_000);
  expect(await flush()).toBe(true);
  expect([await shown(), await inPostgres()]).toEqual([acknowledged, acknowledged]);
  await redis.client.config('SET', 'maxmemory', '0');
  const more = await countViews();
  expect(more).toBe(articles.cards.length);
  expect(await flush()).toBe(true);
  expect(await inPostgres()).toBe(acknowledged + more);
}, 180_000);
