import fc from 'fast-check';
import type { EntityManager } from 'typeorm';
import { SimulatedClock } from '../../src/platform/clock';
import { StoreUnavailable } from '../../src/platform/errors';
import { NewsroomSettingRepository } from '../../src/platform/postgres/newsroom-setting.repository';
import { VIEW_COUNTERS_BELOW } from '../../src/views/counter-names';
import { RollupHours } from '../../src/views/rollup-hours';
import { LEVELS_LOCK } from '../../src/views/rollup-lock';
import { keepTimeZone } from '../../src/views/rollup-time-zone';
import { sliceOf } from '../../src/views/slice';
import { aCompaction, type FigureOfSlice, flushFigures } from '../builders/a-compaction';
import { useStores } from '../setup/stores';
import { until } from '../setup/until';

const stores = useStores();
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

interface Sums {
  sums: Record<string, number>;
  days: Record<string, number>;
  site: Record<string, number>;
}

const query = <T>(sql: string, values: unknown[] = []): Promise<T[]> => stores.dataSource.query(sql, values);

async function clear(): Promise<void> {
  await query(`truncate rollup_slice, rollup_hour, rollup_day, rollup_site, article_day, rollup_watermark`);
  await query(`truncate counter_generation cascade`);
  await query(`delete from newsroom_setting where name like '%time-zone'`);
}

beforeEach(clear);

async function watermark(level: string): Promise<number | undefined> {
  const [row] = await query<{ slice: number }>(
    'select until_slice as slice from rollup_watermark where level = $1',
    [level],
  );
  return row?.slice;
}

function add(sums: Record<string, number>, key: string, amount: number): void {
  sums[key] = (sums[key] ?? 0) + amount;
}

/** What the tables say, each moment at its one level. */
async function stored(hours: RollupHours): Promise<Sums> {
  const [hourMark = 0, dayMark = 0] = [await watermark('HOUR'), await watermark('DAY')];
  const found: Sums = { sums: {}, days: {}, site: {} };
  type Row = { slice: number; day: string; article: number; counter: number; amount: string };
  const levels: [string, Row[]][] = [
    ['slice', await query<Row>('select * from rollup_slice')],
    ['hour', await query<Row>('select * from rollup_hour')],
    ['day', await query<Row>('select day::text, article, counter, amount from rollup_day')],
  ];
  for (const [level, rows] of levels) {
    for (const { slice, day, article, counter, amount } of rows) {
      if (level === 'slice') expect(slice).toBeGreaterThanOrEqual(hourMark);
      if (level === 'hour') {
        expect(hours.hourOf(slice).first).toBe(slice);
        expect(slice).toBeLessThan(hourMark);
        expect(slice).toBeGreaterThanOrEqual(dayMark);
      }
      const ofDay = level === 'day' ? day : hours.dayOf(slice);
      add(found.sums, `${ofDay} ${article} ${counter}`, Number(amount));
      if (level === 'slice') {
        add(found.site, String(counter), Number(amount));
        if (counter < VIEW_COUNTERS_BELOW) add(found.days, `${ofDay} ${article}`, Number(amount));
      }
    }
  }
  // Days that are not whole yet are in hours.
  for (const { slice, article, counter, amount } of levels[1]![1]) {
    const isWhole = hours.dayRangeOf(slice).end <= hourMark;
    if (!isWhole && counter < VIEW_COUNTERS_BELOW)
      add(found.days, `${hours.dayOf(slice)} ${article}`, Number(amount));
  }
  for (const row of await query<{ day: string; article: number; views: string }>(
    'select day::text, article, views from article_day',
  )) {
    add(found.days, `${row.day} ${row.article}`, Number(row.views));
  }
  for (const row of await query<{ counter: number; amount: string }>('select * from rollup_site')) {
    add(found.site, String(row.counter), Number(row.amount));
  }
  return found;
}

