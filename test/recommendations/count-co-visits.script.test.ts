import fc from 'fast-check';
import { PARTITIONS, partitionOf } from '../../src/boards/partition';
import { type CoVisit, coVisits } from '../../src/recommendations/neighbour-board';
import { NeighbourBoardStore } from '../../src/recommendations/neighbour-board.store';
import { neighbourBoardKey } from '../../src/recommendations/neighbour-keys';
import { OracleNeighbourBoard } from '../oracles/neighbour-board.oracle';
import { useStores } from '../setup/stores';

const stores = useStores();
const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 0, 1);

let nextArticle = 1_000;
const visitTo = (from: number, to: number, given: Partial<CoVisit> = {}): CoVisit => ({
  from,
  to,
  weight: 1,
  ticks: 1,
  isWayBack: false,
  ...given,
});

const someVisits = fc.array(
  fc.record({
    waitMs: fc.oneof(fc.nat(60_000), fc.nat(800 * HOUR_MS)),
    visits: fc.array(
      fc.oneof(
        fc.record({
          to: fc.integer({ min: 1, max: 15 }),
          weight: fc.constantFrom(1, 0.4),
          ticks: fc.constantFrom(0 as const, 1 as const),
          isWayBack: fc.constant(false),
        }),
        fc.record({
          to: fc.integer({ min: 8, max: 23 }),
          weight: fc.constant(1),
          ticks: fc.constant(0 as const),
          isWayBack: fc.constant(true),
        }),
      ),
      { minLength: 1, maxLength: 40 },
    ),
  }),
  { minLength: 1, maxLength: 8 },
);

