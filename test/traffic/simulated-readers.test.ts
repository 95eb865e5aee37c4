import pino from 'pino';
import { SimulatedClock } from '../../src/platform/clock';
import { StoreUnavailable } from '../../src/platform/errors';
import type { HeartbeatReport, RailReport } from '../../src/traffic/page-reports';
import { SimulatedReaders } from '../../src/traffic/simulated-readers';
import { UnknownArticle } from '../../src/views/views.errors';
import { BotFilter } from '../../src/visitors/bot-filter';
import { networkOf } from '../../src/visitors/network-of';
import { someStories } from '../builders/a-story';

const NOON_MS = Date.UTC(2026, 5, 1, 12);
const MINUTE_MS = 60_000;
const rules = {
  seed: 'a seed',
  timeZone: 'UTC',
  leastShare: 0.5,
  visitorsPerMinute: 60,
  breaksPerHour: 10,
  breakHeight: 1,
  breaksAtStart: 1,
  visitorsAtStart: 10,
};

type Parts = ConstructorParameters<typeof SimulatedReaders>[0];
type Reported = { origin: Parameters<Parts['reports']['record']>[0]; visitor: string; articleId: string };

function aNewsroom(changes: Partial<Parts> = {}) {
  const clock = new SimulatedClock(NOON_MS);
  const reported: Reported[] = [];
  const logged: string[] = [];
  const state = { stories: someStories(40, NOON_MS) };
  const rails: RailReport[] = [];
  const beats: HeartbeatReport[] = [];
  const log = pino({}, { write: (line: string) => void logged.push(line) });
  const readers = new SimulatedReaders({
    reports: {
      async record(origin, views) {
        return views.map(({ visitor = '', report }) => {
          reported.push({ origin, visitor, articleId: report.articleId });
          return { status: 'COUNTED', views: 1, refusal: null };
        });
      },
    },
    impressions: { record: async (_origin, some) => void rails.push(...some) },
    engagedTime: { record: async (_origin, some) => void beats.push(...some) },
    stories: () => state.stories,
    railsOn: async () => ({
      popularNow: state.stories.slice(0, 5).map(({ id }) => id),
      youMayAlsoLike: [],
      latest: [],
      mustReads: [],
      trending: [],
    }),
    isOpen: () => true,
    ...{ clock, log, rules },
    ...changes,
  });
  return { clock, reported, rails, beats, logged, readers, state };
}

