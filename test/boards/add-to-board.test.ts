import fc from 'fast-check';
import { BoardStore } from '../../src/boards/board.store';
import { boardKey, landmarksKey } from '../../src/boards/board-keys';
import { allBoards, halfLifeMs, TRIMMED_BELOW_VIEWS } from '../../src/boards/decay';
import { allPartitions, byPartition } from '../../src/boards/partition';
import { SimulatedClock } from '../../src/platform/clock';
import { CountCalls } from '../../src/views/count-calls';
import { aViewToCount } from '../builders/a-view-to-count';
import { decayedFromLog, type LoggedView } from '../oracles/decayed-board.oracle';
import { removeKeys, useStores } from '../setup/stores';

const stores = useStores();
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const BEGIN_MS = 1_483_228_800_000;

async function clearBoards(): Promise<void> {
  const keys = allPartitions.flatMap((partition) => [
    ...allBoards.map((board) => boardKey(board, partition)),
    landmarksKey(partition),
  ]);
  await removeKeys(stores, keys);
}

/** Counts the views at a time of the clock, partition by partition. */
class Counter {
  readonly log: LoggedView[] = [];
  readonly clock = new SimulatedClock(BEGIN_MS);
  private readonly calls = new CountCalls({ redis: stores.redis, clock: this.clock, streamViews: 1_000 });

  async count(views: readonly LoggedView[]): Promise<void> {
    this.log.push(...views);
    for (const [partition, ofPartition] of byPartition(views, ({ article }) => article)) {
      const toCount = ofPartition.map(({ article, atMs, weight }) =>
        aViewToCount(article, atMs, { rankingWeight: weight, minute: undefined }),
      );
      await this.calls.count(partition, toCount);
    }
  }
}

async function scoresOfAllBoards(): Promise<number[]> {
  const scores: number[] = [];
  for (const partition of allPartitions) {
    for (const board of allBoards) {
      const pairs = await stores.redis.client.zrange(boardKey(board, partition), 0, -1, 'WITHSCORES');
      scores.push(...pairs.filter((_, index) => index % 2 === 1).map(Number));
    }
  }
  return scores;
}

async function expectAsInLog(counter: Counter): Promise<void> {
  const boards = new BoardStore(stores.redis);
  const nowMs = counter.clock.nowMs();
  for (const board of allBoards) {
    const wanted = decayedFromLog(counter.log, nowMs, halfLifeMs[board]);
    const found = new Map((await boards.top(board, 1_000, nowMs)).map((at) => [at.article, at.decayedViews]));
    for (const [article, views] of wanted) {
      // Of what is just above the trimming threshold either may have kept it.
      if (views > TRIMMED_BELOW_VIEWS * 1.000001) expect(found.get(article)! / views).toBeCloseTo(1, 9);
    }
    for (const [article, views] of found) expect(wanted.get(article)! / views).toBeCloseTo(1, 9);
  }
}

const aStep = () =>
  fc.record({
    // Minutes, days, and silences of years: 512 half-lives are 21 days, 17 months and 10 years.
    waitMs: fc.oneof(
      fc.nat(HOUR_MS),
      fc.nat(5 * DAY_MS),
      fc.integer({ min: 20 * DAY_MS, max: 24 * DAY_MS }),
      fc.integer({ min: 40 * DAY_MS, max: 12 * 365 * DAY_MS }),
    ),
    views: fc.array(
      fc.record({
        article: fc.integer({ min: 1, max: 8 }),
        lateMs: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(DAY_MS)),
        weight: fc.constantFrom(1, 1, 1, 0.25),
      }),
      { minLength: 1, maxLength: 12 },
    ),
  });

test('boards say what the whole log says, over rescales and silences of years, and no score is ever infinite', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aStep(), { minLength: 1, maxLength: 12 }), async (steps) => {
      await clearBoards();
      const counter = new Counter();
      for (const { waitMs, views } of steps) {
        await counter.clock.advanceBy(waitMs);
        const nowMs = counter.clock.nowMs();
        await counter.count(
          views.map(({ article, lateMs, weight }) => ({ article, atMs: nowMs - lateMs, weight })),
        );
        await expectAsInLog(counter);
      }
      for (const score of await scoresOfAllBoards()) {
        expect(Number.isFinite(score)).toBe(true);
        expect(score).toBeLessThan(2 ** 600);
      }
    }),
    { numRuns: 25 },
  );
});

