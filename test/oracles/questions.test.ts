// Answers to questions beside a plain count of the whole log in memory, after any course of counting, coming late,
// excluding and compacting, around changes of the clocks.

import fc from 'fast-check';
import { AudienceFigures } from '../../src/audience/audience-figures';
import { Calendar, dateOf, dayAfter, firstDayOf } from '../../src/audience/calendar';
import { viewsIn } from '../../src/audience/counter-sums';
import { FiguresRepository } from '../../src/audience/figures.repository';
import { SeriesInterval } from '../../src/audience/figures.type';
import { readPeriod } from '../../src/audience/most-read-window';
import { RollupReading } from '../../src/audience/rollup-reading.repository';
import { SimulatedClock } from '../../src/platform/clock';
import { SLICE_MS, type Slice, sliceOf } from '../../src/views/slice';
import { aCompaction, flushFigures } from '../builders/a-compaction';
import { allPages, aMostRead, everything, shownIn } from '../builders/a-most-read';
import { aDraft } from '../builders/an-article-draft';
import { useNewsroom } from '../setup/newsroom';
import { useStores } from '../setup/stores';

const stores = useStores();
const newsroom = useNewsroom(stores);
const ARTICLES = 5;
let numbers: number[] = [];

beforeAll(async () => {
  const publishedAt = new Date('2020-01-01T00:00:00Z');
  const drafts = Array.from({ length: ARTICLES }, (_, at) => aDraft(`read ${at}`, { publishedAt }));
  numbers = (await newsroom.writer.write(drafts)).map(({ number }) => number);
});

/** A day of 25 hours, one of 23, one of 24 and a half, and a zone three quarters off. */
const scenes = [
  { timeZone: 'America/New_York', day: '2026-11-01', week: '2026-W44', hours: 25 },
  { timeZone: 'Europe/London', day: '2026-03-29', week: '2026-W13', hours: 23 },
  { timeZone: 'Australia/Lord_Howe', day: '2026-04-05', week: '2026-W14', hours: 24.5 },
  { timeZone: 'Asia/Kathmandu', day: '2026-07-01', week: '2026-W27', hours: 24 },
];

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('count' as const),
      views: fc.array(
        fc.record({
          back: fc.integer({ min: 0, max: 96 * 6 }),
          article: fc.nat(ARTICLES - 1),
          counter: fc.constantFrom(1, 2, 6, 101, 2_000, 3_000),
          amount: fc.integer({ min: 1, max: 9 }),
        }),
        { minLength: 1, maxLength: 10 },
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('exclude' as const), which: fc.nat(), share: fc.nat(100) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('compact' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('sum' as const) }) },
);

interface Counted {
  slice: Slice;
  article: number;
  counter: number;
  amount: number;
}

function intervalOf(asked: object): 'DAY' | 'WEEK' | 'MONTH' {
  if ('day' in asked) return 'DAY';
  return 'week' in asked ? 'WEEK' : 'MONTH';
}

async function clear(): Promise<void> {
  await stores.dataSource.query(`truncate rollup_slice, rollup_hour, rollup_day, rollup_site, rollup_exclusion,
    article_day, article_month, article_third, rollup_watermark`);
  await stores.dataSource.query('truncate counter_generation cascade');
  await stores.dataSource.query(`delete from newsroom_setting where name like '%time-zone'`);
}