function counted(figures: Iterable<FigureOfSlice>, hours: RollupHours): Sums {
  const sums: Sums = { sums: {}, days: {}, site: {} };
  for (const { slice, article, counter, amount } of figures) {
    const day = hours.dayOf(slice);
    add(sums.sums, `${day} ${article} ${counter}`, amount);
    add(sums.site, String(counter), amount);
    if (counter < VIEW_COUNTERS_BELOW) add(sums.days, `${day} ${article}`, amount);
  }
  return sums;
}

const zones = [
  { zone: 'Asia/Kathmandu', from: '2026-11-20T00:00Z' },
  { zone: 'America/New_York', from: '2026-10-30T00:00Z' },
  { zone: 'Europe/London', from: '2026-03-27T00:00Z' },
  { zone: 'Australia/Lord_Howe', from: '2026-04-02T00:00Z' },
];

const steps = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        act: fc.constant('count' as const),
        lateSlices: fc.oneof(fc.nat(8), fc.nat(100), fc.nat(700)),
        article: fc.integer({ min: 1, max: 3 }),
        counter: fc.constantFrom(1, 2, 103, 1_103, 2_000, 3_000),
        amount: fc.integer({ min: 1, max: 9 }),
        lineage: fc.nat(1),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ act: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 30 }) }),
    },
    { weight: 1, arbitrary: fc.record({ act: fc.constant('compact' as const) }) },
  ),
  { minLength: 20, maxLength: 45 },
);

test('at any time every counter says at all levels together what was counted', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...zones), steps, async ({ zone, from }, acts) => {
      await clear();
      const hours = new RollupHours(zone);
      const clock = new SimulatedClock(Date.parse(from) + 7 * DAY_MS);
      const figures = new Map<string, FigureOfSlice>();
      const live = new Set<number>();
      // A hash that was flushed and deleted is born again with a generation of its own.
      let births = 0;
      const generations = new Map<string, string>();
      const compact = async () => {
        const youngest = sliceOf(clock.nowMs() - 30 * HOUR_MS);
        for (const slice of live) if (slice < youngest) live.delete(slice);
        for (const hash of generations.keys())
          if (!live.has(Number(hash.split(' ')[0]))) generations.delete(hash);
        await aCompaction({ stores, clock, live, timeZone: zone }).run();
        expect(await stored(hours)).toEqual(counted(figures.values(), hours));
      };
      for (const act of acts) {
        if (act.act === 'wait') await clock.advanceBy(act.hours * HOUR_MS);
        else if (act.act === 'compact') await compact();
        else {
          const slice = sliceOf(clock.nowMs()) - act.lateSlices;
          const hash = `${slice} ${act.lineage}`;
          const generation = generations.get(hash) ?? `generation ${++births}`;
          generations.set(hash, generation);
          live.add(slice);
          const key = `${generation} ${act.article} ${act.counter}`;
          const amount = (figures.get(key)?.amount ?? 0) + act.amount;
          const figure = { slice, article: act.article, counter: act.counter, amount, generation };
          figures.set(key, figure);
          await flushFigures(stores, clock, [figure]);
        }
      }
      await clock.advanceBy(6 * DAY_MS);
      await compact();
      await compact();
      expect(await query('select 1 from rollup_slice')).toEqual([]);
      expect(await query('select 1 from rollup_hour')).toEqual([]);
    }),
    { numRuns: Number(process.env['COMPACTION_RUNS'] ?? 12) },
  );
}, 180_000);

const begin = Date.parse('2026-11-20T00:00Z');
const aFigure = (changes: Partial<FigureOfSlice> = {}): FigureOfSlice => ({
  ...{ slice: sliceOf(begin), article: 1, counter: 1, amount: 5, generation: 'g' },
  ...changes,
});
const sumOf = async (table: string): Promise<number> =>
  Number((await query<{ sum: string }>(`select coalesce(sum(amount), 0) as sum from ${table}`))[0]!.sum);

