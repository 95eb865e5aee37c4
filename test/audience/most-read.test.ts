import fc from 'fast-check';
import { ArticleCard } from '../../src/articles/article-card';
import { ArticleStatus } from '../../src/articles/article-status';
import type { CardCache } from '../../src/articles/card-cache';
import { Calendar } from '../../src/audience/calendar';
import type { ListAsked } from '../../src/audience/most-read';
import { ViewWindow } from '../../src/audience/most-read-window';
import { minuteKey } from '../../src/boards/board-keys';
import { partitionOf } from '../../src/boards/partition';
import { SLICE_MS, sliceOf } from '../../src/views/slice';
import { allPages, aMostRead, everything, shownIn } from '../builders/a-most-read';
import { aDraft } from '../builders/an-article-draft';
import { type Log, recount, writeRollups } from '../builders/some-rollups';
import { useNewsroom } from '../setup/newsroom';
import { useStores } from '../setup/stores';

const stores = useStores();
const newsroom = useNewsroom(stores);

const ARTICLES = 12;
let numbers: number[] = [];

beforeAll(async () => {
  const outcomes = await newsroom.writer.write([
    ...Array.from({ length: ARTICLES }, (_, index) =>
      aDraft(`article-${index}`, {
        publishedAt: new Date('2010-01-01T00:00:00Z'),
        language: index % 3 === 0 ? 'ko' : 'en',
        section: index % 2 === 0 ? { slug: 'town', name: 'Town' } : { slug: 'sea', name: 'Sea' },
        tags: index % 4 === 0 ? ['Boats'] : [],
        authors: [{ name: index % 5 === 0 ? 'Solo Writer' : 'Ada Quill' }],
      }),
    ),
  ]);
  numbers = outcomes.map(({ number }) => number);
});

const listsIn = (timeZone: string, atMs: number, cards?: CardCache) =>
  aMostRead({ stores, newsroom, timeZone, atMs, cards: cards ?? newsroom.cards });

function viewedFirst(views: ReadonlyMap<number, number>, only: (article: number) => boolean = () => true) {
  return [...views]
    .filter(([article, count]) => count > 0 && only(article))
    .sort(([one, a], [other, b]) => b - a || other - one);
}

/** Around changes of the clocks, and around the day that Samoa left out. */
const scenes = [
  { timeZone: 'UTC', around: '2026-03-01T00:00:00Z' },
  { timeZone: 'Asia/Kathmandu', around: '2026-02-28T18:15:00Z' },
  { timeZone: 'America/St_Johns', around: '2026-03-08T05:30:00Z' },
  { timeZone: 'America/St_Johns', around: '2026-11-01T04:30:00Z' },
  { timeZone: 'Pacific/Apia', around: '2011-12-30T10:00:00Z' },
];

/** Three months of slices: most of them near the scene. */
function aLog(middle: number, calendar: Calendar): fc.Arbitrary<Log> {
  const slice = fc.oneof(
    fc.integer({ min: middle - 200, max: middle + 200 }),
    fc.integer({ min: middle - 96 * 60, max: middle + 96 * 30 }),
  );
  const amount = fc.record({
    slice,
    article: fc.nat(ARTICLES - 1),
    counter: fc.constantFrom(1, 2, 6, 101, 1_101, 2_000, 3_000),
    amount: fc.integer({ min: 1, max: 9 }),
    generation: fc.constantFrom(1, 2),
    isLate: fc.boolean(),
  });
  return fc
    .record({
      amounts: fc.array(amount, { minLength: 1, maxLength: 80 }),
      excluded: fc.array(fc.tuple(fc.nat(79), fc.nat(9), fc.nat(9)), { maxLength: 5 }),
      hour: fc.option(fc.integer({ min: middle - 96 * 40, max: middle + 300 }), {
        nil: Number.NEGATIVE_INFINITY,
      }),
      daysBefore: fc.integer({ min: 0, max: 30 }),
    })
    .map(({ amounts, excluded, hour: mark, daysBefore }) => {
      const named = amounts.map((one) => ({ ...one, article: numbers[one.article]! }));
      const hour = Number.isFinite(mark) ? calendar.hourOf(mark) : mark;
      const day = Number.isFinite(mark) ? calendar.floor(hour - daysBefore * 96, 'DAY') : mark;
      const taken = excluded.flatMap(([index, out, back]) => {
        const one = named[index];
        const amount = Math.min(out, one?.amount ?? 0);
        return one === undefined ? [] : [{ ...one, amount, restored: Math.min(back, amount) }];
      });
      return { amounts: named, excluded: taken, hour, day };
    });
}