describe('a neighbour board', () => {
  test('is what the plain float64 reference says', async () => {
    const store = new NeighbourBoardStore(stores.redis);
    await fc.assert(
      fc.asyncProperty(someVisits, async (steps) => {
        const from = nextArticle++;
        const oracle = new OracleNeighbourBoard();
        let nowMs = START_MS;
        for (const { waitMs, visits } of steps) {
          nowMs += waitMs;
          for (const visit of visits) oracle.add(visit, nowMs);
          await store.count(
            visits.map((visit) => ({ from, ...visit })),
            nowMs,
          );
        }
        nowMs += HOUR_MS;
        const [found, expected] = [await store.read(from, nowMs), oracle.read(nowMs)];
        const back = found.back ?? { total: 0, from: new Map<number, number>() };
        const allBack = [...expected.back.values()].reduce((sum, clicks) => sum + clicks, 0);
        const most = Math.max(expected.total, allBack);
        expect(Math.abs(found.total - expected.total)).toBeLessThan(1e-9 * most);
        expect(Math.abs(back.total - allBack)).toBeLessThan(1e-9 * most);
        for (const [known, asExpected] of [
          [found.to, expected.to],
          [back.from, expected.back],
        ] as const) {
          expect([...known.keys()].sort()).toEqual([...asExpected.keys()].sort());
          for (const [article, clicks] of asExpected)
            expect(Math.abs(known.get(article)! - clicks)).toBeLessThan(1e-9 * most);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('stays finite and right over years, silences and many clicks', async () => {
    const store = new NeighbourBoardStore(stores.redis);
    const from = nextArticle++;
    const oracle = new OracleNeighbourBoard();
    let nowMs = START_MS;
    for (const days of [0, 1, 80, 90, 3, 200, 400, 1, 0, 86, 85]) {
      nowMs += days * 24 * HOUR_MS;
      const visits = Array.from({ length: 300 }, (_, index) => visitTo(from, 1 + (index % 7)));
      for (const visit of visits) oracle.add(visit, nowMs);
      await store.count(visits, nowMs);
      const [found, expected] = [await store.read(from, nowMs), oracle.read(nowMs)];
      expect(Math.abs(found.total / expected.total - 1)).toBeLessThan(1e-9);
      expect([...found.to.values()].every(Number.isFinite)).toBe(true);
    }
  });

  test('keeps the best twenty-eight, counts all, and stays in the compact form', async () => {
    const store = new NeighbourBoardStore(stores.redis);
    const from = nextArticle++;
    const visits = Array.from({ length: 60 }, (_, index) =>
      Array.from({ length: index + 1 }, () => visitTo(from, index + 1, { ticks: 0 })),
    ).flat();
    await store.count(visits, START_MS);
    await store.count([visitTo(from, 60, { ticks: 0 })], START_MS);
    const { total, to } = await store.read(from, START_MS);
    expect(total).toBeCloseTo(visits.length + 1, 6);
    expect(to.size).toBeLessThanOrEqual(33);
    expect(to.size).toBeGreaterThanOrEqual(28);
    for (let best = 60; best > 32; best--) expect(to.has(best)).toBe(true);
    expect(await stores.redis.client.object('ENCODING', `${stores.keySpace}${neighbourBoardKey(from)}`)).toBe(
      'listpack',
    );
  });

  test('forgets by its own clicks: after a hundred of them a neighbour counts half', async () => {
    const store = new NeighbourBoardStore(stores.redis);
    const from = nextArticle++;
    await store.count([visitTo(from, 1)], START_MS);
    await store.count(
      Array.from({ length: 100 }, () => visitTo(from, 2)),
      START_MS,
    );
    expect((await store.read(from, START_MS)).to.get(1)).toBeCloseTo(0.5, 9);
  });

  test('forgets by the hours: after a week of them a neighbour counts half', async () => {
    const store = new NeighbourBoardStore(stores.redis);
    const from = nextArticle++;
    await store.count([visitTo(from, 1)], START_MS);
    expect((await store.read(from, START_MS + 168 * HOUR_MS)).to.get(1)).toBeCloseTo(0.5, 9);
  });

  test('counts a way back apart, the less the more onward clicks it has seen', async () => {
    const store = new NeighbourBoardStore(stores.redis);
    const [fresh, known] = [nextArticle++, nextArticle++];
    const wayBack = (from: number) => visitTo(from, 5, { ticks: 0, isWayBack: true });
    await store.count([wayBack(fresh)], START_MS);
    expect(await store.read(fresh, START_MS)).toEqual({
      total: 0,
      to: new Map(),
      back: { total: 1, from: new Map([[5, 1]]) },
    });
    const onward = Array.from({ length: 10 }, () => visitTo(known, 5));
    await store.count([...onward, wayBack(known)], START_MS);
    const { total, to, back } = await store.read(known, START_MS);
    expect(total).toBeCloseTo(to.get(5)!, 9);
    expect(back!.from.get(5)).toBeCloseTo(0.5, 9);
  });

  test('keeps its count of all where it holds nothing but ways back, and more of them than it keeps', async () => {
    const store = new NeighbourBoardStore(stores.redis);
    const from = nextArticle++;
    const wayBack = (to: number) => visitTo(from, to, { ticks: 0, isWayBack: true });
    for (let to = 1; to <= 60; to++) await store.count([wayBack(to), wayBack(60)], START_MS);
    await store.count([visitTo(from, 99, { ticks: 0, weight: 0.4 })], START_MS);
    for (let to = 61; to <= 90; to++) await store.count([wayBack(to)], START_MS);
    const { total, back } = await store.read(from, START_MS);
    expect(total).toBeCloseTo(0.4, 9);
    expect(back!.from.size).toBeLessThanOrEqual(34);
    expect(back!.from.get(60)).toBeCloseTo(61, 9);
  });

  test('of an article that nobody left is empty', async () => {
    const nothing = await new NeighbourBoardStore(stores.redis).read(nextArticle++, START_MS);
    expect(nothing).toEqual({ total: 0, to: new Map() });
  });

  test('is reached in one call a partition, whatever the articles', async () => {
    const store = new NeighbourBoardStore(stores.redis);
    const from = Array.from({ length: 200 }, () => nextArticle++);
    expect(new Set(from.map(partitionOf)).size).toBe(PARTITIONS);
    await store.count(
      from.map((article) => visitTo(article, 7)),
      START_MS,
    );
    for (const article of from.slice(0, 20)) {
      expect((await store.read(article, START_MS)).to.get(7)).toBeCloseTo(1, 9);
    }
  });
});

const onwardTo9 = { to: 9, weight: 1, ticks: 1, isWayBack: false };
const backFrom9 = { from: 9, weight: 0.7, ticks: 0, isWayBack: true };

test.each([
  { before: [], visits: [] },
  {
    before: [1],
    visits: [
      { from: 1, ...onwardTo9 },
      { to: 1, ...backFrom9 },
    ],
  },
  {
    before: [1, 2],
    visits: [
      { from: 1, ...onwardTo9 },
      { ...onwardTo9, from: 2, weight: 0.4, ticks: 0 },
      { to: 1, ...backFrom9 },
    ],
  },
  {
    before: [9, 2],
    visits: [
      { from: 2, ...onwardTo9 },
      { to: 2, ...backFrom9 },
    ],
  },
  {
    before: [1, 1],
    visits: [
      { from: 1, ...onwardTo9 },
      { to: 1, ...backFrom9 },
    ],
  },
])('a view of 9 after $before makes its pairs', ({ before, visits }) => {
  expect(coVisits(9, before)).toEqual(visits);
});
