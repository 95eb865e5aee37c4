import { Calendar, dayOfDate } from '../../src/audience/calendar';
import { sumMonths } from '../../src/audience/month-sums.repository';
import { MostReadListsRepository } from '../../src/audience/most-read-lists.repository';
import { SimulatedClock } from '../../src/platform/clock';
import { RollupHours } from '../../src/views/rollup-hours';
import { RollupPartitionsRepository } from '../../src/views/rollup-partitions.repository';
import { RollupRetention } from '../../src/views/rollup-retention';
import { RollupRetentionRepository } from '../../src/views/rollup-retention.repository';
import { sliceOf } from '../../src/views/slice';
import { aCompaction, flushFigures } from '../builders/a-compaction';
import { useStores } from '../setup/stores';

const stores = useStores();
const clock = new SimulatedClock(Date.parse('2026-11-25T12:00Z'));
const query = <T>(sql: string, values: unknown[] = []): Promise<T[]> => stores.dataSource.query(sql, values);
const slice = (time: string): number => sliceOf(Date.parse(time));

const aRetention = (
  changes: Partial<{ keepDaysDays: number; keepReadersDays: number; hours: RollupHours }> = {},
) =>
  new RollupRetention({
    repository: new RollupRetentionRepository(stores.dataSource),
    hours: new RollupHours('UTC'),
    ...{
      clock,
      keepDaysDays: 0,
      keepReadersDays: 0,
      keepApartDays: 30,
      keepGenerationsDays: 400,
      ...changes,
    },
  });

const repository = () => new RollupRetentionRepository(stores.dataSource);
const name = (month: number) => `${Math.floor(month / 12)}-${(month % 12) + 1}`;
const months = async (table: 'rollup_slice' | 'rollup_day' | 'article_readers' | 'article_day') =>
  (await repository().months(table)).map(name);

test('months of slices go when all of them are hours, and not before', async () => {
  const figure = { article: 1, counter: 1, amount: 1 };
  await flushFigures(stores, clock, [
    { ...figure, slice: slice('2026-07-31T23:45Z'), generation: 'a' },
    { ...figure, slice: slice('2026-09-01T00:00Z'), generation: 'b' },
    { ...figure, slice: slice('2026-11-25T00:00Z'), generation: 'c' },
  ]);
  expect(await aRetention().run()).toBe(0);
  await aCompaction({ stores, clock, keepHoursDays: 400 }).run();
  expect(await aRetention().run()).toBe(2);
  expect(await months('rollup_slice')).toEqual(['2026-11']);
  // What comes after is taken all the same, and found by the next compaction.
  await flushFigures(stores, clock, [{ ...figure, slice: slice('2026-07-31T23:45Z'), generation: 'd' }]);
  expect(await aRetention().run()).toBe(0);
  expect((await aCompaction({ stores, clock, keepHoursDays: 400 }).run()).hours).toBe(1);
});

test('days go by whole months, once the last of them is old enough; the present month and the last one stay', async () => {
  const partitions = new RollupPartitionsRepository(stores.dataSource, clock);
  const days = ['2026-07-31', '2026-08-31', '2026-09-30', '2026-10-31', '2026-11-25'];
  for (const table of ['article_readers', 'article_day'] as const) {
    await partitions.makeForDays(table, days);
    for (const day of days) await query(`insert into ${table} values ($1, 9, 5)`, [day]);
  }
  await aRetention({ keepReadersDays: 85 }).run(); // the end of August is 85.5 days ago, and half a day of another clock
  expect(await months('article_readers')).toContain('2026-8');
  await aRetention({ keepReadersDays: 84 }).run();
  expect(await months('article_readers')).toEqual(['2026-9', '2026-10', '2026-11']);
  await aRetention({ keepReadersDays: 1 }).run();
  expect(await months('article_readers')).toEqual(['2026-10', '2026-11']);
  expect(await months('article_day')).toEqual(expect.arrayContaining(['2026-7', '2026-8']));
});

/** Views of one article on days of half a year, compacted, and added up by month as a worker does. */
async function someMonths(timeZone: string) {
  const days = ['2026-06-15', '2026-07-31', '2026-08-31', '2026-09-30', '2026-10-31'];
  const figures = days.map((day, at) => ({
    ...{ article: 77, counter: 1, amount: 10 ** at, generation: `kept ${timeZone} ${day}` },
    slice: slice(`${day}T12:00Z`),
  }));
  await flushFigures(stores, clock, figures);
  const compaction = () => aCompaction({ stores, clock, timeZone, keepHoursDays: 3 }).run();
  await compaction();
  const lists = new MostReadListsRepository(stores.dataSource);
  const calendar = new Calendar(timeZone);
  return {
    compaction,
    calendar,
    sum: () => lists.besideCompaction((manager) => sumMonths(manager, calendar)),
  };
}