describe.each(scenes)('in $timeZone around $around, a list', ({ timeZone, around }) => {
  const middle = sliceOf(Date.parse(around));
  const { lists, keeper, calendar } = { ...lazily(() => listsIn(timeZone, (middle + 96 * 31) * SLICE_MS)) };

  test('of any time is what a plain count of that time gives, wherever compaction stands', async () => {
    const range = fc.tuple(fc.integer({ min: -3_000, max: 3_000 }), fc.integer({ min: 1, max: 3_000 }));
    await fc.assert(
      fc.asyncProperty(aLog(middle, calendar()), range, fc.boolean(), async (log, [start, length], sums) => {
        await writeRollups(stores.dataSource, log, calendar());
        if (sums) await keeper().sumMonths();
        const period = { range: { from: middle + start, until: middle + start + length }, name: 'some time' };
        const { pages, places } = await allPages(lists(), { ...everything, direction: 'MOST', period }, 5);
        const { fromMs, toMs, total } = pages[0]!;
        const counted = { from: fromMs! / SLICE_MS, until: toMs / SLICE_MS };
        expect(counted.from).toBeLessThanOrEqual(period.range.from);
        expect(counted.until).toBeGreaterThanOrEqual(period.range.until);
        if (period.range.from >= log.hour) expect(counted).toEqual(period.range);
        const expected = viewedFirst(recount(log, counted));
        expect(shownIn(places)).toEqual(expected);
        expect(total).toBe(expected.length);
      }),
      { numRuns: 12 },
    );
  });

  test('that a worker has made is the one that is counted when it is asked for', async () => {
    const windows = [ViewWindow.DAY, ViewWindow.WEEK, ViewWindow.MONTH, ViewWindow.YEAR, ViewWindow.ALL_TIME];
    await fc.assert(
      fc.asyncProperty(aLog(middle, calendar()), fc.constantFrom(...windows), async (log, window) => {
        await writeRollups(stores.dataSource, log, calendar());
        const asked = { ...everything, direction: 'MOST' as const, period: { window } };
        const some = [{}, { section: 'sea' }, { language: 'ko' }];
        const counts = some.map((filter) =>
          allPages(listsIn(timeZone, nowMs()).lists, { ...asked, ...filter }, 4),
        );
        const counted = await Promise.all(counts);
        const fresh = listsIn(timeZone, nowMs());
        await fresh.keeper.refresh(window);
        for (const [index, filter] of some.entries()) {
          const made = await allPages(fresh.lists, { ...asked, ...filter }, 4);
          expect(shownIn(made.places)).toEqual(shownIn(counted[index]!.places));
          const { fromMs, toMs, total } = made.pages[0]!;
          expect({ fromMs, toMs, total }).toMatchObject({
            fromMs: counted[index]!.pages[0]!.fromMs,
            toMs: counted[index]!.pages[0]!.toMs,
            total: counted[index]!.pages[0]!.total,
          });
        }
        const [row] = await stores.dataSource.query(
          `select count(*) as count from most_read where time_window = $1`,
          [window],
        );
        expect(Number(row.count)).toBeGreaterThan(2);
      }),
      { numRuns: 6 },
    );
  });

  const nowMs = () => (middle + 96) * SLICE_MS;
});

/** What needs the stores is made in the tests. */
function lazily(make: () => ReturnType<typeof listsIn>) {
  let made: ReturnType<typeof listsIn> | undefined;
  const get = () => {
    made ??= make();
    return made;
  };
  return { lists: () => get().lists, keeper: () => get().keeper, calendar: () => get().calendar };
}

