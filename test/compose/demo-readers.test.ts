// The demo through the real counting, ranker and rails, in simulated time.

import { composeDemoReaders, type DemoReaders } from '../../src/compose/demo-readers';
import { settingsFrom } from '../../src/compose/settings';
import { seedDemo } from '../../src/demo/seed-demo';
import { SimulatedClock } from '../../src/platform/clock';
import { RankReason } from '../../src/ranking/rank-reason';
import { languageList, SITE_LIST, trendingList } from '../../src/ranking/snapshot';
import type { CountedReading } from '../../src/views/view-counter';
import { LiveNewsroom } from '../builders/a-live-newsroom';
import { useStores } from '../setup/stores';

const NOON_MS = Date.UTC(2026, 4, 1, 12);
const DAY_MS = 24 * 3_600_000;
const SECOND_MS = 1_000;

const stores = useStores();
let live: LiveNewsroom | undefined;
let readers: DemoReaders | undefined;

afterEach(async () => {
  await readers?.stop();
  await live?.stop();
  await stores.dataSource.query('truncate article, author, image, section, tag cascade');
  const keys = await stores.redis.client.keys(`${stores.keySpace}*`);
  if (keys.length > 0)
    await stores.redis.client.unlink(...keys.map((key) => key.slice(stores.keySpace.length)));
});

interface DemoGiven {
  seed?: string;
  filledMs?: number;
  /** Trending shows what this list does: it takes minutes until something rises. */
  trendingLike?: string;
}

async function aDemo(
  environment: Record<string, string>,
  { seed = 'a seed', filledMs = NOON_MS, trendingLike }: DemoGiven = {},
) {
  const clock = new SimulatedClock(NOON_MS);
  live = new LiveNewsroom(stores, { clock, environment });
  const { newsroom, counting, rails } = live;
  const settings = settingsFrom(environment);
  const { log, dataSource } = stores;
  await newsroom.start();
  await seedDemo({ ...newsroom, clock: new SimulatedClock(filledMs), progress: () => undefined });
  await counting.start();
  await rails.start();
  const counted: CountedReading[] = [];
  counting.counter.onCounted((view) => void counted.push(view));
  const outcomes: string[] = [];
  counting.told.listen((kind, outcome) => void outcomes.push(`${kind} ${outcome}`));
  const cameFrom: string[] = [];
  const shown: string[] = [];
  const { mirror } = rails;
  const nowShown = mirror.list.bind(mirror);
  if (trendingLike !== undefined) {
    jest.spyOn(mirror, 'list').mockImplementation((name) => {
      return nowShown(name === trendingList(languageList('en')) ? trendingLike : name);
    });
  }
  readers = composeDemoReaders({
    stores: { clock, dataSource },
    newsroom,
    counting: {
      ...counting,
      reports: {
        record: (origin, views) => {
          cameFrom.push(...views.flatMap(({ report }) => report.rail ?? []));
          return counting.reports.record(origin, views);
        },
      },
      impressions: {
        record: (origin, some) => {
          shown.push(...some.map(({ rail }) => rail));
          return counting.impressions.record(origin, some);
        },
      },
    },
    rails,
    settings,
    log,
    seed,
  });
  await readers.start();
  const firstFive = () => (rails.mirror.list(SITE_LIST)?.entries ?? []).slice(0, 5);
  return {
    counted,
    outcomes,
    cameFrom,
    shown,
    newsroom,
    firstFive,
    /** How often the first five have changed meanwhile. */
    async pass(seconds: number) {
      let changes = 0;
      let before = firstFive().map(({ article }) => article);
      for (let passed = 0; passed < seconds * SECOND_MS; passed += 500) {
        await clock.advanceBy(500);
        // What is learnt gathers in real time, which simulated readers do not wait for.
        await rails.recorder.drain();
        const now = firstFive().map(({ article }) => article);
        if (now.join() !== before.join()) changes += 1;
        before = now;
      }
      return changes;
    },
  };
}

