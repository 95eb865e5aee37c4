import {
  AdaptiveDecay,
  adaptiveHalfLifeMinutes,
  DecayedCount,
} from '../../../../evaluate/popular/baselines/decays';
import { Chance } from '../../../../src/traffic/chance';

const MINUTE_MS = 60_000;

function view(minute: number, article: number) {
  return { atMs: minute * MINUTE_MS, article, visitor: 0, publishedAtMs: 0 };
}

describe('the decayed count', () => {
  test('lets three views of one half-life ago lose to two of now', () => {
    const maker = new DecayedCount(5);
    for (let view0 = 0; view0 < 3; view0++) maker.take(view(0, 0));
    maker.take(view(4, 1)); // 3 * 2^-.8 = 1.72 against 1
    expect(maker.list(4 * MINUTE_MS, 5)).toEqual([0, 1]);
    maker.take(view(5, 1)); // 3/2 against 1 + 2^-.2
    expect(maker.list(5 * MINUTE_MS, 5)).toEqual([1, 0]);
  });

  test('is the sum of every view by its age, over thousands of half-lives', () => {
    const chance = new Chance('decay');
    const maker = new DecayedCount(1);
    const views: ReturnType<typeof view>[] = [];
    for (let minute = 0; minute < 3_000; minute += chance.exponential(0.5)) {
      const one = view(minute, Math.floor(chance.next() ** 2 * 20));
      views.push(one);
      maker.take(one);
      if (views.length % 101 > 0) continue;
      const sums = new Map<number, number>();
      for (const { article, atMs } of views) {
        sums.set(article, (sums.get(article) ?? 0) + 2 ** -((one.atMs - atMs) / MINUTE_MS));
      }
      const expected = [...sums].sort((a, b) => b[1] - a[1]).slice(0, 5);
      expect(maker.list(one.atMs, 5)).toEqual(expected.map(([article]) => article));
    }
  });
});

describe('the adaptive half-life', () => {
  test.each([
    { readersPerMinute: 20, minutes: 8 },
    { readersPerMinute: 80, minutes: 4 },
    { readersPerMinute: 5, minutes: 16 },
    { readersPerMinute: 0.01, minutes: 20 },
    { readersPerMinute: 100_000, minutes: 1 },
  ])('is $minutes minutes at $readersPerMinute readers a minute', ({ readersPerMinute, minutes }) => {
    expect(adaptiveHalfLifeMinutes(readersPerMinute)).toBeCloseTo(minutes, 12);
  });

  test('forgets in minutes where many read, and not where few do', () => {
    const burst = (perMinute: number) => {
      const maker = new AdaptiveDecay();
      for (let at = 0; at < 30 * perMinute; at++)
        maker.take(view(at / perMinute, at % 3 === 0 ? 0 : 2 + (at % 50)));
      for (let at = 30 * perMinute; at < 36 * perMinute; at++) {
        maker.take(view(at / perMinute, at % 3 === 0 ? 1 : 2 + (at % 50)));
      }
      return maker.list(36 * MINUTE_MS, 1);
    };
    // A third of the readers has moved from 0 to 1 six minutes ago: half-lives of 2.3 and of 11.3 minutes.
    expect(burst(240)).toEqual([1]);
    expect(burst(10)).toEqual([0]);
  });
});
