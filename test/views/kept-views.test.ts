import type { Counting } from '../../src/compose/counting';
import { SimulatedClock } from '../../src/platform/clock';
import { StoreUnavailable } from '../../src/platform/errors';
import { openRedis, type RedisConnection } from '../../src/platform/redis/connection';
import type { CountedInLineage } from '../../src/views/count-calls';
import type { ViewToCount } from '../../src/views/count-views.script';
import { KeptViews } from '../../src/views/kept-views';
import { aCounting, aView, SomeArticles } from '../builders/a-counting';
import { CuttingProxy } from '../setup/cutting-proxy';
import { useStores } from '../setup/stores';
import { until } from '../setup/until';

const stores = useStores();
const MINUTE_MS = 60_000;
const clock = new SimulatedClock(1_764_000_000_000);
let proxy: CuttingProxy;
let redis: RedisConnection;
let articles: SomeArticles;
let firstNumber = 1;

beforeEach(async () => {
  articles = new SomeArticles(3, firstNumber);
  firstNumber += 3;
  const url = new URL(stores.redisUrl);
  proxy = await CuttingProxy.to({ host: url.hostname, port: Number(url.port) });
  url.port = String(proxy.port);
  redis = openRedis({ url: url.href, keySpace: stores.keySpace, commandTimeoutMs: 500 }, stores.log);
  await redis.ready();
});

afterEach(async () => {
  await redis.close();
  await proxy.close();
});

function countingWith(keptMax: number): Counting {
  const environment = { VIEWS_KEPT_MAX: String(keptMax) };
  return aCounting({ stores: { redis, log: stores.log }, clock, articles, environment });
}

async function takeRedisAway(): Promise<void> {
  proxy.refuse();
  proxy.cut();
  await until(() => redis.client.status !== 'ready');
}

async function bringRedisBack(): Promise<void> {
  proxy.accept();
  await until(() => redis.client.status === 'ready');
}

const totalOf = async (counting: Counting, which = 1) =>
  (await counting.totals.totals([articles.number(which)]))[0];
const record = async (counting: Counting, visitor: string, which = 1) =>
  (await counting.counter.record([aView(visitor, articles.id(which))]))[0]!;

test('views that Redis cannot take are kept, and counted once it is back', async () => {
  const counting = countingWith(10);
  await record(counting, 'a');
  await takeRedisAway();
  expect(await record(counting, 'b')).toEqual({ status: 'KEPT', views: null, refusal: null });
  expect(await record(counting, 'c', 2)).toMatchObject({ status: 'KEPT' });
  expect(counting.kept.waiting).toBe(2);

  await bringRedisBack();
  await counting.kept.send();
  expect(counting.kept.waiting).toBe(0);
  expect([await totalOf(counting), await totalOf(counting, 2)]).toEqual([2, 1]);
  expect(await record(counting, 'b')).toMatchObject({ status: 'REPEAT', views: 2 });
}, 180_000);

test('a view that was counted although its answer was lost is not counted again', async () => {
  const counting = countingWith(10);
  await record(counting, 'a');
  proxy.loseReplies(1);
  const kept = record(counting, 'b');
  await until(() => proxy.lost === 1);
  await takeRedisAway();
  expect(await kept).toMatchObject({ status: 'KEPT' });
  await clock.advanceBy(10 * MINUTE_MS);
  await bringRedisBack();
  await counting.kept.send();
  expect(await totalOf(counting)).toBe(2);
}, 180_000);

test('beyond the setting they are refused, and may be sent again', async () => {
  const counting = countingWith(1);
  await takeRedisAway();
  expect(await record(counting, 'a')).toMatchObject({ status: 'KEPT' });
  const refused = await record(counting, 'b');
  expect(refused).toMatchObject({ status: 'REFUSED', refusal: { retryable: true } });
  await bringRedisBack();
  await counting.kept.send();
  expect(await totalOf(counting)).toBe(1);
}, 180_000);

test('without the setting none is kept', async () => {
  const counting = countingWith(0);
  await takeRedisAway();
  expect(await record(counting, 'a')).toMatchObject({ status: 'REFUSED', refusal: { retryable: true } });
  expect(counting.kept.waiting).toBe(0);
}, 180_000);

test('what nothing could tell from a repeat any more is given up, and said to be lost', async () => {
  const counting = countingWith(10);
  await takeRedisAway();
  await record(counting, 'a');
  await clock.advanceBy(41 * MINUTE_MS);
  await bringRedisBack();
  await counting.kept.send();
  expect([counting.kept.waiting, counting.kept.lost]).toEqual([0, 1]);
  expect(await totalOf(counting)).toBe(0);
}, 180_000);

test('at the end of the process they are tried once more, and else said to be lost', async () => {
  const counting = countingWith(10);
  await takeRedisAway();
  await record(counting, 'a');
  await counting.kept.stop();
  expect([counting.kept.waiting, counting.kept.lost]).toEqual([0, 1]);
}, 180_000);

test('a partition that does not answer, or is refused, holds back no other', async () => {
  const sent: string[] = [];
  const answers = new Map<string, () => Promise<CountedInLineage>>();
  const away = async () => {
    throw new StoreUnavailable('Redis', new Error('away'));
  };
  const counted = async (): Promise<CountedInLineage> => ({ lineage: 'l', views: [], birth: undefined });
  let made = 0;
  const kept = new KeptViews({
    calls: {
      newCallId: () => `call ${++made}`,
      count: (partition, _views, callId) => {
        sent.push(`${partition} ${callId}`);
        return (answers.get(`${partition}`) ?? away)();
      },
    },
    ...{ clock, log: stores.log, keptMax: 100 },
  });
  const views = [{}] as ViewToCount[];
  for (const partition of [1, 2, 3, 1, 3]) await kept.count(partition, views);
  expect(kept.waiting).toBe(5);
  let release = () => {};
  const hung = new Promise<void>((resolve) => {
    release = resolve;
  });
  answers.set('1', () => hung.then(counted));
  answers.set('3', counted);
  sent.length = 0;
  const sending = [kept.send()];
  await until(() => kept.waiting === 3);
  answers.set('2', counted);
  sending.push(kept.send());
  await until(() => kept.waiting === 2);
  expect(sent).toEqual(['1 call 1', '2 call 2', '3 call 3', '3 call 5', '2 call 2']);
  release();
  await Promise.all(sending);
  expect([kept.waiting, kept.lost]).toEqual([0, 0]);
  expect(sent.slice(-1)).toEqual(['1 call 4']);
});
