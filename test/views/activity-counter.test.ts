import { anyone } from '../../src/accounts/account';
import { partitionOf, tagOf } from '../../src/boards/partition';
import { SimulatedClock } from '../../src/platform/clock';
import { StoreUnavailable } from '../../src/platform/errors';
import { openRedis } from '../../src/platform/redis/connection';
import { ActivityCounter } from '../../src/views/activity-counter';
import { activityEvent } from '../../src/views/activity-event';
import type { ActivityToCount } from '../../src/views/count-activity.script';
import { eventSetKey, readingSecondsKey, sliceCountersKey, slicesKey } from '../../src/views/view-keys';
import { ViewsBackedUp } from '../../src/views/views.errors';
import { aCounting, aReader, aView, SomeArticles } from '../builders/a-counting';
import { BROWSER } from '../setup/running-program';
import { lineageAt, useStores } from '../setup/stores';

const stores = useStores();
const NOW_MS = 1_764_000_000_000;
const SLICE = Math.floor(NOW_MS / 900_000);
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
let nextArticle = 500;

const aCounter = () => new ActivityCounter({ redis: stores.redis, waitingMax: 1_000 });

function report(article: number, changes: Partial<ActivityToCount> = {}): ActivityToCount {
  return { article, slice: SLICE, counterName: 'BOT', amount: 1, ...changes };
}

function aReading(article: number, amountMax: number): NonNullable<ActivityToCount['reading']> {
  const { place } = activityEvent('reading', article, NOW_MS);
  return {
    ...{ period: '2025-11-24', place, keepSeconds: 3_600, amountMax },
    firstCounterName: 'ENGAGED_VIEWS',
  };
}

async function countersOf(article: number, slice = SLICE) {
  const partition = partitionOf(article);
  const lineage = await lineageAt(stores.redis, tagOf(partition));
  const all = await stores.redis.client.hgetall(sliceCountersKey(slice, lineage, partition));
  const own = Object.entries(all).filter(([field]) => field.startsWith(`${article}:`));
  return Object.fromEntries(own.map(([field, amount]) => [field.split(':')[1], Number(amount)]));
}

test('what happens beside views joins the counters of its slice, which is named and has a generation', async () => {
  const article = nextArticle++;
  const partition = partitionOf(article);
  const counter = aCounter();
  await Promise.all(
    counter.count([report(article), report(article), report(article, { counterName: 'STAFF' })]),
  );
  expect(await countersOf(article)).toEqual({ BOT: 2, STAFF: 1 });
  const lineage = await lineageAt(stores.redis, tagOf(partition));
  const key = sliceCountersKey(SLICE, lineage, partition);
  expect(await stores.redis.client.hget(key, 'generation')).toMatch(/^[\w-]{12}/);
  expect(await stores.redis.client.smembers(slicesKey(partition))).toContain(`${SLICE}:${lineage}`);
  expect(await stores.redis.client.ttl(key)).toBe(-1);
});

test('an event id counts once, in one call or in two, by one process or two', async () => {
  const article = nextArticle++;
  const event = activityEvent('impression\ne', article, NOW_MS);
  const [first, second] = await Promise.all(
    aCounter().count([report(article, { event }), report(article, { event })]),
  );
  const [third] = await Promise.all(aCounter().count([report(article, { event })]));
  expect([first, second, third].map((outcome) => outcome?.status)).toEqual(['COUNTED', 'REPEAT', 'REPEAT']);
  expect(await countersOf(article)).toEqual({ BOT: 1 });
});

test.each([1, 2, 3])('a call whose reply is lost %i times is answered, and counted once', async (times) => {
  const article = nextArticle++;
  const proxy = await stores.proxied();
  const redis = openRedis({ ...proxy.place, keySpace: stores.keySpace, commandTimeoutMs: 500 }, stores.log);
  try {
    await redis.ready();
    const counter = new ActivityCounter({ redis, waitingMax: 1_000 });
    const reading = aReading(article, 25);
    const beat = report(article, { counterName: 'ENGAGED_SECONDS', amount: 10, reading });
    const shown = report(article, { counterName: 'IMPRESSION.LATEST.1' });
    await Promise.all(counter.count([shown]));
    proxy.loseReplies(times);
    // They have no event ids: if a call were counted twice, so would they.
    const outcomes = await Promise.all(counter.count([shown, beat, shown, beat]));
    expect(proxy.lost).toBe(times);
    expect(outcomes.map(({ status, amount }) => [status, amount])).toEqual([
      ...[1, 10, 1, 10].map((amount) => ['COUNTED', amount]),
    ]);
    expect(await countersOf(article)).toEqual({
      ...{ 'IMPRESSION.LATEST.1': 3, ENGAGED_SECONDS: 20, ENGAGED_VIEWS: 1 },
    });
    expect((await Promise.all(counter.count([beat])))[0]?.amount).toBe(5);
  } finally {
    await redis.close();
    await proxy.close();
  }
});

