import fc from 'fast-check';
import { theProgram } from '../../src/accounts/account';
import { type BoardPlace, BoardStore } from '../../src/boards/board.store';
import { allBoards } from '../../src/boards/decay';
import { composeCorrections } from '../../src/compose/corrections';
import { composeCounting } from '../../src/compose/counting';
import { composeRollups } from '../../src/compose/rollups';
import { settingsFrom } from '../../src/compose/settings';
import { SimulatedClock } from '../../src/platform/clock';
import type { RedisConnection } from '../../src/platform/redis/connection';
import type { ExclusionCondition } from '../../src/views/exclusion';
import { ExclusionRepository } from '../../src/views/exclusion.repository';
import { LiveSlicesStore } from '../../src/views/live-slices.store';
import { SLICE_MS, sliceOf } from '../../src/views/slice';
import { aVisitor, countLog, type LoggedView } from '../builders/a-burst';
import { allKeys, removeKeys, useStores } from '../setup/stores';

const stores = useStores();
const MINUTE_MS = 60_000;
/** A quarter begins. */
const NOW_MS = 1_764_000_000_000;
const clock = new SimulatedClock(NOW_MS);
const opened: RedisConnection[] = [];

afterEach(async () => {
  for (const redis of opened.splice(0)) await redis.close();
  await stores.dataSource.query(
    'truncate exclusion, rollup_exclusion, exclusion_board, rollup_slice cascade',
  );
});

let runs = 0;
/** A Redis with nothing in it, and the corrections over it. */
async function aPlace() {
  const redis = stores.redis.inKeySpace(`${stores.keySpace}${runs++}:`, 20_000);
  await redis.ready(20_000);
  opened.push(redis);
  const cards = { byIds: async () => [], byNumbers: async () => [] };
  // biome-ignore lint/suspicious/noExplicitAny: of the cards only these are asked.
  const newsroom = { cards: cards as any };
  const { dataSource, log } = stores;
  const settings = settingsFrom({});
  const counting = composeCounting({ dataSource, redis, clock }, newsroom, settings, log);
  const corrections = composeCorrections({
    stores: { dataSource, redis, clock },
    newsroom,
    counting,
    settings,
    log,
  });
  const rollups = composeRollups({ dataSource, redis, clock }, settings, log);
  return { redis, rollups, boards: new BoardStore(redis), ...corrections };
}
type Place = Awaited<ReturnType<typeof aPlace>>;

const keysIn = ({ redis }: Place) => allKeys({ redis, keySpace: redis.keySpace });

const ALL_TIME = { from: 0, until: sliceOf(NOW_MS) + 1 };

/** What readers are shown: net figures by row, the boards, the minutes; nothing where there is nothing. */
async function shownIn({ redis, boards }: Place, what: 'net' | 'counted' = 'net') {
  const figures = new Map<string, number>();
  const add = (key: string, amount: number) => figures.set(key, (figures.get(key) ?? 0) + amount);
  for (const one of await new LiveSlicesStore(redis).viewCounts(ALL_TIME, () => true)) {
    add(`${one.slice} ${one.article} ${one.counter}`, one.amount);
  }
  const excluded =
    what === 'counted'
      ? []
      : await stores.dataSource.query(
          `select slice, article, counter, (amount - restored)::float8 as amount from rollup_exclusion`,
        );
  for (const { slice, article, counter, amount } of excluded) add(`${slice} ${article} ${counter}`, -amount);
  const tops: Record<string, BoardPlace[]> = {};
  for (const board of allBoards) tops[board] = await boards.top(board, 100, NOW_MS);
  const minutes = new Map<string, number>();
  for (let back = 0; back < 65; back++) {
    const counts = await boards.minuteCounts(NOW_MS / MINUTE_MS - back);
    for (const [article, { views, discount }] of counts) {
      if (views > 0) minutes.set(`${back} ${article}`, views);
      if (discount > 0) minutes.set(`${back} ${article} discount`, discount);
    }
  }
  return { figures: sorted(figures), tops, minutes: sorted(minutes) };
}

function sorted(map: Map<string, number>): [string, number][] {
  return [...map].filter(([, amount]) => amount !== 0).sort(([a], [b]) => (a < b ? -1 : 1));
}

