import { anyone } from '../../src/accounts/account';
import { partitionOf, tagOf } from '../../src/boards/partition';
import { SimulatedClock } from '../../src/platform/clock';
import { SLICE_MS, sliceOf } from '../../src/views/slice';
import { sliceCountersKey } from '../../src/views/view-keys';
import { aCounting, SomeArticles } from '../builders/a-counting';
import { BROWSER } from '../setup/running-program';
import { allKeys, lineageAt, useStores } from '../setup/stores';

const stores = useStores();
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
let day = 0;

/** A site of Seoul, where a day begins at 15:00 of UTC; each test has a day and an article of its own. */
function aSite(environment: Record<string, string> = {}) {
  day += 4;
  const midnightMs = Date.UTC(2026, 0, day, 15);
  const clock = new SimulatedClock(midnightMs - HOUR_MS);
  const articles = new SomeArticles(1, day);
  const { engagedTime } = aCounting({
    ...{ stores, clock, articles },
    environment: { TIME_ZONE: 'Asia/Seoul', READING_SECONDS_MAX: '25', ...environment },
  });
  let beats = 0;
  /** How many seconds it has added. */
  const beat = async (seconds: number, at: { occurredAtMs?: number; headers?: object } = {}) => {
    const headers = { 'user-agent': BROWSER, ...at.headers };
    const { occurredAtMs } = at;
    const report = { articleId: articles.id(1), visitor: 'ada', eventId: `${day} ${beats++}`, seconds };
    const [outcome] = await engagedTime.record({ clientIp: '203.0.113.5', headers, caller: anyone }, [
      { ...report, occurredAtMs },
    ]);
    expect(outcome!.status).toBe('COUNTED');
    return outcome!.amount;
  };
  const article = articles.number(1);
  const countedFrom = async (fromMs: number, toMs: number) => {
    const partition = partitionOf(article);
    const lineage = await lineageAt(stores.redis, tagOf(partition));
    const sums = { seconds: 0, readings: 0 };
    for (let slice = sliceOf(fromMs); slice * SLICE_MS < toMs; slice++) {
      const all = await stores.redis.client.hgetall(sliceCountersKey(slice, lineage, partition));
      sums.seconds += Number(all[`${article}:ENGAGED_SECONDS`] ?? 0);
      sums.readings += Number(all[`${article}:ENGAGED_VIEWS`] ?? 0);
    }
    return sums;
  };
  return { midnightMs, clock, beat, countedFrom };
}

test('at midnight of UTC nothing begins anew where the publisher has another day', async () => {
  const { midnightMs, clock, beat, countedFrom } = aSite();
  const midnightOfUtcMs = midnightMs + 9 * HOUR_MS;
  await clock.advanceTo(midnightOfUtcMs - MINUTE_MS);
  expect(await beat(15)).toBe(15);
  await clock.advanceTo(midnightOfUtcMs + MINUTE_MS);
  expect(await beat(15)).toBe(10);
  expect(await countedFrom(midnightMs, midnightMs + 24 * HOUR_MS)).toEqual({ seconds: 25, readings: 1 });
});

test("at the publisher's midnight a new reading begins, with all it may have", async () => {
  const { midnightMs, clock, beat, countedFrom } = aSite();
  await clock.advanceTo(midnightMs - MINUTE_MS);
  expect([await beat(15), await beat(15)]).toEqual([15, 10]);
  await clock.advanceTo(midnightMs);
  expect([await beat(15), await beat(15)]).toEqual([15, 10]);
  expect(await countedFrom(midnightMs - HOUR_MS, midnightMs)).toEqual({ seconds: 25, readings: 1 });
  expect(await countedFrom(midnightMs, midnightMs + HOUR_MS)).toEqual({ seconds: 25, readings: 1 });
});

test('what arrives after midnight for before it joins the reading of before', async () => {
  const { midnightMs, clock, beat, countedFrom } = aSite();
  await clock.advanceTo(midnightMs - 5 * MINUTE_MS);
  expect(await beat(15)).toBe(15);
  await clock.advanceTo(midnightMs + 44 * MINUTE_MS);
  expect(await beat(15, { occurredAtMs: midnightMs - MINUTE_MS })).toBe(10);
  expect(await beat(15)).toBe(15);
  expect(await countedFrom(midnightMs - HOUR_MS, midnightMs)).toEqual({ seconds: 25, readings: 1 });
  expect(await countedFrom(midnightMs, midnightMs + HOUR_MS)).toEqual({ seconds: 15, readings: 1 });
});

describe.each([{ header: 'sec-gpc' }, { header: 'dnt' }])('with $header: 1', ({ header }) => {
  const headers = { [header]: '1' };

  test('nothing that is kept for longer than an hour is of the reader', async () => {
    const { clock, midnightMs, beat, countedFrom } = aSite();
    await clock.advanceTo(midnightMs + MINUTE_MS);
    const before = new Set(await allKeys(stores));
    expect([await beat(15, { headers }), await beat(15, { headers })]).toEqual([15, 10]);
    const born = (await allKeys(stores)).filter((key) => key.includes(':engaged:') && !before.has(key));
    expect(born).toHaveLength(1);
    expect(await stores.redis.client.ttl(born[0]!)).toBeLessThanOrEqual(3_600);
    expect(await stores.redis.client.ttl(born[0]!)).toBeGreaterThan(3_000);
    expect(await countedFrom(midnightMs, midnightMs + HOUR_MS)).toEqual({ seconds: 25, readings: 1 });
    // The next hour knows nothing of this one.
    await clock.advanceTo(midnightMs + HOUR_MS);
    expect(await beat(15, { headers })).toBe(15);
  });

  test('who is to be followed all the same has one reading a day', async () => {
    const { clock, midnightMs, beat, countedFrom } = aSite({ HONOUR_DO_NOT_TRACK: 'off' });
    await clock.advanceTo(midnightMs + MINUTE_MS);
    expect(await beat(15, { headers: { dnt: '1' } })).toBe(15);
    await clock.advanceBy(3 * HOUR_MS);
    expect(await beat(15, { headers: { dnt: '1' } })).toBe(10);
    expect(await countedFrom(midnightMs, midnightMs + 5 * HOUR_MS)).toEqual({ seconds: 25, readings: 1 });
  });
});
