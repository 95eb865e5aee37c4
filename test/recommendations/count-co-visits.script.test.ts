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
  ...given,
});

const someVisits = fc.array(
  fc.record({
    waitMs: fc.oneof(fc.nat(60_000), fc.nat(20 * HOUR_MS)),
    visits: fc.array(
      fc.record({
        to: fc.integer({ min: 1, max: 25 }),
        weight: fc.constantFrom(1, 0.4),
        ticks: fc.constantFrom(0 as const, 1 as const),
      }),
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
        expect(Math.abs(found.total / expected.total - 1)).toBeLessThan(1e-9);
        expect([...found.to.keys()].sort()).toEqual([...expected.to.keys()].sort());
        for (const [article, clicks] of expected.to) {
          expect(Math.abs(found.to.get(article)! - clicks)).toBeLessThan(1e-9 * expected.total);
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

  test('keeps the best thirty, counts all, and stays in the compact form', async () => {
    const store = new NeighbourBoardStore(stores.redis);
    const from = nextArticle++;
    const visits = Array.from({ length: 60 }, (_, index) =>
      Array.from({ length: index + 1 }, () => visitTo(from, index + 1, { ticks: 0 })),
    ).flat();
    await store.count(visits, START_MS);
    await store.count([visitTo(from, 60, { ticks: 0 })], START_MS);
    const { total, to } = await store.read(from, START_MS);
    expect(total).toBeCloseTo(visits.length + 1, 6);
    expect(to.size).toBeLessThanOrEqual(41);
    expect(to.size).toBeGreaterThanOrEqual(30);
    for (let best = 60; best > 30; best--) expect(to.has(best)).toBe(true);
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

  test('forgets by the hours: after four of them a neighbour counts half', async () => {
    const store = new NeighbourBoardStore(stores.redis);
    const from = nextArticle++;
    await store.count([visitTo(from, 1)], START_MS);
    expect((await store.read(from, START_MS + 4 * HOUR_MS)).to.get(1)).toBeCloseTo(0.5, 9);
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

test.each([
  { before: [], visits: [] },
  { before: [1], visits: [{ from: 1, to: 9, weight: 1, ticks: 1 }] },
  {
    before: [1, 2],
    visits: [
      { from: 1, to: 9, weight: 1, ticks: 1 },
      { from: 2, to: 9, weight: 0.4, ticks: 0 },
    ],
  },
  { before: [9, 2], visits: [{ from: 2, to: 9, weight: 1, ticks: 1 }] },
  { before: [1, 1], visits: [{ from: 1, to: 9, weight: 1, ticks: 1 }] },
])('a view of 9 after $before makes its pairs', ({ before, visits }) => {
  expect(coVisits(9, before)).toEqual(visits);
});