type Shown = Awaited<ReturnType<typeof shownIn>>;
function expectSame(actual: Shown, expected: Shown): void {
  expect(actual.figures).toEqual(expected.figures);
  expect(actual.minutes.map(([key]) => key)).toEqual(expected.minutes.map(([key]) => key));
  actual.minutes.forEach(([, amount], at) => {
    expect(amount).toBeCloseTo(expected.minutes[at]![1], 9);
  });
  for (const board of allBoards) {
    const scores = (shown: Shown) =>
      shown.tops[board]!.map(({ article, decayedViews }) => [article, decayedViews] as const).sort(
        ([a], [b]) => a - b,
      );
    const [ofActual, ofExpected] = [scores(actual), scores(expected)];
    expect(ofActual.map(([article]) => article)).toEqual(ofExpected.map(([article]) => article));
    ofActual.forEach(([, score], at) => {
      expect(score).toBeCloseTo(ofExpected[at]![1], 7);
    });
  }
}

const aLoggedView = (): fc.Arbitrary<LoggedView> =>
  fc
    .record({
      article: fc.integer({ min: 1, max: 5 }),
      agoMs: fc.integer({ min: 1, max: 3 * 3_600_000 }),
      visitor: fc.integer({ min: 1, max: 4 }).map(aVisitor),
      from: fc.constantFrom(
        { source: 'DIRECT' as const },
        { source: 'SOCIAL' as const },
        { source: 'RAIL' as const, rail: 'POPULAR_NOW' as const, slot: 3 },
        { source: 'RAIL' as const, rail: 'LATEST' as const },
      ),
      isAboveCap: fc.boolean(),
    })
    .map(({ agoMs, from, ...view }) => ({ ...view, ...from, atMs: NOW_MS - agoMs }));

const aCondition = (): fc.Arbitrary<ExclusionCondition> =>
  fc
    .record({
      fromAgo: fc.integer({ min: 1, max: 3 * 3_600_000 }),
      toAgo: fc.integer({ min: 0, max: 3 * 3_600_000 }),
      what: fc.constantFrom<Partial<ExclusionCondition>>(
        { source: 'SOCIAL' },
        { rail: 'POPULAR_NOW', slot: 3 },
        { source: 'RAIL' },
        { visitor: aVisitor(1) },
        { article: 2 },
        { article: 3, source: 'DIRECT', visitor: aVisitor(2) },
      ),
      isAligned: fc.boolean(),
    })
    .filter(({ fromAgo, toAgo }) => fromAgo > toAgo)
    .map(({ fromAgo, toAgo, what, isAligned }) => {
      const align = (atMs: number) => (isAligned ? Math.floor(atMs / SLICE_MS) * SLICE_MS : atMs);
      return { ...what, fromMs: align(NOW_MS - fromAgo), toMs: Math.max(align(NOW_MS - toAgo), 1) };
    })
    .filter(({ fromMs, toMs }) => fromMs < toMs);

function holds(view: LoggedView, condition: ExclusionCondition): boolean {
  const { fromMs, toMs, ...what } = condition;
  const isIn = view.atMs >= fromMs && view.atMs < toMs;
  return isIn && Object.entries(what).every(([name, value]) => view[name as keyof LoggedView] === value);
}

const draft = (condition: ExclusionCondition, eventId?: string) => ({
  condition,
  reason: 'a burst',
  ...(eventId === undefined ? {} : { eventId }),
});