describe('simulated readers', () => {
  test('report their views as browsers do, each with an address and an id of its own', async () => {
    const { clock, reported, readers } = aNewsroom();
    await readers.start();
    await clock.advanceBy(5 * MINUTE_MS);
    await readers.stop();
    expect(reported.length).toBeGreaterThan(300);
    const bots = new BotFilter([]);
    expect(reported.filter(({ origin }) => bots.isBot(origin.headers))).toEqual([]);
    const origins = new Map(reported.map(({ visitor, origin }) => [visitor, JSON.stringify(origin)]));
    expect(origins.size).toBeGreaterThan(150);
    const changed = reported.filter(({ visitor, origin }) => origins.get(visitor) !== JSON.stringify(origin));
    expect(changed).toEqual([]);
    const networks = new Set(reported.map(({ origin }) => networkOf(origin.clientIp)));
    expect(networks.size).toBeGreaterThan(0.8 * origins.size);
  });

  test('do the same again with the same seed', async () => {
    const runs = [aNewsroom(), aNewsroom()];
    for (const { clock, readers } of runs) {
      await readers.start();
      await clock.advanceBy(MINUTE_MS);
      await readers.stop();
    }
    const [one, other] = runs.map(({ reported, rails, beats }) => ({ reported, rails, beats }));
    expect(one).toEqual(other);
    expect(runs[0]!.reported.length).toBeGreaterThan(50);
  });

  test('report the rails that they see and the seconds that they are engaged, each under an id of its own', async () => {
    const { clock, reported, rails, beats, readers, state } = aNewsroom();
    await readers.start();
    await clock.advanceBy(5 * MINUTE_MS);
    await readers.stop();
    expect(rails.length).toBeGreaterThan(0.8 * reported.length);
    expect(rails.length).toBeLessThanOrEqual(reported.length);
    const five = state.stories.slice(0, 5).map(({ id }, index) => ({ articleId: id, slot: index + 1 }));
    for (const { rail, shown } of rails)
      expect({ rail, shown }).toEqual({ rail: 'POPULAR_NOW', shown: five });
    expect(beats.length).toBeGreaterThan(reported.length);
    const read = new Set(reported.map(({ visitor, articleId }) => `${visitor} ${articleId}`));
    for (const { visitor, articleId } of beats) expect(read).toContain(`${visitor} ${articleId}`);
    const ids = [...rails, ...beats].map(({ eventId }) => eventId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('read what is public at that moment, and nothing else', async () => {
    const { clock, reported, readers, state } = aNewsroom();
    await readers.start();
    await clock.advanceBy(2 * MINUTE_MS);
    state.stories = state.stories.slice(20);
    await clock.advanceBy(3_000); // until they have looked
    const before = reported.length;
    await clock.advanceBy(2 * MINUTE_MS);
    await readers.stop();
    const open = new Set(state.stories.map(({ id }) => id));
    expect(reported.length).toBeGreaterThan(before + 50);
    expect(reported.slice(before).filter(({ articleId }) => !open.has(articleId))).toEqual([]);
  });

  test('take no harm from a story that is withdrawn as they open it', async () => {
    const record = jest.fn(async () => [
      { status: 'REFUSED' as const, views: null, refusal: new UnknownArticle() },
    ]);
    const { clock, readers, logged } = aNewsroom({ reports: { record } });
    await readers.start();
    await clock.advanceBy(MINUTE_MS);
    await readers.stop();
    expect(record.mock.calls.length).toBeGreaterThan(40);
    expect(logged).toEqual([]);
  });

  test.each([
    { how: 'refuses', fail: async () => [{ status: 'REFUSED' as const, views: null, refusal: away() }] },
    { how: 'throws', fail: () => Promise.reject(away()) },
  ])('stay away without a word while Redis $how, and come back', async ({ fail }) => {
    let isAway = true;
    const record = jest.fn(async () =>
      isAway ? fail() : [{ status: 'COUNTED' as const, views: 1, refusal: null }],
    );
    const { clock, readers, logged } = aNewsroom({ reports: { record } });
    await readers.start();
    await clock.advanceBy(2 * MINUTE_MS);
    const tries = record.mock.calls.length;
    expect(tries).toBeGreaterThan(5);
    expect(tries).toBeLessThan(80);
    isAway = false;
    await clock.advanceBy(2 * MINUTE_MS);
    expect(record.mock.calls.length).toBeGreaterThan(tries + 100);
    expect(logged).toEqual([]);
    await readers.stop();
  });

  test('tell of a fault of ours once, not at every view', async () => {
    const { clock, readers, logged } = aNewsroom({
      reports: { record: () => Promise.reject(new TypeError('a bug')) },
    });
    await readers.start();
    await clock.advanceBy(5 * MINUTE_MS);
    await readers.stop();
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain('a bug');
  });

  test('wait for no more than a hundred answers at a time, and are gone when stop resolves', async () => {
    let asked = 0;
    const answers: (() => void)[] = [];
    const { clock, readers } = aNewsroom({
      reports: {
        record: () =>
          new Promise((resolve) => {
            asked += 1;
            answers.push(() => resolve([{ status: 'COUNTED', views: 1, refusal: null }]));
          }),
      },
    });
    await readers.start();
    await clock.advanceBy(10 * MINUTE_MS);
    expect(asked).toBe(100);
    let isStopped = false;
    const stopped = readers.stop().then(() => {
      isStopped = true;
    });
    await Promise.resolve();
    expect(isStopped).toBe(false);
    for (const answer of answers) answer();
    await stopped;
    await clock.advanceBy(10 * MINUTE_MS);
    expect(asked).toBe(100);
  });

  test('do not make up for what they have slept through', async () => {
    const slept = { ms: 0 };
    const clock = new SimulatedClock(NOON_MS);
    const nowMs = clock.nowMs.bind(clock);
    clock.nowMs = () => nowMs() + slept.ms;
    const { reported, readers } = aNewsroom({ clock });
    await readers.start();
    await clock.advanceBy(MINUTE_MS);
    const before = reported.length;
    slept.ms = 8 * 60 * MINUTE_MS;
    await clock.advanceBy(1_000);
    expect(reported.length - before).toBeLessThan(20);
    await clock.advanceBy(MINUTE_MS);
    expect(reported.length - before).toBeGreaterThan(30);
    await readers.stop();
  });

  test('stay out where another process lets them in', async () => {
    const { clock, reported, readers } = aNewsroom({ isOpen: () => false });
    await readers.start();
    await clock.advanceBy(MINUTE_MS);
    await readers.stop();
    expect(reported).toEqual([]);
  });
});

function away(): StoreUnavailable {
  return new StoreUnavailable('Redis');
}
