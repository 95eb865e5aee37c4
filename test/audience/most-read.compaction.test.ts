import { SimulatedClock } from '../../src/platform/clock';
import { RollupHours } from '../../src/views/rollup-hours';
import { RollupRetention } from '../../src/views/rollup-retention';
import { RollupRetentionRepository } from '../../src/views/rollup-retention.repository';
import { SLICE_MS, sliceOf } from '../../src/views/slice';
import { aCompaction, flushFigures } from '../builders/a-compaction';
import { allPages, aMostRead, everything, shownIn } from '../builders/a-most-read';
import { aDraft } from '../builders/an-article-draft';
import { useNewsroom } from '../setup/newsroom';
import { useStores } from '../setup/stores';

const stores = useStores();
const newsroom = useNewsroom(stores);

test.each(['UTC', 'Asia/Kathmandu', 'America/St_Johns'])(
  'in %s lists stay the same through compaction, sums of months and what comes late',
  async (timeZone) => {
    await stores.dataSource.query(
      `truncate rollup_slice, rollup_hour, rollup_day, rollup_site, article_day, article_month, article_third, rollup_watermark`,
    );
    await stores.dataSource.query(`truncate counter_generation cascade`);
    await stores.dataSource.query(`delete from newsroom_setting where name like '%time-zone'`);
    const outcomes = await newsroom.writer.write(
      [1, 2, 3].map((one) => aDraft(`${timeZone} ${one}`, { publishedAt: new Date('2025-12-01T00:00:00Z') })),
    );
    const numbers = outcomes.map(({ number }) => number);
    const now = sliceOf(Date.parse('2026-03-20T12:00:00Z'));
    const first = sliceOf(Date.parse('2026-01-02T00:00:00Z'));
    const clock = new SimulatedClock(now * SLICE_MS);
    const { lists, keeper, calendar } = aMostRead({ stores, newsroom, timeZone, atMs: now * SLICE_MS });
    const views = new Map<number, number>();
    const count = async (name: string, slices: readonly number[]) => {
      const figures = slices.map((slice, index) => ({
        ...{ slice, counter: 1 + (index % 3), generation: `${timeZone} ${name} ${slice}` },
        ...{ article: numbers[index % 3]!, amount: 1 + (index % 7) },
      }));
      for (const { article, amount } of figures) views.set(article, (views.get(article) ?? 0) + amount);
      await flushFigures(stores, clock, figures);
    };
    const expectSame = async () => {
      const period = { range: { from: first - 96 * 3, until: now + 1 }, name: 'all of it' };
      const { places } = await allPages(lists, { ...everything, direction: 'MOST', period }, 2);
      expect(shownIn(places)).toEqual([...views].sort(([one, a], [other, b]) => b - a || other - one));
    };
    const compact = () => aCompaction({ stores, clock, timeZone, keepHoursDays: 10 }).run();

    await count(
      'first',
      Array.from({ length: 150 }, (_, index) => first + index * 49),
    );
    await expectSame();
    for (let run = 0; run < 20; run++) {
      const { hours, days } = await compact();
      await expectSame();
      if (hours + days === 0) break;
    }
    await keeper.sumMonths();
    const [{ months }] = await stores.dataSource.query(
      'select count(distinct month)::integer as months from article_month',
    );
    expect(months).toBe(2);
    await expectSame();
    await count('late', [first + 100, first + 4_000, first + 6_000, first + 7_000]);
    await expectSame();
    await compact();
    await expectSame();
    await keeper.sumMonths();
    await expectSame();
    const retention = new RollupRetention({
      ...{
        clock,
        hours: new RollupHours(timeZone),
        keepReadersDays: 0,
        keepApartDays: 30,
        keepGenerationsDays: 400,
      },
      repository: new RollupRetentionRepository(stores.dataSource),
      keepDaysDays: 40,
    });
    expect(await retention.run()).toBeGreaterThan(0);
    await expectSame();
    // A range that begins in a month whose days are gone has the whole of it.
    const period = { range: { from: first + 500, until: now + 1 }, name: 'from the sixth of January on' };
    const { pages, places } = await allPages(lists, { ...everything, direction: 'MOST', period }, 2);
    expect(pages[0]!.fromMs).toBe(calendar.floor(first + 500, 'MONTH') * SLICE_MS);
    expect(shownIn(places)).toEqual([...views].sort(([one, a], [other, b]) => b - a || other - one));
  },
);