describe('an exclusion', () => {
  test('leaves what a day without the burst would have left; taken back, all is as before', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(aLoggedView(), { minLength: 1, maxLength: 40 }),
        fc.array(aCondition(), { minLength: 1, maxLength: 3 }),
        async (log, conditions) => {
          const place = await aPlace();
          await countLog({ ...place, clock }, log);
          const before = await shownIn(place);
          const ids: string[] = [];
          for (const condition of conditions) {
            const { views } = await place.exclusions.dryRun(draft(condition));
            if (views === 0) continue;
            const made = await place.exclusions.exclude(draft(condition), theProgram);
            expect(made.views).toBe(views);
            ids.push(made.exclusion!.id);
          }
          const without = await aPlace();
          const kept = log.filter((view) => !conditions.some((condition) => holds(view, condition)));
          await countLog({ ...without, clock }, kept);
          const excluded = await shownIn(place);
          const rows = await stores.dataSource.query(
            'select coalesce(sum(amount), 0)::int as sum from rollup_exclusion',
          );
          expect(rows[0].sum).toBe(log.length - kept.length);
          const expected = await shownIn(without, 'counted');
          expectSame(excluded, expected);
          for (const id of ids) await place.exclusions.takeBack(id, 'it was real', theProgram);
          expectSame(await shownIn(place), before);
          await stores.dataSource.query('truncate exclusion, rollup_exclusion, exclusion_board');
        },
      ),
      { numRuns: 25 },
    );
  }, 300_000);

  test('takes each view once, however many are made at once or one after another', async () => {
    const place = await aPlace();
    const log = Array.from(
      { length: 30 },
      (_, index): LoggedView => ({
        ...{ article: 1 + (index % 3), atMs: NOW_MS - 60_000 * (index + 1), visitor: aVisitor(index % 2) },
        source: index % 2 ? 'SOCIAL' : 'DIRECT',
      }),
    );
    await countLog({ ...place, clock }, log);
    const [fromMs, toMs] = [NOW_MS - 3_600_000, NOW_MS];
    const conditions: ExclusionCondition[] = [
      { fromMs, toMs, source: 'SOCIAL' },
      { fromMs, toMs, visitor: aVisitor(1) },
      { fromMs, toMs, article: 1 },
      { fromMs, toMs, source: 'SOCIAL' },
    ];
    const made = await Promise.allSettled(
      conditions.map((condition) => place.exclusions.exclude(draft(condition), theProgram)),
    );
    const views = made.map((one) => (one.status === 'fulfilled' ? one.value.views : 0));
    expect(views.reduce((sum, one) => sum + one, 0)).toBe(20); // fifteen of SOCIAL, and five more of article 1
    const shown = await shownIn(place);
    expect(shown.figures.every(([, amount]) => amount > 0)).toBe(true);
    expect(shown.figures.reduce((sum, [, amount]) => sum + amount, 0)).toBe(10);
    expect(shown.minutes.reduce((sum, [, amount]) => sum + amount, 0)).toBe(10);
  });

  test('is made once under an event id, and refuses another under the same', async () => {
    const place = await aPlace();
    await countLog({ ...place, clock }, [
      { article: 1, atMs: NOW_MS - 5, visitor: aVisitor(1), source: 'DIRECT' },
      { article: 2, atMs: NOW_MS - 5, visitor: aVisitor(1), source: 'DIRECT' },
    ]);
    const condition = { fromMs: NOW_MS - 10, toMs: NOW_MS, article: 1 };
    const [first, again] = await Promise.all([
      place.exclusions.exclude(draft(condition, 'event'), theProgram),
      place.exclusions.exclude(draft(condition, 'event'), theProgram),
    ]);
    expect(again.exclusion!.id).toBe(first.exclusion!.id);
    await expect(
      place.exclusions.exclude(draft({ ...condition, article: 2 }, 'event'), theProgram),
    ).rejects.toMatchObject({ code: 'EXCLUSION_EVENT_USED', field: 'eventId' });
    const rows = await stores.dataSource.query(`select id from exclusion where event_id = 'event'`);
    expect(rows).toHaveLength(1);
  });

  test('covers what was counted before it; what comes later of its time is taken by the next', async () => {
    const place = await aPlace();
    const view: LoggedView = { article: 1, atMs: NOW_MS - 5, visitor: aVisitor(1), source: 'DIRECT' };
    const condition = { fromMs: NOW_MS - 10, toMs: NOW_MS, visitor: aVisitor(1) };
    await countLog({ ...place, clock }, [view, view]);
    expect((await place.exclusions.exclude(draft(condition), theProgram)).views).toBe(2);
    await countLog({ ...place, clock }, [view]);
    expect((await shownIn(place)).figures.map(([, amount]) => amount)).toEqual([1]);
    expect((await place.exclusions.exclude(draft(condition), theProgram)).views).toBe(1);
    await expect(place.exclusions.exclude(draft(condition), theProgram)).rejects.toMatchObject({
      code: 'NOTHING_TO_EXCLUDE',
    });
  });

  test('of a visitor that was forgotten since means no reader without a pseudonym', async () => {
    const place = await aPlace();
    const [fromMs, atMs] = [NOW_MS - 1_000, NOW_MS - 5];
    const view = (visitor: string): LoggedView => ({ article: 1, atMs, visitor, source: 'DIRECT' });
    await countLog({ ...place, clock }, [aVisitor(1), aVisitor(1), '-', '-', '-', aVisitor(2)].map(view));
    const ofVisitor = { fromMs, toMs: NOW_MS, visitor: aVisitor(1) };
    const made = await place.exclusions.exclude(draft(ofVisitor, 'of one'), theProgram);
    const repository = new ExclusionRepository(stores.dataSource);
    expect(await repository.forgetVisitors([aVisitor(1)])).toBe(1);
    // Cuts a quarter of an hour, so that it takes the views that are known one by one.
    const ofArticle = { fromMs, toMs: NOW_MS - 1, article: 1 };
    expect((await place.exclusions.exclude(draft(ofArticle), theProgram)).views).toBe(4);
    expect((await shownIn(place)).figures).toEqual([]);
    const again = await place.exclusions.exclude(draft(ofVisitor, 'of one'), theProgram);
    expect(again.exclusion!.id).toBe(made.exclusion!.id);
  });

  test('that is taken back lets count what another means too, until that one is made anew', async () => {
    const place = await aPlace();
    const view = (visitor: string, article: number): LoggedView => ({
      ...{ article, atMs: NOW_MS - 5, visitor, source: 'DIRECT' },
    });
    await countLog({ ...place, clock }, [
      ...[view(aVisitor(1), 1), view(aVisitor(1), 2)],
      ...[view(aVisitor(2), 1), view(aVisitor(2), 2)],
    ]);
    const [fromMs, toMs] = [NOW_MS - 1_000, NOW_MS];
    const ofArticle = draft({ fromMs, toMs, article: 1 });
    const first = await place.exclusions.exclude(draft({ fromMs, toMs, visitor: aVisitor(1) }), theProgram);
    const second = await place.exclusions.exclude(ofArticle, theProgram);
    expect([first.views, second.views]).toEqual([2, 1]);
    const left = async () => (await shownIn(place)).figures.map(([key, views]) => [key.split(' ')[1], views]);
    await place.exclusions.takeBack(first.exclusion!.id, 'it was real', theProgram);
    expect(await left()).toEqual([
      ['1', 1],
      ['2', 2],
    ]);
    await place.exclusions.takeBack(second.exclusion!.id, 'to be made anew', theProgram);
    expect((await place.exclusions.exclude(ofArticle, theProgram)).views).toBe(2);
    expect(await left()).toEqual([['2', 2]]);
  });

  test('is the same whether Redis or Postgres has the figures, or both', async () => {
    const place = await aPlace();
    const log = Array.from(
      { length: 20 },
      (_, index): LoggedView => ({
        ...{ article: 1, atMs: NOW_MS - 1_200_000 - index * 1_000, visitor: aVisitor(index) },
        source: 'SEARCH',
      }),
    );
    const condition = { fromMs: NOW_MS - 3_600_000, toMs: NOW_MS, source: 'SEARCH' as const };
    await countLog({ ...place, clock }, log.slice(0, 10));
    expect(await place.rollups.flush()).toBe(true);
    const half = await place.exclusions.dryRun(draft(condition));
    expect(half.views).toBe(10);
    await countLog({ ...place, clock }, log.slice(10));
    expect((await place.exclusions.dryRun(draft(condition))).views).toBe(20);
    await place.rollups.flush();
    await removeKeys(
      place,
      (await keysIn(place)).filter((key) => key.includes('slice')),
    );
    expect((await place.exclusions.exclude(draft(condition), theProgram)).views).toBe(20);
  });

  test('says where the views one by one begin, and which times are whole', async () => {
    const place = await aPlace();
    const old: LoggedView = {
      article: 1,
      atMs: NOW_MS - 2 * SLICE_MS + 5,
      visitor: aVisitor(1),
      source: 'DIRECT',
    };
    await countLog({ ...place, clock }, [old, old]);
    await removeKeys(
      place,
      (await keysIn(place)).filter((key) => key.endsWith('view-stream')),
    );
    await countLog({ ...place, clock }, [{ ...old, atMs: NOW_MS - 5 }]);
    const cut = { fromMs: old.atMs - 1, toMs: NOW_MS };
    await expect(
      place.exclusions.exclude(draft({ ...cut, visitor: aVisitor(1) }), theProgram),
    ).rejects.toMatchObject({
      code: 'VIEW_STREAM_TOO_SHORT',
      details: { reachesBackTo: new Date(NOW_MS - SLICE_MS).toISOString() },
    });
    await expect(place.exclusions.exclude(draft({ ...cut, article: 1 }), theProgram)).rejects.toMatchObject({
      code: 'EXCLUSION_CUTS_SLICE',
      field: 'from',
      details: {
        aligned: [NOW_MS - 2 * SLICE_MS, NOW_MS - SLICE_MS].map((atMs) => new Date(atMs).toISOString()),
      },
    });
    const whole = { fromMs: NOW_MS - 2 * SLICE_MS, toMs: NOW_MS, article: 1 };
    expect((await place.exclusions.exclude(draft(whole), theProgram)).views).toBe(3);
    expect((await shownIn(place)).figures).toEqual([]);
  });

  test('says why nothing can be taken of a time that is kept by days', async () => {
    const place = await aPlace();
    await countLog({ ...place, clock }, [
      { article: 1, atMs: NOW_MS - 5, visitor: aVisitor(1), source: 'DIRECT' },
    ]);
    const untilMs = NOW_MS - 4 * SLICE_MS;
    const write = `insert into rollup_watermark (level, until_slice) values ('DAY', $1)`;
    await stores.dataSource.query(write, [sliceOf(untilMs)]);
    try {
      const byDaysUntil = new Date(untilMs).toISOString();
      const ofDays = draft({ fromMs: untilMs - SLICE_MS, toMs: untilMs, article: 1 });
      const refusal = {
        ...{ code: 'NOTHING_TO_EXCLUDE', field: 'from', details: { byDaysUntil } },
        message: expect.stringContaining('added up to whole days'),
      };
      await expect(place.exclusions.exclude(ofDays, theProgram)).rejects.toMatchObject(refusal);
      await expect(place.exclusions.dryRun(ofDays)).rejects.toMatchObject(refusal);
      const across = { fromMs: untilMs - 1, toMs: NOW_MS, article: 1 };
      await expect(place.exclusions.exclude(draft(across), theProgram)).rejects.toMatchObject({
        ...{ code: 'EXCLUSION_BEGINS_TOO_EARLY', field: 'from', details: { byDaysUntil } },
      });
      const after = draft({ ...across, fromMs: untilMs });
      expect((await place.exclusions.exclude(after, theProgram)).views).toBe(1);
    } finally {
      await stores.dataSource.query(`delete from rollup_watermark where level = 'DAY'`);
    }
  });

  test('changes nothing when it is run dry', async () => {
    const place = await aPlace();
    await countLog({ ...place, clock }, [
      { article: 1, atMs: NOW_MS - 5, visitor: aVisitor(1), source: 'DIRECT' },
    ]);
    const stateOf = async () => {
      const keys = (await keysIn(place)).sort();
      const values = await Promise.all(keys.map((key) => place.redis.client.dumpBuffer(key)));
      const tables = ['exclusion', 'rollup_exclusion', 'exclusion_board', 'audit_entry'];
      const rows = await Promise.all(
        tables.map((table) => stores.dataSource.query(`select * from ${table}`)),
      );
      return { keys, values: values.map((value) => value.toString('base64')), rows };
    };
    const before = await stateOf();
    const condition = { fromMs: NOW_MS - 10, toMs: NOW_MS, article: 1 };
    expect((await place.exclusions.dryRun(draft(condition))).views).toBe(1);
    expect(await stateOf()).toEqual(before);
  });
});
