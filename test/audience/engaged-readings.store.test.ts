import { anyone } from '../../src/accounts/account';
import { EngagedReadingsStore } from '../../src/audience/engaged-readings.store';
import { SimulatedClock, systemClock } from '../../src/platform/clock';
import { PublisherDays } from '../../src/visitors/publisher-day';
import { aCounting, SomeArticles } from '../builders/a-counting';
import { BROWSER } from '../setup/running-program';
import { allKeys, useStores } from '../setup/stores';

const stores = useStores();
const HOUR_MS = 3_600_000;
const days = new PublisherDays('UTC');
const midnightMs = Date.UTC(2026, 0, 2);
const ARTICLES = 40;

async function readingsKept(): Promise<number> {
  const keys = (await allKeys(stores)).filter((key) => key.includes(':engaged:'));
  let readings = 0;
  for (const key of keys) readings += await stores.redis.client.hlen(key);
  return readings;
}

test('a visitor is forgotten in all its readings, and nobody else', async () => {
  const clock = new SimulatedClock(midnightMs - 30 * 60_000);
  const articles = new SomeArticles(ARTICLES);
  const { engagedTime, visitorIds } = aCounting({ stores, clock, articles });
  const read = async (visitor: string, count: number, headers: Record<string, string> = {}) => {
    const reports = articles.cards.slice(0, count).map(({ id }) => ({
      ...{ articleId: id, visitor, seconds: 10 },
      eventId: `${visitor} ${id} ${clock.nowMs()} ${Object.keys(headers).length}`,
    }));
    const origin = {
      clientIp: '203.0.113.5',
      headers: { 'user-agent': BROWSER, ...headers },
      caller: anyone,
    };
    await engagedTime.record(origin, reports);
  };
  await read('ada', ARTICLES);
  await read('bo', 20);
  await clock.advanceTo(midnightMs + 10 * 60_000);
  await read('ada', 15);
  await read('ada', 5, { 'sec-gpc': '1' });
  await read('bo', 3);
  const kept = await readingsKept();
  expect(kept).toBe(ARTICLES + 20 + 15 + 5 + 3);

  const store = new EngagedReadingsStore({
    redis: stores.redis,
    clock: { nowMs: () => clock.nowMs(), wait: (ms) => systemClock.wait(ms) },
    dayOf: (atMs) => days.dayOf(atMs),
    newestArticle: async () => 12_000,
  });
  const { visitor, earlier } = await visitorIds.ofOwnId('ada');
  expect(await store.forget([visitor])).toBe(15 + 5);
  expect(await store.forget([visitor, earlier!.visitor])).toBe(ARTICLES);
  expect(await store.forget([visitor, earlier!.visitor])).toBe(0);
  expect(await readingsKept()).toBe(23);
});

test('a day later readings of the day before are still found by who knows their name', async () => {
  const clock = new SimulatedClock(midnightMs + 10 * 24 * HOUR_MS);
  const articles = new SomeArticles(1, 77);
  const { engagedTime, visitorIds } = aCounting({ stores, clock, articles });
  const before = await readingsKept();
  const origin = { clientIp: '203.0.113.5', headers: { 'user-agent': BROWSER }, caller: anyone };
  await engagedTime.record(origin, [
    { articleId: articles.id(1), visitor: 'cy', seconds: 10, eventId: 'of yesterday' },
  ]);
  const { visitor } = await visitorIds.ofOwnId('cy');
  await clock.advanceBy(24 * HOUR_MS);
  const store = new EngagedReadingsStore({
    ...{ redis: stores.redis, clock, dayOf: (atMs: number) => days.dayOf(atMs) },
    newestArticle: async () => 77,
  });
  expect(await store.forget([visitor])).toBe(1);
  expect(await readingsKept()).toBe(before);
});