test('a board that is rescaled keeps each score to the bit, times 2^-512', async () => {
  await clearBoards();
  const counter = new Counter();
  const [partition = 0, ofOne = []] = [
    ...byPartition(
      Array.from({ length: 200 }, (_, n) => n + 1),
      (n) => n,
    ),
  ][0]!;
  for (const [index, article] of ofOne.entries()) {
    await counter.count([{ article, atMs: counter.clock.nowMs(), weight: 1 / (index + 3) }]);
    await counter.clock.advanceBy(7 * HOUR_MS + 12_345);
  }
  const board = boardKey('hour', partition);
  const before = await stores.redis.client.zrange(board, 0, -1, 'WITHSCORES');
  const landmarkBefore = Number(await stores.redis.client.hget(landmarksKey(partition), 'hour'));

  await counter.clock.advanceTo(landmarkBefore + 512 * HOUR_MS);
  await counter.count([{ article: ofOne[0]!, atMs: counter.clock.nowMs(), weight: 1 }]);

  expect(Number(await stores.redis.client.hget(landmarksKey(partition), 'hour'))).toBe(
    landmarkBefore + 512 * HOUR_MS,
  );
  // Still in the form that is searched by halves.
  const encoding = await stores.redis.client.eval(
    "return redis.call('OBJECT', 'ENCODING', KEYS[1])",
    1,
    board,
  );
  expect(encoding).toBe('skiplist');
  for (let index = 0; index < before.length; index += 2) {
    const article = before[index]!;
    if (article === String(ofOne[0])) continue;
    const after = Number(await stores.redis.client.zscore(board, article));
    expect(after).toBe(Number(before[index + 1]) * 2 ** -512);
  }
  await expectAsInLog(counter);
});

test('a call whose newest view is not its last rescales by the newest, and begins a board with it', async () => {
  await clearBoards();
  const counter = new Counter();
  const landmark = async () => Number(await stores.redis.client.hget(landmarksKey(partition), 'hour'));
  const [[partition]] = [...byPartition([1], (article) => article)] as [[number, number[]]];
  const inDisorder = async (atMs: number) => {
    await counter.clock.advanceTo(atMs);
    await counter.count(
      [atMs - DAY_MS, atMs, atMs - HOUR_MS].map((at) => ({ article: 1, atMs: at, weight: 1 })),
    );
  };
  await inDisorder(BEGIN_MS);
  expect(await landmark()).toBe(BEGIN_MS);
  await inDisorder(BEGIN_MS + 512 * HOUR_MS);
  expect(await landmark()).toBe(BEGIN_MS + 512 * HOUR_MS);
  await expectAsInLog(counter);
});

test('scores keep all their digits: a third of a view at the landmark is a third', async () => {
  await clearBoards();
  const counter = new Counter();
  const [[partition]] = [...byPartition([1], (article) => article)] as [[number, number[]]];
  await counter.count([{ article: 1, atMs: BEGIN_MS, weight: 1 / 3 }]);
  expect(Number(await stores.redis.client.zscore(boardKey('hour', partition), '1'))).toBe(1 / 3);
});

test('a board whose landmark is gone begins anew: its scores mean nothing any more', async () => {
  await clearBoards();
  const counter = new Counter();
  const [[partition]] = [...byPartition([1], (article) => article)] as [[number, number[]]];
  await counter.count(Array(9).fill({ article: 1, atMs: BEGIN_MS, weight: 1 }));
  await stores.redis.client.del(landmarksKey(partition));
  await counter.clock.advanceBy(300 * HOUR_MS);
  await counter.count([{ article: 1, atMs: counter.clock.nowMs(), weight: 1 }]);
  expect(await stores.redis.client.zrange(boardKey('hour', partition), 0, -1, 'WITHSCORES')).toEqual([
    '1',
    '1',
  ]);
});

test('after more than a thousand half-lives nothing is left of what was read before', async () => {
  await clearBoards();
  const counter = new Counter();
  await counter.count([{ article: 1, atMs: BEGIN_MS, weight: 1 }]);
  await counter.clock.advanceBy(1_024 * HOUR_MS);
  const [[partition]] = [...byPartition([1], (article) => article)] as [[number, number[]]];
  const sameBoard = Array.from({ length: 99 }, (_, n) => n + 2).find((n) =>
    byPartition([n], (one) => one).has(partition),
  )!;
  await counter.count([{ article: sameBoard, atMs: counter.clock.nowMs(), weight: 1 }]);
  expect(await stores.redis.client.zrange(boardKey('hour', partition), 0, -1)).toEqual([String(sameBoard)]);
});

test('views that weigh nothing put no article on a board', async () => {
  await clearBoards();
  await new Counter().count([{ article: 1, atMs: BEGIN_MS, weight: 0 }]);
  expect(await scoresOfAllBoards()).toEqual([]);
});
