import { partitionOf, tagOf } from '../../src/boards/partition';
import { SimulatedClock } from '../../src/platform/clock';
import { StoreUnavailable } from '../../src/platform/errors';
import { openRedis, type RedisConnection } from '../../src/platform/redis/connection';
import { runScript } from '../../src/platform/redis/script';
import { CountCalls } from '../../src/views/count-calls';
import { countViews, numberKeys } from '../../src/views/count-views.script';
import { aViewToCount } from '../builders/a-view-to-count';
import { aViewTotals } from '../builders/a-view-totals';
import type { ProxiedRedis } from '../setup/proxied-redis';
import { lineageAt, useStores } from '../setup/stores';
import { until } from '../setup/until';

const stores = useStores();
const NOW_MS = 1_764_000_000_000;
const clock = new SimulatedClock(NOW_MS);
let proxy: ProxiedRedis;
let redis: RedisConnection;
let article = 0;

beforeEach(async () => {
  article += 1;
  proxy = await stores.proxied();
  redis = openRedis({ ...proxy.place, keySpace: stores.keySpace, commandTimeoutMs: 500 }, stores.log);
  await redis.ready();
});

afterEach(async () => {
  await redis.close();
  await proxy.close();
});

const totalOf = async (one: number) => (await aViewTotals(stores).totals([one]))[0];
const callsOver = (connection: RedisConnection) =>
  new CountCalls({ redis: connection, clock, streamViews: 16_000 });

/** The views of these tests have no visitor: if a call were counted twice, so would they. */
const views = (count: number) => Array.from({ length: count }, () => aViewToCount(article, NOW_MS));

test.each([1, 2, 3])('a call whose reply is lost %i times is answered, and counted once', async (times) => {
  const calls = callsOver(redis);
  await calls.count(partitionOf(article), views(1));
  proxy.loseReplies(times);
  const { views: outcomes } = await calls.count(partitionOf(article), views(2));
  expect(proxy.lost).toBe(times);
  expect(outcomes).toEqual(Array(2).fill({ status: 'COUNTED', viewsInLineage: 3 }));
  expect(await totalOf(article)).toBe(3);
});

test('the same call sent again gets the same answer, and moves no counter', async () => {
  const partition = partitionOf(article);
  const lineage = await lineageAt(stores.redis, tagOf(partition));
  const call = { partition, lineage, nowMs: NOW_MS, streamViews: 1_000, jitterSeconds: 0 };
  const send = (callId: string) =>
    runScript(stores.redis, countViews, numberKeys({ ...call, callId, views: views(1) }));
  const first = await send(`${article}a`);
  expect(await send(`${article}a`)).toEqual(first);
  expect(await send(`${article}a`)).toEqual(first);
  expect(await totalOf(article)).toBe(1);
  await send(`${article}b`);
  expect(await totalOf(article)).toBe(2);
});

test('a Redis that is away for a moment costs a call some time and no view', async () => {
  const calls = callsOver(redis);
  await calls.count(partitionOf(article), views(1));
  proxy.refuse();
  proxy.cut();
  const counting = calls.count(partitionOf(article), views(1));
  await until(() => redis.client.status !== 'ready');
  proxy.accept();
  await counting;
  expect(await totalOf(article)).toBe(2);
});

test('a Redis that stays away is told of after two seconds', async () => {
  proxy.refuse();
  proxy.cut();
  const beganMs = Date.now();
  await expect(callsOver(redis).count(partitionOf(article), views(1))).rejects.toThrow(StoreUnavailable);
  expect(Date.now() - beganMs).toBeLessThan(15_000);
  expect(await totalOf(article)).toBe(0);
});

test('a Redis that has been gone for two seconds fails the next calls at once, and counts again when it is back', async () => {
  const calls = callsOver(redis);
  proxy.refuse();
  proxy.cut();
  await expect(calls.count(partitionOf(article), views(1))).rejects.toThrow(StoreUnavailable);
  const beganMs = performance.now();
  for (let call = 0; call < 5; call++) {
    await expect(calls.count(partitionOf(article), views(1))).rejects.toThrow(StoreUnavailable);
  }
  expect(performance.now() - beganMs).toBeLessThan(8_000); // ten seconds, were each to wait
  proxy.accept();
  await until(() => calls.count(partitionOf(article), views(1)).then(Boolean, () => false));
  expect(await totalOf(article)).toBe(1);
});

test('a caller of another lineage is told the present one, and nothing is counted', async () => {
  const call = {
    partition: partitionOf(article),
    callId: `${article}c`,
    lineage: 'f'.repeat(40),
    nowMs: NOW_MS,
  };
  const numbered = numberKeys({ ...call, streamViews: 1_000, jitterSeconds: 0, views: views(1) });
  const refusal = await runScript(stores.redis, countViews, numbered).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ reason: 'STALE_LINEAGE', rest: expect.stringMatching(/^[0-9a-f]{40}$/) });
  expect(await totalOf(article)).toBe(0);
});