describe('the demo', () => {
  test.each(['one', 'another', 'a third'])(
    'with the seed "%s" has five stories read within ten seconds, and moves them in the first minute',
    async (seed) => {
      const { firstFive, pass, counted } = await aDemo({ DEMO: 'on' }, { seed });
      await pass(10);
      expect(firstFive().map(({ reason }) => reason)).toEqual(Array(5).fill(RankReason.READ_NOW));
      expect(await pass(50)).toBeGreaterThan(0);
      expect(counted.length).toBeGreaterThan(50);
      expect(counted.length).toBeLessThan(600);
    },
    120_000,
  );

  test('teaches You May Also Like where readers go on to', async () => {
    const { pass, counted, newsroom } = await aDemo({ DEMO: 'on' });
    await pass(60);
    expect(counted.some(({ source }) => source === 'RAIL')).toBe(true);
    await live!.rails.recorder.drain();
    const first = new Map<string, number>();
    const left = counted.find(({ article, visitor }) => {
      const before = first.get(visitor);
      first.set(visitor, article);
      return before !== undefined && before !== article;
    });
    const from = counted.find(({ visitor }) => visitor === left!.visitor)!;
    const liked = await live!.rails.alsoLike.listFor(newsroom.cards.peek(from.article)!, []);
    expect(liked.map(({ reason }) => reason)).toContain(RankReason.READ_NEXT);
  }, 180_000);

  test('has rails that are shown and readers who are engaged, none of which is refused', async () => {
    const { pass, outcomes } = await aDemo({ DEMO: 'on' });
    await pass(60);
    await readers!.stop();
    const of = (kind: string) => outcomes.filter((one) => one.startsWith(kind)).length;
    expect(of('impression COUNTED')).toBeGreaterThan(5 * of('view COUNTED'));
    expect(of('engagement COUNTED')).toBeGreaterThan(0.5 * of('view COUNTED'));
    expect(outcomes.filter((one) => !one.endsWith(' COUNTED'))).toEqual([]);
  }, 180_000);

  test('has readers who go on to what stands on Trending, while something rises', async () => {
    const { pass, cameFrom, shown } = await aDemo({ DEMO: 'on' }, { trendingLike: SITE_LIST });
    for (let tries = 0; tries < 12 && !cameFrom.includes('TRENDING'); tries++) await pass(15);
    expect(shown).toContain('TRENDING');
    expect(cameFrom).toContain('TRENDING');
  }, 180_000);

  test('lives again when its stories are a month old', async () => {
    const { firstFive, pass, newsroom } = await aDemo({ DEMO: 'on' }, { filledMs: NOON_MS - 30 * DAY_MS });
    expect(newsroom.latest.youngerThan(3_600_000).length).toBeGreaterThan(5);
    await pass(10);
    expect(firstFive().map(({ reason }) => reason)).toEqual(Array(5).fill(RankReason.READ_NOW));
  }, 180_000);

  test.each<{ environment: Record<string, string>; comes: boolean }>([
    { environment: { DEMO: 'on', DEMO_TRAFFIC: 'off' }, comes: false },
    { environment: { DEMO: 'off' }, comes: false },
    { environment: { DEMO: 'auto', DATABASE_URL: 'postgres://publisher/news' }, comes: false },
    { environment: { DEMO: 'auto' }, comes: true },
    { environment: { DEMO: 'off', DEMO_TRAFFIC: 'on' }, comes: true },
  ])(
    'readers come with $environment: $comes',
    async ({ environment, comes }) => {
      const { pass, counted } = await aDemo(environment);
      await pass(5);
      expect(counted.length > 0).toBe(comes);
    },
    60_000,
  );

  test("readers stay out of a publisher's own newsroom, though it lies in the program's own database", async () => {
    const clock = new SimulatedClock(NOON_MS);
    live = new LiveNewsroom(stores, { clock });
    await live.start();
    await live.publish(['own']);
    const { newsroom, counting, rails } = live;
    const { log, dataSource } = stores;
    const counted: CountedReading[] = [];
    counting.counter.onCounted((view) => void counted.push(view));
    readers = composeDemoReaders({
      ...{ newsroom, counting, rails, log },
      stores: { clock, dataSource },
      settings: settingsFrom({}),
    });
    await readers.start();
    await clock.advanceBy(10 * SECOND_MS);
    expect(counted).toEqual([]);
  }, 180_000);
});
