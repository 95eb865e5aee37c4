// What dies while views are brought to Postgres, step by step: everything that was acknowledged is there in the end, once.

import { setTimeout as passes } from 'node:timers/promises';
import { Client } from 'pg';
import { Registry } from 'prom-client';
import { allPartitions } from '../../src/boards/partition';
import { composeRollups, type Rollups } from '../../src/compose/rollups';
import { settingsFrom } from '../../src/compose/settings';
import { SimulatedClock } from '../../src/platform/clock';
import { createDataSource } from '../../src/platform/postgres/data-source';
import { SLICE_MS } from '../../src/views/slice';
import { slicesKey } from '../../src/views/view-keys';
import { aCounting, aView, SomeArticles } from '../builders/a-counting';
import { aViewTotals } from '../builders/a-view-totals';
import { CuttingProxy } from '../setup/cutting-proxy';
import { FlusherProcess } from '../setup/flusher-process';
import { useStores } from '../setup/stores';
import { until } from '../setup/until';

const stores = useStores();
/** Longer than Postgres leaves a transaction idle, so that the stopped flusher's connections are ended. */
const PAUSED_MS = process.env['FAULTS'] === 'all' ? 60_000 : 6_000;

const clock = new SimulatedClock(1_764_000_060_000);
let firstNumber = 1;
let articles: SomeArticles;
let visitors = 0;
let acknowledged = 0;
let processes: FlusherProcess[] = [];

beforeEach(async () => {
  articles = new SomeArticles(30, firstNumber);
  firstNumber += 100;
  acknowledged = 0;
  // A slice of its own for each test.
  await clock.advanceBy(SLICE_MS);
});

afterEach(async () => {
  for (const one of processes) await one.kill();
  processes = [];
});

function flusher(onStep?: Parameters<typeof composeRollups>[3]): Rollups {
  const { dataSource, redis, log } = stores;
  return composeRollups({ dataSource, redis, clock }, settingsFrom({}), log, onStep);
}

function aFlusherProcess(waitsAt: readonly string[], nowMs = clock.nowMs()): FlusherProcess {
  const { databaseUrl, redisUrl, keySpace } = stores;
  const one = new FlusherProcess({ databaseUrl, redisUrl, keySpace }, nowMs, waitsAt);
  processes.push(one);
  return one;
}

async function countViews(rounds = 1): Promise<void> {
  const { counter } = aCounting({ stores, clock, articles });
  for (let round = 0; round < rounds; round++) {
    visitors += 1;
    const outcomes = await counter.record(articles.cards.map(({ id }) => aView(`visitor ${visitors}`, id)));
    acknowledged += outcomes.filter(({ status }) => status === 'COUNTED').length;
  }
}

async function inPostgres(): Promise<{ totals: number; slices: number }> {
  const numbers = articles.cards.map(({ number }) => number);
  const [row] = await stores.dataSource.query(
    `select (select coalesce(sum(views), 0)::integer from article_total where article = any($1)) as totals,
       (select coalesce(sum(amount), 0)::integer from rollup_slice where article = any($1)) as slices`,
    [numbers],
  );
  return row;
}

async function shown(): Promise<number> {
  const totals = await aViewTotals(stores).totals(articles.cards.map(({ number }) => number));
  return totals.reduce((sum, views) => sum + views, 0);
}

async function expectAllCounted(): Promise<void> {
  expect(await inPostgres()).toEqual({ totals: acknowledged, slices: acknowledged });
  expect(await shown()).toBe(acknowledged);
}

describe.each(['READ', 'WRITE', 'COMMIT', 'COMMITTED', 'DELETE'])(
  'a worker killed at its step %s',
  (step) => {
    test('loses and doubles nothing: the next one goes on', async () => {
      await countViews(2);
      const afterwardsMs = clock.nowMs() + SLICE_MS + 3 * 60_000;
      const first = aFlusherProcess([step], afterwardsMs);
      await first.comesTo(`AT ${step}`);
      await countViews();
      await first.kill();
      expect(await shown()).toBe(acknowledged);
      await clock.advanceTo(afterwardsMs);
      expect(await flusher().flush()).toBe(true);
      await expectAllCounted();
      const left = await Promise.all(allPartitions.map((one) => stores.redis.client.scard(slicesKey(one))));
      expect(left.every((slices) => slices === 0)).toBe(true);
      await countViews();
      expect(await flusher().flush()).toBe(true);
      await expectAllCounted();
    }, 180_000);
  },
);

test('four flushers that all have read before any of them writes', async () => {
  await countViews(3);
  const four = Array.from({ length: 4 }, () => aFlusherProcess(['WRITE']));
  await Promise.all(four.map((one) => one.comesTo('AT WRITE')));
  for (const one of four) one.goOn();
  await Promise.all(four.map((one) => one.comesTo('DONE')));
  await expectAllCounted();
}, 180_000);

