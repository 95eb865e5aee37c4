import { BestPlaces } from '../../../../evaluate/popular/baselines/best-places';
import {
  AllTimeCount,
  LastViews,
  minutesWindow,
  WindowCount,
} from '../../../../evaluate/popular/baselines/counts';
import { RisingOrder } from '../../../../evaluate/popular/baselines/rising-order';
import type { ListMaker } from '../../../../evaluate/popular/list-maker';
import { Chance } from '../../../../src/traffic/chance';

const MINUTE_MS = 60_000;

function tell(maker: ListMaker, views: readonly [minute: number, article: number][]): void {
  views.forEach(([minute, article], visitor) => {
    maker.take({ atMs: minute * MINUTE_MS, article, visitor, publishedAtMs: 0 });
  });
}

describe('the best places', () => {
  test('hold the highest scores, of two alike the newer article, and nobody without a score', () => {
    const best = new BestPlaces(3);
    for (const [article, score] of [
      [1, 2],
      [2, 5],
      [3, 0],
      [4, 2],
      [5, 1],
      [6, Number.NaN],
    ] as const) {
      best.offer(article, score);
    }
    expect(best.list()).toEqual([2, 4, 1]);
    expect(best.least).toBe(2);
  });
});

describe('the rising order', () => {
  test('is the order of all scores, whatever rises when', () => {
    const chance = new Chance('rising');
    const order = new RisingOrder(7);
    const scores = new Map<number, number>();
    for (let step = 0; step < 3_000; step++) {
      const article = Math.floor(chance.next() * 40);
      const score = (scores.get(article) ?? 0) + Math.ceil(chance.next() * 3);
      scores.set(article, score);
      order.raise(article, score);
      if (step % 50 > 0) continue;
      const expected = [...scores].sort((a, b) => b[1] - a[1] || b[0] - a[0]).slice(0, 7);
      expect(order.list(7)).toEqual(expected.map(([one]) => one));
    }
  });

  test('stays when all scores shrink alike', () => {
    const order = new RisingOrder();
    for (const [article, score] of [8, 9, 7].entries()) order.raise(article, score);
    order.scale(0.5);
    expect(order.scoreOf(1)).toBe(4.5);
    order.raise(2, 4.6);
    expect(order.list(3)).toEqual([2, 1, 0]);
  });
});

describe('the all-time count', () => {
  test('never forgets', () => {
    const maker = new AllTimeCount();
    tell(maker, [
      [0, 0],
      [0, 0],
      [0, 0],
      [9_000, 1],
      [9_001, 1],
      [9_002, 2],
    ]);
    expect(maker.list(9_003 * MINUTE_MS, 5)).toEqual([0, 1, 2]);
  });
});

describe('a window', () => {
  test('counts the views after its beginning, up to now', () => {
    const maker = minutesWindow(10);
    tell(maker, [
      [0, 0],
      [0, 0],
      [5, 1],
      [10, 2],
      [10, 2],
      [10, 2],
    ]);
    expect(maker.list(10 * MINUTE_MS, 5)).toEqual([2, 1]); // minute 0 is just outside
    expect(maker.list(15 * MINUTE_MS - 1, 5)).toEqual([2, 1]);
    expect(maker.list(15 * MINUTE_MS, 5)).toEqual([2]);
    expect(maker.list(20 * MINUTE_MS, 5)).toEqual([]);
  });

  test('is what counting anew gives, over a long log', () => {
    const chance = new Chance('window');
    const maker = new WindowCount({ name: 'a', source: 'b', windowMs: 100 });
    const views: { atMs: number; article: number }[] = [];
    for (let atMs = 0; atMs < 200_000; atMs++) {
      const article = Math.floor(chance.next() ** 2 * 30);
      views.push({ atMs, article });
      maker.take({ atMs, article, visitor: 0, publishedAtMs: 0 });
      if (atMs % 9_973 > 0) continue;
      const counts = new Map<number, number>();
      for (const view of views.slice(-100)) counts.set(view.article, (counts.get(view.article) ?? 0) + 1);
      const expected = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0]).slice(0, 5);
      expect(maker.list(atMs, 5)).toEqual(expected.map(([one]) => one));
    }
  });
});

describe('the last views', () => {
  test('push the oldest out, however long ago it was', () => {
    const maker = new LastViews(3);
    tell(maker, [
      [0, 0],
      [0, 0],
      [9_000, 1],
    ]);
    expect(maker.list(9_001 * MINUTE_MS, 5)).toEqual([0, 1]);
    tell(maker, [
      [9_002, 2],
      [9_003, 2],
    ]);
    expect(maker.list(9_003 * MINUTE_MS, 5)).toEqual([2, 1]);
  });
});