async function clearRollups(): Promise<void> {
  await query(`truncate rollup_slice, rollup_hour, rollup_day, rollup_site, article_day, article_month, article_third,
    rollup_watermark`);
  await query('truncate counter_generation cascade');
  await query(`delete from newsroom_setting where name like '%time-zone'`);
}

test('days go when their month is summed up, whose sum stays and grows by what comes late', async () => {
  await clearRollups();
  const timeZone = 'America/Los_Angeles';
  const { compaction, calendar, sum } = await someMonths(timeZone);
  const marks = async () =>
    new Map(
      (
        await query<{ level: string; at: number }>('select level, until_slice as at from rollup_watermark')
      ).map(({ level, at }) => [level, at]),
    );
  const monthSums = async () =>
    (
      await query<{ month: string; views: string }>(
        'select month::text, views from article_month where article = 77 order by month',
      )
    ).map(({ month, views }) => `${month} ${views}`);
  const retention = aRetention({ keepDaysDays: 80, hours: new RollupHours(timeZone) });
  await retention.run();
  expect((await marks()).has('KEPT')).toBe(false);
  expect(await months('article_day')).toContain('2026-6');
  await sum();
  await retention.run();
  const kept = calendar.beginningOf(dayOfDate('2026-09-01')!);
  expect((await marks()).get('KEPT')).toBe(kept);
  for (const table of ['article_day', 'rollup_day'] as const)
    expect(await months(table)).not.toEqual(expect.arrayContaining(['2026-8']));
  const site = await query<{ first: number }>('select min(slice) as first from rollup_site');
  expect(site[0]!.first).toBeGreaterThanOrEqual(kept);
  const before = ['2026-06-01 1', '2026-07-01 10', '2026-08-01 100', '2026-09-01 1000', '2026-10-01 10000'];
  expect(await monthSums()).toEqual(before);
  // A replay of July, and of September.
  await flushFigures(stores, clock, [
    { article: 77, counter: 1, amount: 7, generation: 'late July', slice: slice('2026-07-31T12:00Z') },
    { article: 77, counter: 1, amount: 9, generation: 'late September', slice: slice('2026-09-30T12:00Z') },
  ]);
  await compaction();
  await sum();
  await retention.run();
  expect(await monthSums()).toEqual(before.with(1, '2026-07-01 17').with(3, '2026-09-01 1009'));
});

test('a month is not dropped while others need it', async () => {
  const partitions = new RollupPartitionsRepository(stores.dataSource, clock);
  await partitions.makeForSlices('rollup_slice', [slice('2025-03-01T00:00Z')]);
  const month = 2025 * 12 + 2;
  await stores.dataSource.transaction(async (manager) => {
    await manager.query('select count(*) from rollup_slice_2025_03');
    expect(await repository().dropEmptyMonth('rollup_slice', month)).toBe(false);
  });
  expect(await repository().dropEmptyMonth('rollup_slice', month)).toBe(true);
});

test('views by bots and the staff go from every level after thirty days', async () => {
  const partitions = new RollupPartitionsRepository(stores.dataSource, clock);
  const [old, kept] = ['2026-10-25', '2026-10-26'];
  for (const day of [old, kept]) {
    const at = slice(`${day}T00:00Z`);
    await partitions.makeForDays('rollup_day', [day]);
    await partitions.makeForSlices('rollup_slice', [at]);
    await partitions.makeForSlices('rollup_hour', [at]);
    for (const counter of [1, 2_000, 3_000, 3_001]) {
      await query('insert into rollup_day values ($1, 7, $2, 1)', [day, counter]);
      await query('insert into rollup_slice values ($1, 7, $2, 1, 1)', [at, counter]);
      await query('insert into rollup_hour values ($1, 7, $2, 1)', [at, counter]);
      await query('insert into rollup_site values ($1, $2, 1)', [at, counter]);
    }
  }
  await aRetention().run();
  for (const table of ['rollup_day', 'rollup_slice', 'rollup_hour']) {
    const rows = await query<{ counter: number }>(
      `select counter from ${table} where article = 7 order by counter`,
    );
    expect(rows.map(({ counter }) => counter)).toEqual([1, 1, 2_000, 2_000, 3_000, 3_001]);
  }
  const site = await query('select 1 from rollup_site where counter >= 3000');
  expect(site).toHaveLength(2);
});

test('a merged generation is known for as long as a copy of Redis may be brought back', async () => {
  await query(`insert into counter_generation (name, lineage, partition, slice, is_merged, first_seen_at) values
    ('old', 'l', 0, 1, true, now() - interval '401 days'), ('young', 'l', 0, 1, true, now() - interval '399 days'),
    ('not merged', 'l', 0, 1, false, now() - interval '401 days')`);
  await aRetention().run();
  const names = await query<{ name: string }>(
    `select name from counter_generation where name in ('old', 'young', 'not merged') order by name`,
  );
  expect(names.map((row) => row.name)).toEqual(['not merged', 'young']);
});
