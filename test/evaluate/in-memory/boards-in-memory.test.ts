import { BoardsInMemory } from '../../../evaluate/in-memory/boards-in-memory';
import { halfLifeMs } from '../../../src/boards/decay';
import { Chance } from '../../../src/traffic/chance';

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 0, 12);

describe('a board in memory', () => {
  test('holds the views of each article, decayed, also long after its first view', () => {
    const chance = new Chance('boards');
    const boards = new BoardsInMemory();
    const views: { article: number; atMs: number; weight: number }[] = [];
    // Of 700 half-lives of an hour, past what one landmark of the hour's board reaches.
    for (let atMs = START_MS; atMs < START_MS + 700 * HOUR_MS; atMs += chance.exponential(HOUR_MS / 4)) {
      const view = { article: Math.floor(20 * chance.next()), atMs, weight: chance.isTrue(0.5) ? 1 : 0.25 };
      views.push(view);
      boards.count(view.article, view.atMs, view.weight);
    }
    const nowMs = START_MS + 700 * HOUR_MS;
    for (const board of ['hour', 'day', 'week'] as const) {
      const sums = new Map<number, number>();
      for (const { article, atMs, weight } of views) {
        const worth = weight * 2 ** (-(nowMs - atMs) / halfLifeMs[board]);
        sums.set(article, (sums.get(article) ?? 0) + worth);
      }
      const expected = [...sums].sort((a, b) => b[1] - a[1]).slice(0, 5);
      const places = boards.top(board, 5, nowMs);
      expect(places.map(({ article }) => article)).toEqual(expected.map(([article]) => article));
      places.forEach(({ decayedViews }, at) => {
        expect(Math.abs(decayedViews / expected[at]![1] - 1)).toBeLessThan(1e-9);
      });
    }
  });

  test('tells of the lower number first where two are alike, and forgets what has faded', () => {
    const boards = new BoardsInMemory();
    for (const article of [7, 0, 3]) boards.count(article, START_MS);
    expect(boards.top('day', 2, START_MS)).toEqual([
      { article: 0, decayedViews: 1 },
      { article: 3, decayedViews: 1 },
    ]);
    expect(boards.top('hour', 9, START_MS + 5 * HOUR_MS)).toHaveLength(3);
    expect(boards.top('hour', 9, START_MS + 6 * HOUR_MS)).toEqual([]);
    expect(boards.top('day', 9, START_MS + 6 * HOUR_MS)).toHaveLength(3);
  });

  test('is empty before the first view', () => {
    expect(new BoardsInMemory().top('hour', 5, START_MS)).toEqual([]);
  });
});