test('what a flusher writes of a merged generation changes nothing', async () => {
  const clock = new SimulatedClock(begin + 3 * DAY_MS);
  await flushFigures(stores, clock, [aFigure()]);
  expect(await aCompaction({ stores, clock }).run()).toEqual({ hours: 1, days: 0 });
  await flushFigures(stores, clock, [aFigure({ amount: 9 }), aFigure({ article: 2 })]);
  await aCompaction({ stores, clock }).run();
  expect([await sumOf('rollup_slice'), await sumOf('rollup_hour'), await sumOf('rollup_site')]).toEqual([
    0, 5, 5,
  ]);
});

test('no slice is touched that is younger than two days, nor one that Redis still has', async () => {
  const clock = new SimulatedClock(begin + 2 * DAY_MS + HOUR_MS - 1);
  await flushFigures(stores, clock, [aFigure()]);
  const live = new Set<number>([sliceOf(begin) + 3]);
  const run = () => aCompaction({ stores, clock, live, keepSlicesDays: 0 }).run();
  expect((await run()).hours).toBe(0);
  await clock.advanceBy(1);
  expect((await run()).hours).toBe(0); // Redis has another slice of the hour
  expect(await watermark('HOUR')).toBeUndefined();
  live.clear();
  expect((await run()).hours).toBe(1);
  expect(await watermark('HOUR')).toBe(sliceOf(begin + HOUR_MS));
});

test('while Redis cannot be asked, nothing is compacted', async () => {
  const clock = new SimulatedClock(begin + 5 * DAY_MS);
  await flushFigures(stores, clock, [aFigure()]);
  const askRedis = () => Promise.reject(new StoreUnavailable('Redis'));
  const broken = aCompaction({ stores, clock, askRedis });
  await expect(broken.run()).rejects.toThrow(StoreUnavailable);
  expect(await sumOf('rollup_slice')).toBe(5);
  expect(await watermark('HOUR')).toBeUndefined();
});

test('four compactions at once, beside a flusher, count nothing twice', async () => {
  const clock = new SimulatedClock(begin + 8 * DAY_MS);
  const figures = Array.from({ length: 60 }, (_, at) =>
    aFigure({ slice: sliceOf(begin) + at * 3, generation: `g ${at}` }),
  );
  await flushFigures(stores, clock, figures);
  const late = figures.map((figure) => ({ ...figure, generation: `late ${figure.generation}`, amount: 2 }));
  await Promise.all([
    ...Array.from({ length: 4 }, () => aCompaction({ stores, clock, keepHoursDays: 6 }).run()),
    ...late.map((figure) => flushFigures(stores, clock, [figure])),
  ]);
  await aCompaction({ stores, clock, keepHoursDays: 6 }).run();
  const sums = [await sumOf('rollup_slice'), (await sumOf('rollup_hour')) + (await sumOf('rollup_day'))];
  expect(sums).toEqual([0, 60 * 7]);
  expect(await sumOf('rollup_site')).toBe(60 * 7);
});

test('flushers go on while others need the levels as they are, and what they bring meanwhile is kept apart', async () => {
  const clock = new SimulatedClock(begin + 3 * DAY_MS);
  await flushFigures(stores, clock, [aFigure()]);
  let run: Promise<unknown> = Promise.resolve();
  await stores.dataSource.transaction(async (exclusion) => {
    await exclusion.query('select pg_advisory_xact_lock_shared($1)', [LEVELS_LOCK]);
    run = aCompaction({ stores, clock }).run();
    await until(async () => (await query('select 1 from counter_generation where is_merged')).length === 1);
    await flushFigures(stores, clock, [aFigure({ amount: 9 }), aFigure({ generation: 'other', amount: 2 })]);
    expect(await sumOf('rollup_slice')).toBe(7);
  });
  await run;
  expect([await sumOf('rollup_slice'), await sumOf('rollup_hour')]).toEqual([2, 5]);
  await aCompaction({ stores, clock }).run();
  expect([await sumOf('rollup_slice'), await sumOf('rollup_hour')]).toEqual([0, 7]);
});