test.each(scenes)(
  'in $timeZone, around a day of $hours hours, all answers are what a plain count gives',
  async (scene) => {
    const { timeZone, day, hours } = scene;
    const calendar = new Calendar(timeZone);
    const dayIs = { from: calendar.beginningOf(Date.parse(day) / 86_400_000), length: hours * 4 };
    const clock = new SimulatedClock((dayIs.from + 96 * 4) * SLICE_MS);
    const now = sliceOf(clock.nowMs());
    const { lists, keeper } = aMostRead({ stores, newsroom, timeZone, atMs: clock.nowMs() });
    const figures = new FiguresRepository(
      new RollupReading({ dataSource: stores.dataSource, timeoutMs: 20_000, atOnce: 4 }),
      calendar,
    );
    const audience = new AudienceFigures({
      ...{ figures, sections: newsroom.sections, calendar, clock, keepApartDays: 30 },
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
        await clear();
        const log: Counted[] = [];
        let births = 0;
        const views = (matches: (one: Counted) => boolean) =>
          log.reduce((sum, one) => sum + (one.counter < 1_000 && matches(one) ? one.amount : 0), 0);
        for (const one of steps) {
          if (one.kind === 'count') {
            const counted = one.views.map(({ back, article, ...rest }) => ({
              ...{ ...rest, slice: now - back, article: numbers[article]! },
            }));
            log.push(...counted);
            births += 1;
            await flushFigures(
              stores,
              clock,
              counted.map((figure, at) => ({ ...figure, generation: `${births} ${at} ${figure.slice}` })),
            );
          }
          if (one.kind === 'exclude' && log.length > 0) {
            const { slice, article, counter, amount } = log[one.which % log.length]!;
            // No exclusion takes what another has taken.
            const left = log
              .filter(
                (other) => other.slice === slice && other.article === article && other.counter === counter,
              )
              .reduce((sum, other) => sum + other.amount, 0);
            const taken = Math.floor((Math.max(0, Math.min(amount, left)) * one.share) / 100);
            log.push({ slice, article, counter, amount: -taken });
            await stores.dataSource.query(
              'insert into rollup_exclusion values (gen_random_uuid(), $1, $2, $3, $4, 0)',
              [...[slice, article, counter, taken]],
            );
          }
          if (one.kind === 'compact') await aCompaction({ stores, clock, timeZone }).run();
          if (one.kind === 'sum') await keeper.sumMonths();
        }
        const firstDay = calendar.dayOf(dayIs.from);
        const times = [
          { asked: { day }, until: dayIs.from + dayIs.length, first: firstDay },
          { asked: { week: scene.week }, until: now + 1, first: firstDayOf(firstDay, 'WEEK') },
          { asked: { month: day.slice(0, 7) }, until: now + 1, first: firstDayOf(firstDay, 'MONTH') },
        ];
        for (const { asked, first, until } of times) {
          const begins = calendar.beginningOf(first);
          const ends = Math.min(until, calendar.beginningOf(dayAfter(first, intervalOf(asked))));
          const period = readPeriod(asked, calendar, clock.nowMs());
          const byViews = numbers
            .map((article): [number, number] => [
              article,
              views((one) => one.slice >= begins && one.slice < ends && one.article === article),
            ])
            .sort(([one, a], [other, b]) => b - a || other - one);
          const most = await allPages(lists, { ...everything, direction: 'MOST', period }, 2);
          expect(most.pages[0]).toMatchObject({ fromMs: begins * SLICE_MS, toMs: ends * SLICE_MS });
          expect(shownIn(most.places)).toEqual(byViews.filter(([, count]) => count > 0));
          const least = await allPages(lists, { ...everything, direction: 'LEAST', period }, 2);
          expect(shownIn(least.places)).toEqual(byViews.toReversed());
        }

        const [from, to] = [new Date((now - 96 * 6) * SLICE_MS), new Date((now + 1) * SLICE_MS)];
        for (const article of [undefined, numbers[0]!]) {
          const { points } = await audience.series({ article, interval: SeriesInterval.DAY, from, to });
          const told = points.map((point) => [
            dateOf(calendar.dayOf(sliceOf(point.from.getTime()))),
            point.views,
          ]);
          const plain = points.map((point) => {
            const [first, end] = [point.from, point.to].map((at) => sliceOf(at.getTime()));
            const ofDay = (one: Counted) => one.slice >= first! && one.slice < end!;
            return views((one) => ofDay(one) && (article === undefined || one.article === article));
          });
          expect(told.map(([, count]) => count)).toEqual(plain);
          const changed = points.find((_, at) => told[at]![0] === day)!;
          expect((changed.to.getTime() - changed.from.getTime()) / 3_600_000).toBe(hours);
        }
        const all = await audience.sourcesOf({ from, to, section: undefined });
        expect(all.views).toBe(views(() => true));
        expect(all.sources.reduce((sum, source) => sum + source.views, 0)).toBe(all.views);
        const { sums } = await figures.sumsOfArticles({ from: now - 96 * 8, until: now + 1 }, [numbers[1]!]);
        expect(viewsIn(sums.get(numbers[1]!) ?? new Map())).toBe(
          views(({ article }) => article === numbers[1]),
        );
      }),
      { numRuns: Number(process.env['QUESTION_RUNS'] ?? 8) },
    );
  },
  120_000,
);
