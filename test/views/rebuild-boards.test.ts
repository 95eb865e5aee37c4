import type { BoardPlace } from '../../src/boards/board.store';
import { allBoards, type Board, halfLifeMs } from '../../src/boards/decay';
import type { Counting } from '../../src/compose/counting';
import { composeRollups } from '../../src/compose/rollups';
import { settingsFrom } from '../../src/compose/settings';
import { SimulatedClock } from '../../src/platform/clock';
import { StoreUnavailable } from '../../src/platform/errors';
import { BoardRebuilding } from '../../src/views/rebuild-boards';
import { RebuildBoardsRepository } from '../../src/views/rebuild-boards.repository';
import { SLICE_MS, sliceOf } from '../../src/views/slice';
import { SlicesInRedisStore } from '../../src/views/slices-in-redis.store';
import { aCompaction } from '../builders/a-compaction';
import { aCounting, aView, SomeArticles } from '../builders/a-counting';
import { useStores } from '../setup/stores';

const stores = useStores();
const articles = new SomeArticles(30);
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
let clock: SimulatedClock;
let counter: Counting['counter'];
let readers = 0;

beforeEach(async () => {
  clock = new SimulatedClock(Date.parse('2026-11-25T12:07Z'));
  counter = counting().counter;
  await wipe();
  await stores.dataSource.query('truncate counter_generation cascade');
  await stores.dataSource.query(
    'truncate rollup_slice, rollup_hour, rollup_day, rollup_exclusion, rollup_watermark',
  );
});

/** Redis comes back empty. */
async function wipe(): Promise<void> {
  const keys = await stores.redis.client.keys(`${stores.keySpace}*`);
  for (const key of keys) await stores.redis.client.unlink(key.slice(stores.keySpace.length));
}

const rebuilding = () =>
  new BoardRebuilding({
    ...{ redis: stores.redis, clock, log: stores.log, timeZone: 'UTC' },
    repository: new RebuildBoardsRepository(stores.dataSource),
    inRedis: new SlicesInRedisStore(stores.redis),
  });

/** One that has forgotten what it knew of Redis. */
const counting = () => aCounting({ stores, clock, articles });
const flush = () =>
  composeRollups(
    { dataSource: stores.dataSource, redis: stores.redis, clock },
    settingsFrom({}),
    stores.log,
  ).flush();

async function read(which: number, count: number, report = {}): Promise<void> {
  const views = Array.from({ length: count }, () => aView(`reader ${++readers}`, articles.id(which), report));
  for (const { status } of await counter.record(views)) expect(status).toBe('COUNTED');
}

const top = (board: Board): Promise<BoardPlace[]> => counting().boards.top(board, 30, clock.nowMs());
const worthOf = async (which: number, board: Board): Promise<number> =>
  (await top(board)).find(({ article }) => article === articles.number(which))?.decayedViews ?? 0;

async function minutes(): Promise<Map<string, number>> {
  const bySlice = new Map<string, number>();
  const present = Math.floor(clock.nowMs() / MINUTE_MS);
  for (let minute = present - 64; minute <= present; minute++) {
    for (const [article, { views }] of await counting().boards.minuteCounts(minute)) {
      const key = `${sliceOf(minute * MINUTE_MS)} ${article}`;
      bySlice.set(key, (bySlice.get(key) ?? 0) + views);
    }
  }
  return bySlice;
}

/** Three hours of reading, the first article most; flushed on the way. */
async function threeHours(): Promise<void> {
  for (let minute = 0; minute < 180; minute += 6) {
    for (let which = 1; which <= 6; which++) {
      if ((minute / 6) % which === 0) await read(which, 12 - which);
    }
    if (minute % 30 === 0) {
      await read(7, 4, { source: 'RAIL', rail: 'POPULAR_NOW', slot: 1 });
      await flush();
    }
    await clock.advanceBy(6 * MINUTE_MS);
  }
  await flush();
}

test('the ranking after Redis came back empty is that of before', async () => {
  await rebuilding().run();
  await threeHours();
  const before = new Map<Board, BoardPlace[]>();
  for (const board of allBoards) before.set(board, await top(board));
  const minutesBefore = await minutes();
  await wipe();
  expect(await top('hour')).toEqual([]);

  // Several workers at once.
  const given = await Promise.all([rebuilding().run(), rebuilding().run(), rebuilding().run()]);
  expect(given.reduce((sum, one) => sum + one)).toBe(7);
  for (const board of allBoards) {
    const was = before.get(board)!;
    const is = await top(board);
    expect(is.map(({ article }) => article)).toEqual(was.map(({ article }) => article));
    const error = 2 ** (SLICE_MS / halfLifeMs[board]);
    is.forEach(({ decayedViews }, at) => {
      expect(decayedViews).toBeLessThan(was[at]!.decayedViews * error);
      expect(decayedViews).toBeGreaterThan(was[at]!.decayedViews / error);
    });
  }
  const oldest = sliceOf(clock.nowMs() - 64 * MINUTE_MS);
  const whole = ([name]: [string, number]) => Number(name.split(' ')[0]) > oldest;
  expect(new Map([...(await minutes())].filter(whole).sort())).toEqual(
    new Map([...minutesBefore].filter(whole).sort()),
  );
  expect(await rebuilding().run()).toBe(0);
}, 180_000);