test('figures that come after their day was summed up are added to it, and the sums of its month are made again', async () => {
  const clock = new SimulatedClock(begin + 10 * DAY_MS);
  await flushFigures(stores, clock, [aFigure(), aFigure({ slice: sliceOf(begin) + 500, generation: 'h' })]);
  const compaction = aCompaction({ stores, clock });
  await compaction.run();
  await query(`insert into rollup_watermark values ('MONTH', $1)`, [sliceOf(begin + 5 * DAY_MS)]);
  await flushFigures(stores, clock, [aFigure({ generation: 'late', amount: 3 })]);
  await compaction.run();
  const [row] = await query<{ views: string }>(`select views from article_day where day = '2026-11-20'`);
  expect(Number(row!.views)).toBe(8);
  expect(await watermark('MONTH')).toBe(sliceOf(begin));
});

test('figures are not compacted by another clock than they were', async () => {
  const clock = new SimulatedClock(begin + 10 * DAY_MS);
  const kept = new NewsroomSettingRepository(stores.dataSource);
  await aCompaction({ stores, clock, timeZone: 'Asia/Seoul' }).run();
  await flushFigures(stores, clock, [aFigure({ generation: 'first' })]);
  const compactions = ['Asia/Kolkata', 'Asia/Calcutta'].map((timeZone) =>
    aCompaction({ stores, clock, timeZone }),
  );
  for (const compaction of compactions) await compaction.run();
  await keepTimeZone(kept, new RollupHours('Asia/Calcutta').timeZone);
  await expect(keepTimeZone(kept, 'Asia/Seoul')).rejects.toThrow(/Set TIME_ZONE=Asia\//);
  await flushFigures(stores, clock, [aFigure()]);
  await expect(aCompaction({ stores, clock, timeZone: 'Asia/Seoul' }).run()).rejects.toThrow(/TIME_ZONE/);
  expect(await sumOf('rollup_slice')).toBe(5);
});

/** The connection to Postgres ends before the statement of that number, of all transactions counted on. */
function endBefore(statement: number): { hasEnded: () => boolean; stop: () => void } {
  const { dataSource } = stores;
  const transaction = dataSource.transaction.bind(dataSource) as (
    work: (manager: EntityManager) => Promise<unknown>,
  ) => Promise<unknown>;
  let statements = 0;
  const spy = jest.spyOn(dataSource, 'transaction').mockImplementation(((
    work: (manager: EntityManager) => Promise<unknown>,
  ) =>
    transaction((manager) => {
      const query = async (sql: string, values?: unknown[]) => {
        statements += 1;
        if (statements === statement) await manager.query('select pg_terminate_backend(pg_backend_pid())');
        return manager.query(sql, values);
      };
      return work(Object.assign(Object.create(manager), { query }));
    })) as typeof dataSource.transaction);
  return { hasEnded: () => statements >= statement, stop: () => spy.mockRestore() };
}

test('whatever step a compaction dies at, the next one comes to the same figures', async () => {
  const clock = new SimulatedClock(begin + 9 * DAY_MS);
  const hours = new RollupHours('UTC');
  let step = 1;
  for (let died = true; died; step++) {
    await clear();
    const figures = [0, 1, 90, 95, 96].map((at) =>
      aFigure({ slice: sliceOf(begin) + at, generation: `${at}` }),
    );
    await flushFigures(stores, clock, figures);
    const fault = endBefore(step);
    await aCompaction({ stores, clock })
      .run()
      .catch(() => undefined);
    died = fault.hasEnded();
    fault.stop();
    expect(await stored(hours)).toEqual(counted(figures, hours));
    await aCompaction({ stores, clock }).run();
    expect(await stored(hours)).toEqual(counted(figures, hours));
    expect([await sumOf('rollup_slice'), await sumOf('rollup_day')]).toEqual([0, 25]);
  }
  expect(step).toBeGreaterThan(30);
}, 180_000);