describe('a list', () => {
  const middle = sliceOf(Date.parse('2026-03-10T12:00:00Z'));
  const period = { range: { from: middle - 10, until: middle + 10 }, name: 'some time' };
  const at = () => listsIn('UTC', (middle + 20) * SLICE_MS);
  const views = () => new Map(numbers.map((number, index) => [number, index % 4]));
  const log = (): Log => ({
    ...{ excluded: [], hour: Number.NEGATIVE_INFINITY, day: Number.NEGATIVE_INFINITY },
    amounts: [...views()]
      .filter(([, amount]) => amount > 0)
      .map(([article, amount]) => ({ slice: middle, article, counter: 1, amount })),
  });

  beforeEach(() => writeRollups(stores.dataSource, log(), new Calendar('UTC')));

  const index = (article: number) => numbers.indexOf(article);
  test.each<[string, Partial<ListAsked>, (article: number) => boolean]>([
    ['a section', { section: 'town' }, (article) => index(article) % 2 === 0],
    ['a language', { language: 'ko' }, (article) => index(article) % 3 === 0],
    ['a tag', { tag: 'boats' }, (article) => index(article) % 4 === 0],
    ['an author', { author: 'solo-writer' }, (article) => index(article) % 5 === 0],
    ['an author that nobody knows', { author: 'nobody' }, () => false],
    ['a tag that nobody knows', { tag: `boats' or '1'='1` }, () => false],
  ])('of %s has only theirs', async (_, filter, belongs) => {
    const asked = { ...everything, ...filter, direction: 'MOST' as const, period };
    const { places } = await allPages(at().lists, asked, 2);
    expect(shownIn(places)).toEqual(viewedFirst(views(), belongs));
  });

  test('of the least read begins with what nobody has viewed, and knows nothing that came later', async () => {
    const { places, pages } = await allPages(at().lists, { ...everything, direction: 'LEAST', period }, 5);
    const expected = [...views()].sort(([one, a], [other, b]) => a - b || one - other);
    expect(shownIn(places)).toEqual(expected);
    expect(pages[0]!.total).toBe(ARTICLES);
    const before = { range: { from: 100, until: 200 }, name: 'long ago' };
    const early = await at().lists.page({
      ...everything,
      direction: 'LEAST',
      period: before,
      first: 5,
      after: undefined,
    });
    expect(early).toMatchObject({ places: [], total: 0 });
  });

  test('shows nothing that has been withdrawn since it was made', async () => {
    const { lists, keeper } = at();
    await keeper.refresh(ViewWindow.DAY);
    const asked = { ...everything, direction: 'MOST' as const, period: { window: ViewWindow.DAY } };
    const whole = (await allPages(lists, asked, 3)).places;
    const gone = whole[1]!.card.number;
    const cards = {
      byNumbers: async (wanted: readonly number[]) =>
        (await newsroom.cards.byNumbers(wanted)).map((card) =>
          card?.number === gone
            ? Object.assign(new ArticleCard(), card, { status: ArticleStatus.WITHDRAWN })
            : card,
        ),
    } as CardCache;
    const { places } = await allPages(listsIn('UTC', (middle + 20) * SLICE_MS, cards).lists, asked, 3);
    expect(shownIn(places)).toEqual(shownIn(whole).filter(([number]) => number !== gone));
    expect(places.map(({ rank }) => rank)).toEqual(places.map((_, at) => at + 1));
  });

  test('of the last hour comes from the minutes of the clock', async () => {
    const clockMs = (middle + 20) * SLICE_MS + 30_000;
    const minute = Math.floor(clockMs / 60_000);
    const counted = numbers.slice(0, 3);
    for (const [at, article] of [minute, minute - 59, minute - 60].map(
      (one, i) => [one, counted[i]!] as const,
    )) {
      await stores.redis.client.zincrby(minuteKey(at, partitionOf(article)), 3, String(article));
    }
    const asked = { ...everything, direction: 'MOST' as const, period: { window: ViewWindow.HOUR } };
    const plain = await allPages(listsIn('UTC', clockMs).lists, asked, 1);
    expect(shownIn(plain.places)).toEqual([
      [counted[1], 3],
      [counted[0], 3],
    ]);
    const { lists, keeper, clock } = listsIn('UTC', clockMs);
    await keeper.refresh(ViewWindow.HOUR);
    await clock.advanceBy(500);
    // Of a language in which nothing was read there is an empty list, and nothing is counted for it.
    const french = (await allPages(lists, { ...asked, language: 'fr' }, 1)).pages[0]!;
    expect(french).toMatchObject({ places: [], total: 0, computedAtMs: clockMs, nowMs: clockMs + 500 });
    const made = await allPages(lists, asked, 1);
    expect(shownIn(made.places)).toEqual(shownIn(plain.places));
    expect(made.pages[0]).toMatchObject({ fromMs: (minute - 59) * 60_000, toMs: (minute + 1) * 60_000 });
  });
});