test('views counted since are neither doubled nor lost', async () => {
  await rebuilding().run();
  await read(1, 20);
  await flush();
  await wipe();
  await read(1, 7);
  await read(2, 3);
  await flush();
  expect(await rebuilding().run()).toBe(1);
  await flush();
  expect(await rebuilding().run()).toBe(0);
  expect(await worthOf(1, 'week')).toBeCloseTo(27, 1);
  expect(await worthOf(2, 'week')).toBeCloseTo(3, 1);
  expect([...(await minutes()).values()].sort()).toEqual([27, 3]);
});

test('a worker that dies in the middle is followed by one that does the rest', async () => {
  await rebuilding().run();
  for (let which = 1; which <= 20; which++) await read(which, which);
  await flush();
  await wipe();
  const client = stores.redis.client;
  const call = client.evalsha.bind(client) as (...args: unknown[]) => Promise<unknown>;
  let calls = 0;
  const dying = jest.spyOn(client, 'evalsha').mockImplementation(((...args: unknown[]) => {
    calls += 1;
    return calls > 30 ? Promise.reject(new StoreUnavailable('Redis')) : call(...args);
  }) as typeof client.evalsha);
  await expect(rebuilding().run()).rejects.toThrow(StoreUnavailable);
  dying.mockRestore();
  const partly = (await top('week')).length;
  expect(partly).toBeGreaterThan(0);
  expect(partly).toBeLessThan(20);
  expect(await rebuilding().run()).toBe(20 - partly);
  for (let which = 1; which <= 20; which++) expect(await worthOf(which, 'week')).toBeCloseTo(which, 1);
  expect(await rebuilding().run()).toBe(0);
});

test('boards that have decayed or were trimmed are left as they are, and a fresh newsroom has none', async () => {
  expect(await rebuilding().run()).toBe(0);
  await read(1, 5);
  await flush();
  await clock.advanceBy(100 * DAY_MS);
  await counting().boards.trim(clock.nowMs());
  expect(await top('week')).toEqual([]);
  expect(await rebuilding().run()).toBe(0);
  expect(await top('week')).toEqual([]);
});

test('a running worker notices by itself', async () => {
  const worker = rebuilding();
  await worker.start();
  await read(1, 5);
  await flush();
  await wipe();
  await clock.advanceBy(10_000);
  expect(await worthOf(1, 'week')).toBeCloseTo(5, 1);
  worker.stop();
});

test('hours and days are read where slices have become them, and what was excluded is left out', async () => {
  await rebuilding().run();
  await read(1, 40);
  await read(1, 10, { source: 'RAIL', rail: 'POPULAR_NOW', slot: 2 });
  await flush();
  await clock.advanceBy(3 * DAY_MS);
  await read(2, 10);
  await flush();
  await clock.advanceBy(3 * DAY_MS);
  await counting().boards.trim(clock.nowMs());
  const slices = new SlicesInRedisStore(stores.redis);
  await flush();
  await aCompaction({ stores, clock, askRedis: () => slices.slices(), keepHoursDays: 5 }).run();
  const levels = await stores.dataSource.query(
    `select (select count(*)::int from rollup_hour) as hours, (select count(*)::int from rollup_day) as days`,
  );
  expect(levels[0]).toEqual({ hours: 1, days: 2 });
  await stores.dataSource.query(
    `insert into rollup_exclusion (exclusion_id, slice, article, counter, amount, restored)
     values (gen_random_uuid(), $1, $2, 5, 6, 2)`,
    [sliceOf(clock.nowMs() - 3 * DAY_MS), articles.number(2)],
  );
  const before = await worthOf(1, 'week');
  await wipe();
  expect(await rebuilding().run()).toBe(2);
  expect((await worthOf(1, 'week')) / before).toBeCloseTo(1, 1);
  const threeSevenths = 3 / 7;
  expect(await worthOf(2, 'week')).toBeCloseTo(6 * 2 ** -threeSevenths, 1);
});