test('four flushers that hold the same figures of every partition before the first of them writes', async () => {
  await countViews(2);
  const waiting: (() => void)[] = [];
  const held: number[] = [];
  const meet = async (partitions: readonly number[]): Promise<void> => {
    held.push(partitions.length);
    if (waiting.length === 3) for (const goOn of waiting) goOn();
    else await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const rollups = Array.from({ length: 4 }, () =>
    flusher(async (step, partitions) => (step === 'WRITE' ? meet(partitions) : undefined)),
  );
  const done = await Promise.all(rollups.map((one) => one.flush()));
  expect(done).toEqual([true, true, true, true]);
  expect(held).toHaveLength(4);
  expect(Math.min(...held)).toBeGreaterThan(8);
  await expectAllCounted();
}, 180_000);

test(`a flusher stopped for ${PAUSED_MS / 1_000} s with figures that its successor has outgrown`, async () => {
  await countViews();
  const first = aFlusherProcess(['COMMITTED']);
  await first.comesTo('AT COMMITTED');
  first.signal('SIGSTOP');
  await countViews(2);
  const successor = flusher();
  // It may be stopped in the middle of a transaction too: Postgres ends that before a successor has waited in vain.
  await until(() => successor.flush(), { withinMs: 30_000 });
  await passes(PAUSED_MS);
  await countViews();
  expect(await successor.flush()).toBe(true);
  await expectAllCounted();
  first.signal('SIGCONT');
  first.goOn();
  await first.ends({ withinMs: 30_000 });
  await expectAllCounted();
}, 180_000);

test('a COMMIT whose answer is lost is made again, and changes nothing', async () => {
  const target = new URL(stores.databaseUrl);
  const proxy = await CuttingProxy.to({ host: target.hostname, port: Number(target.port) });
  target.host = `127.0.0.1:${proxy.port}`;
  const dataSource = await createDataSource({
    url: target.href,
    entities: [],
    migrations: [],
    log: stores.log,
  }).initialize();
  try {
    await countViews();
    let cuts = 0;
    const { redis, log } = stores;
    const rollups = composeRollups({ dataSource, redis, clock }, settingsFrom({}), log, async (step) => {
      if (step !== 'COMMIT' || cuts >= 3) return;
      cuts += 1;
      proxy.loseAnswers(1);
    });
    expect(await rollups.flush()).toBe(false);
    expect(proxy.lost).toBeGreaterThan(0);
    await countViews();
    let isDone = false;
    for (let attempt = 0; attempt < 10 && !isDone; attempt++) isDone = await rollups.flush();
    expect(isDone).toBe(true);
    await expectAllCounted();
  } finally {
    await dataSource.destroy();
    await proxy.close();
  }
}, 180_000);

test('a Postgres that is read-only for a while: counting goes on, and it drains afterwards', async () => {
  const name = new URL(stores.databaseUrl).pathname.slice(1);
  const administration = new Client({ connectionString: stores.databaseUrl });
  await administration.connect();
  const rollups = flusher();
  try {
    await administration.query(`alter database ${name} set default_transaction_read_only = on`);
    await endOthers(administration);
    for (let round = 0; round < 3; round++) {
      await countViews();
      expect(await rollups.flush()).toBe(false);
    }
    expect(await shown()).toBe(acknowledged);
  } finally {
    await administration.query('set default_transaction_read_only = off');
    await administration.query(`alter database ${name} reset default_transaction_read_only`);
    await endOthers(administration);
    await administration.end();
  }
  let isDone = false;
  for (let attempt = 0; attempt < 10 && !isDone; attempt++) isDone = await rollups.flush();
  await expectAllCounted();
}, 180_000);

test('a Postgres that is down for a while: counting goes on, the lag grows, and it drains afterwards', async () => {
  const target = new URL(stores.databaseUrl);
  const proxy = await CuttingProxy.to({ host: target.hostname, port: Number(target.port) });
  target.host = `127.0.0.1:${proxy.port}`;
  const dataSource = await createDataSource({
    url: target.href,
    entities: [],
    migrations: [],
    log: stores.log,
    connectTimeoutMs: 500,
  }).initialize();
  const { redis, log } = stores;
  const rollups = composeRollups({ dataSource, redis, clock }, settingsFrom({}), log);
  const registry = new Registry();
  rollups.register(registry);
  const lagSeconds = async () =>
    Number(/^mostread_flush_lag_seconds (\S+)$/m.exec(await registry.metrics())?.[1]);
  try {
    await countViews();
    expect(await rollups.flush()).toBe(true);
    proxy.refuse();
    proxy.cut();
    const beganMs = performance.now();
    for (let round = 0; round < 3; round++) {
      await countViews();
      expect(await rollups.flush()).toBe(false);
      await passes(300);
    }
    const awaySeconds = (performance.now() - beganMs) / 1_000;
    expect(await lagSeconds()).toBeGreaterThan(0.8);
    expect(await lagSeconds()).toBeLessThan(awaySeconds + 5);
    expect((await inPostgres()).totals).toBeLessThan(acknowledged);

    proxy.accept();
    let isDone = false;
    for (let attempt = 0; attempt < 20 && !isDone; attempt++) isDone = await rollups.flush();
    expect(isDone).toBe(true);
    await expectAllCounted();
    expect(await lagSeconds()).toBeLessThan(awaySeconds);
  } finally {
    await dataSource.destroy();
    await proxy.close();
  }
}, 180_000);

/** Connections take a new default when they begin. */
async function endOthers(administration: Client): Promise<void> {
  await administration.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`,
  );
}
