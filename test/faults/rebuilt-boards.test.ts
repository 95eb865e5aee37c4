// A Redis that comes back empty, or as it was a while ago: the boards are given back what Postgres has of them.

import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeRollups } from '../../src/compose/rollups';
import { settingsFrom } from '../../src/compose/settings';
import { SimulatedClock, systemClock } from '../../src/platform/clock';
import type { EmbeddedStore } from '../../src/platform/postgres/embedded-postgres';
import { openRedis, type RedisConnection } from '../../src/platform/redis/connection';
import { startEmbeddedRedis } from '../../src/platform/redis/embedded-redis';
import { BoardRebuilding } from '../../src/views/rebuild-boards';
import { RebuildBoardsRepository } from '../../src/views/rebuild-boards.repository';
import { SlicesInRedisStore } from '../../src/views/slices-in-redis.store';
import { aCounting, aView, SomeArticles } from '../builders/a-counting';
import { useStores } from '../setup/stores';
import { testCacheFolder } from '../setup/stores-process';

const stores = useStores();
const articles = new SomeArticles(5);
/** Stands still where Postgres is, which notes when it first sees a counter. */
const clock = new SimulatedClock(systemClock.nowMs());
let folder: string;
let store: EmbeddedStore;
let redis: RedisConnection;
let readers = 0;

async function open(): Promise<void> {
  store = await startEmbeddedRedis({
    ...{ folder: join(folder, 'redis'), cacheFolder: testCacheFolder, progress: () => undefined },
  });
  redis = openRedis({ url: store.url, keySpace: 'rebuilt:', commandTimeoutMs: 20_000 }, stores.log);
  await redis.ready(20_000);
}

async function close(): Promise<void> {
  await redis.close();
  await store.stop();
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mostread-rebuilt-'));
  await stores.dataSource.query('truncate counter_generation cascade');
  await stores.dataSource.query('truncate rollup_slice');
  await open();
});

afterEach(async () => {
  await close();
  await rm(folder, { recursive: true, force: true });
});

const counting = () => aCounting({ stores: { redis, log: stores.log }, clock, articles });
const flush = () =>
  composeRollups({ dataSource: stores.dataSource, redis, clock }, settingsFrom({}), stores.log).flush();
const rebuild = () =>
  new BoardRebuilding({
    ...{ redis, clock, log: stores.log, timeZone: 'UTC' },
    repository: new RebuildBoardsRepository(stores.dataSource),
    inRedis: new SlicesInRedisStore(redis),
  }).run();

async function read(which: number, count: number): Promise<void> {
  const views = Array.from({ length: count }, () => aView(`reader ${++readers}`, articles.id(which)));
  for (const { status } of await counting().counter.record(views)) expect(status).toBe('COUNTED');
}

async function onBoard(): Promise<Record<number, number>> {
  const top = await counting().boards.top('week', 5, clock.nowMs());
  return Object.fromEntries(top.map(({ article, decayedViews }) => [article, Math.round(decayedViews)]));
}

async function inMinutes(): Promise<Record<number, number>> {
  const present = Math.floor(clock.nowMs() / 60_000);
  const sums: Record<number, number> = {};
  for (let minute = present - 15; minute <= present; minute++) {
    for (const [article, { views }] of await counting().boards.minuteCounts(minute)) {
      sums[article] = (sums[article] ?? 0) + views;
    }
  }
  return sums;
}

test('restarted with all it had, it is given nothing', async () => {
  await rebuild();
  await read(1, 30);
  await flush();
  await rebuild();
  await read(2, 10);
  await flush();
  await close();
  await open();
  expect(await rebuild()).toBe(0);
  expect(await onBoard()).toEqual({ 1: 30, 2: 10 });
});

test('come back empty, it is given everything, and what it has counted since stays', async () => {
  await rebuild();
  await read(1, 30);
  await flush();
  await close();
  await rm(join(folder, 'redis'), { recursive: true });
  await open();
  await read(1, 4);
  await read(3, 2);
  await flush();
  expect(await rebuild()).toBe(1);
  expect(await rebuild()).toBe(0);
  expect(await onBoard()).toEqual({ 1: 34, 3: 2 });
});

test('rewound, it is given what it is missing: of counters that it has, and of those that it never had', async () => {
  await rebuild();
  await read(1, 30);
  await flush();
  await rebuild();
  await cp(join(folder, 'redis/data'), join(folder, 'copy'), { recursive: true });
  await read(1, 5);
  await read(2, 8);
  await flush();
  await rebuild();
  await close();
  await rm(join(folder, 'redis/data'), { recursive: true });
  await cp(join(folder, 'copy'), join(folder, 'redis/data'), { recursive: true });
  await open();
  expect(await onBoard()).toEqual({ 1: 30 });
  await read(2, 1);
  expect(await rebuild()).toBe(2);
  expect(await onBoard()).toEqual({ 1: 35, 2: 9 });
  expect(await inMinutes()).toEqual({ 1: 35, 2: 9 });
  expect(await rebuild()).toBe(0);
});