test('reports without a time that are sent again after midnight of UTC are repeats', async () => {
  const midnightMs = Math.ceil(NOW_MS / DAY_MS) * DAY_MS;
  const clock = new SimulatedClock(midnightMs - 20 * MINUTE_MS);
  const articles = new SomeArticles(1, nextArticle++);
  const { impressions, engagedTime } = aCounting({ stores, clock, articles });
  const articleId = articles.id(1);
  const origin = { clientIp: '203.0.113.5', headers: { 'user-agent': BROWSER }, caller: anyone };
  const common = { eventId: 'over midnight', visitor: 'ada' };
  const send = async () => {
    const [shown] = await impressions.record(origin, [
      { ...common, rail: 'LATEST', shown: [{ articleId, slot: 1 }] },
    ]);
    const [beat] = await engagedTime.record(origin, [{ ...common, articleId, seconds: 10 }]);
    return [shown![0]!.status, beat!.status];
  };
  expect(await send()).toEqual(['COUNTED', 'COUNTED']);
  expect(await send()).toEqual(['REPEAT', 'REPEAT']);
  for (const afterMs of [0, 10 * MINUTE_MS, 23 * 60 * MINUTE_MS]) {
    await clock.advanceTo(midnightMs + afterMs);
    expect(await send()).toEqual(['REPEAT', 'REPEAT']);
  }
});

test('a reading is bounded over all its reports, and its first is counted beside it', async () => {
  const article = nextArticle++;
  const reading = aReading(article, 40);
  const beat = report(article, { counterName: 'ENGAGED_SECONDS', amount: 15, reading });
  const counter = aCounter();
  const amounts = [];
  for (let count = 0; count < 4; count++) {
    amounts.push((await Promise.all(counter.count([beat]))).map(({ amount }) => amount));
  }
  expect(amounts).toEqual([[15], [15], [10], [0]]);
  expect(await countersOf(article)).toEqual({ ENGAGED_SECONDS: 40, ENGAGED_VIEWS: 1 });
});

test('event ids are kept for two days and an hour, readings for as long as they say, from the first on', async () => {
  const article = nextArticle++;
  const partition = partitionOf(article);
  const event = activityEvent('kept', article, NOW_MS);
  const reading = {
    ...{ period: `kept-${article}`, place: event.place, keepSeconds: 5_000 },
    ...{ amountMax: 40, firstCounterName: 'ENGAGED_VIEWS' },
  };
  const beat = report(article, { counterName: 'ENGAGED_SECONDS', amount: 5, event, reading });
  const eventKey = eventSetKey(event.day, event.place.set, partition);
  const readingKey = readingSecondsKey(reading.period, event.place.set, partition);
  const secondsLeft = async () => [
    await stores.redis.client.ttl(eventKey),
    await stores.redis.client.ttl(readingKey),
  ];
  await Promise.all(aCounter().count([beat]));
  const [ofEvent = 0, ofReading = 0] = await secondsLeft();
  expect(ofEvent).toBeGreaterThan(48 * 3_600);
  expect(ofEvent).toBeLessThanOrEqual(49 * 3_600 + 300);
  expect(ofReading).toBeGreaterThan(4_900);
  expect(ofReading).toBeLessThanOrEqual(5_000);
  for (const key of [eventKey, readingKey]) await stores.redis.client.expire(key, 100);
  const another = activityEvent('kept too', article, NOW_MS);
  const sameSet = { ...another, place: { ...another.place, set: event.place.set } };
  await Promise.all(aCounter().count([{ ...beat, event: sameSet }]));
  for (const seconds of await secondsLeft()) expect(seconds).toBeLessThanOrEqual(100);
});

test('two slices of one call are kept apart', async () => {
  const article = nextArticle++;
  await Promise.all(aCounter().count([report(article), report(article, { slice: SLICE - 3, amount: 5 })]));
  expect(await countersOf(article)).toEqual({ BOT: 1 });
  expect(await countersOf(article, SLICE - 3)).toEqual({ BOT: 5 });
  const lineage = await lineageAt(stores.redis, tagOf(partitionOf(article)));
  expect(await stores.redis.client.smembers(slicesKey(partitionOf(article)))).toEqual(
    expect.arrayContaining([`${SLICE}:${lineage}`, `${SLICE - 3}:${lineage}`]),
  );
});

test('more than may wait is refused, and counts nothing', async () => {
  const article = nextArticle++;
  const counter = new ActivityCounter({ redis: stores.redis, waitingMax: 3 });
  const settled = await Promise.allSettled(counter.count(Array.from({ length: 5 }, () => report(article))));
  const refused = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  expect(refused).toHaveLength(2);
  expect(refused[0]).toBeInstanceOf(ViewsBackedUp);
  expect(refused[0]).not.toBeInstanceOf(StoreUnavailable);
  expect(await countersOf(article)).toEqual({ BOT: 3 });
});

test.each(['BOT', 'STAFF'] as const)('a view by a %s is counted once for its event id', async (kind) => {
  const articles = new SomeArticles(1, nextArticle++);
  const { counter } = aCounting({ stores, clock: new SimulatedClock(NOW_MS), articles });
  const bot = { reader: aReader('x', { kind }), report: { articleId: articles.id(1), eventId: 'e' } };
  expect((await counter.record([bot, bot])).map(({ status }) => status)).toEqual([kind, kind]);
  await counter.record([bot]);
  expect(await countersOf(articles.number(1))).toEqual({ [kind]: 1 });
  // The same id of a reader's view is another thing.
  const [view] = await counter.record([aView('a', articles.id(1), { eventId: 'e', source: 'DIRECT' })]);
  expect(view?.status).toBe('COUNTED');
  expect(await countersOf(articles.number(1))).toEqual({ [kind]: 1, DIRECT: 1 });
});
