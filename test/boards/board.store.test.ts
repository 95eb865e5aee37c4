import fc from 'fast-check';
import { BoardStore } from '../../src/boards/board.store';
import { boardKey, landmarksKey, minuteKey } from '../../src/boards/board-keys';
import { allBoards } from '../../src/boards/decay';
import { allPartitions, type Partition, partitionOf } from '../../src/boards/partition';
import { SimulatedClock } from '../../src/platform/clock';
import { CountCalls } from '../../src/views/count-calls';
import type { ViewToCount } from '../../src/views/count-views.script';
import { aViewToCount } from '../builders/a-view-to-count';
import { removeKeys, useStores } from '../setup/stores';

const stores = useStores();
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const BEGIN_MS = 1_764_000_000_000;

async function clear(): Promise<void> {
  const keys = allPartitions.flatMap((partition) => [
    ...allBoards.map((board) => boardKey(board, partition)),
    landmarksKey(partition),
  ]);
  await removeKeys(stores, keys);
}

async function count(clock: SimulatedClock, views: readonly ViewToCount[]): Promise<void> {
  const calls = new CountCalls({ redis: stores.redis, clock, streamViews: 1_000 });
  for (const view of views) await calls.count(partitionOf(view.article), [view]);
}

describe('the top of a board', () => {
  beforeEach(clear);

  test('is the best of all partitions, best first, equal ones by number', async () => {
    const clock = new SimulatedClock(BEGIN_MS);
    const articles = [5, 5, 5, 9, 9, 2, 2, 7, 30, 1];
    await count(
      clock,
      articles.map((article) => aViewToCount(article, BEGIN_MS)),
    );
    const top = await new BoardStore(stores.redis).top('hour', 4, BEGIN_MS + HOUR_MS);
    expect(top).toEqual([
      { article: 5, decayedViews: 1.5 },
      { article: 2, decayedViews: 1 },
      { article: 9, decayedViews: 1 },
      { article: 1, decayedViews: 0.5 },
    ]);
  });

  test('is empty where nobody reads, and for none asked', async () => {
    const boards = new BoardStore(stores.redis);
    expect(await boards.top('week', 10, BEGIN_MS)).toEqual([]);
    expect(await boards.top('week', 0, BEGIN_MS)).toEqual([]);
  });

  test('is the best of all wherever they lie, also where most of them lie in one partition', async () => {
    const all = Array.from({ length: 1_200 }, (_, index) => {
      const article = index + 1;
      const isOften = partitionOf(article) < 2;
      // Many alike: then the number decides.
      return { article, decayedViews: isOften ? 1 + (article % 7) : 1 + (article % 3) / 4 };
    });
    for (const partition of allPartitions) {
      const ofPartition = all.filter(({ article }) => partitionOf(article) === partition);
      await stores.redis.client.hset(landmarksKey(partition), 'hour', BEGIN_MS);
      await stores.redis.client.zadd(
        boardKey('hour', partition),
        ...ofPartition.flatMap(({ article, decayedViews }) => [decayedViews, article]),
      );
    }
    all.sort((a, b) => b.decayedViews - a.decayedViews || a.article - b.article);
    const boards = new BoardStore(stores.redis);
    for (const count of [1, 20, 100, 500]) {
      const least = all[count - 1]!.decayedViews;
      const top = await boards.top('hour', count, BEGIN_MS);
      expect(top.map((place) => place.decayedViews)).toEqual(
        all.slice(0, count).map((place) => place.decayedViews),
      );
      const above = (places: typeof all) => places.filter(({ decayedViews }) => decayedViews > least);
      expect(above(top)).toEqual(above(all));
    }
  });

  test('keeps its order however long nobody reads', async () => {
    const clock = new SimulatedClock(BEGIN_MS);
    const boards = new BoardStore(stores.redis);
    for (let n = 0; n < 60; n++) {
      await clock.advanceBy(3 * MINUTE_MS);
      await count(clock, [aViewToCount(1 + ((n * n) % 11), clock.nowMs())]);
    }
    const order = async (nowMs: number) =>
      (await boards.top('day', 100, nowMs)).map(({ article }) => article);
    const now = await order(clock.nowMs());
    await fc.assert(
      fc.asyncProperty(fc.nat(48 * HOUR_MS), async (waitMs) => {
        expect(await order(clock.nowMs() + waitMs)).toEqual(now);
      }),
      { numRuns: 20 },
    );
  });

  test('loses what has decayed below a fiftieth of a view, and trimming takes it from the board', async () => {
    const clock = new SimulatedClock(BEGIN_MS);
    const boards = new BoardStore(stores.redis);
    await count(clock, [aViewToCount(1, BEGIN_MS), aViewToCount(2, BEGIN_MS), aViewToCount(2, BEGIN_MS)]);
    // One view is worth a fiftieth after 5.6 half-lives, two views after 6.6.
    const nowMs = BEGIN_MS + 6 * HOUR_MS;
    expect((await boards.top('hour', 10, nowMs)).map(({ article }) => article)).toEqual([2]);
    expect(await boards.trim(nowMs)).toBe(1);
    expect(await stores.redis.client.zscore(boardKey('hour', partitionOf(1)), '1')).toBeNull();
    expect(await stores.redis.client.zscore(boardKey('hour', partitionOf(2)), '2')).toBe('2');
    expect(await boards.trim(BEGIN_MS + 10 * 365 * 24 * HOUR_MS)).toBe(5);
  });
});

describe('minutes', () => {
  const MINUTES_MS = BEGIN_MS + 7 * 24 * HOUR_MS; // away from what the tests above have read
  const minute = Math.floor(MINUTES_MS / MINUTE_MS);

  test('count views as they are, and what they should weigh less beside them', async () => {
    const clock = new SimulatedClock(MINUTES_MS);
    await count(clock, [
      aViewToCount(1, MINUTES_MS),
      aViewToCount(1, MINUTES_MS, { rankingWeight: 0.25 }),
      aViewToCount(1, MINUTES_MS, { rankingWeight: 0 }),
      aViewToCount(2, MINUTES_MS),
    ]);
    const counts = await new BoardStore(stores.redis).minuteCounts(minute);
    expect(counts).toEqual(
      new Map([
        [1, { views: 3, discount: 1.75 }],
        [2, { views: 1, discount: 0 }],
      ]),
    );
    expect(await new BoardStore(stores.redis).minuteCounts(minute - 1)).toEqual(new Map());
  });

  test('together have no article all of whose views were taken out', async () => {
    const key = (partition: Partition) => minuteKey(minute - 10, partition);
    await stores.redis.client.zadd(key(partitionOf(7)), 0, '7');
    await stores.redis.client.zadd(key(partitionOf(8)), 2, '8');
    const views = await new BoardStore(stores.redis).viewsInMinutes({ from: minute - 10, last: minute - 9 });
    expect(views).toEqual(new Map([[8, 2]]));
  });

  test('that a late view touches are named once; the running and the previous one are not', async () => {
    const clock = new SimulatedClock(MINUTES_MS);
    const boards = new BoardStore(stores.redis);
    await boards.takeLateMinutes(1);
    for (const [article, minutesAgo] of [
      [1, 0],
      [2, 1],
      [3, 2],
      [4, 2],
      [5, 30],
    ] as const) {
      await count(clock, [aViewToCount(article, MINUTES_MS - minutesAgo * MINUTE_MS)]);
    }
    expect((await boards.takeLateMinutes(1)).minutes).toEqual([minute - 30, minute - 2]);
    expect((await boards.takeLateMinutes(1)).minutes).toEqual([]);
  });
});
