import {
  hackerNews,
  hackerNewsScore,
  lemmy,
  lemmyHot,
  RedditHot,
  redditHot,
} from '../../../../evaluate/popular/baselines/votes-and-age';
import type { ListMaker } from '../../../../evaluate/popular/list-maker';

const HOUR_MS = 3_600_000;

function tell(
  maker: ListMaker,
  article: number,
  { views, publishedAtMs }: { views: number; publishedAtMs: number },
) {
  for (let visitor = 0; visitor < views; visitor++) {
    maker.take({ atMs: publishedAtMs, article, visitor, publishedAtMs });
  }
}

describe('Hacker News', () => {
  test.each([
    { votes: 33, ageMinutes: 0, score: 16 / 2 ** 1.8 }, // 32^.8 = 16
    { votes: 33, ageMinutes: 120, score: 16 / 4 ** 1.8 },
    { votes: 1, ageMinutes: 60, score: 0 },
  ])('$votes votes at $ageMinutes minutes: $score', ({ votes, ageMinutes, score }) => {
    expect(hackerNewsScore(votes, ageMinutes)).toBeCloseTo(score, 12);
  });

  test('ranks by what its formula gives, and turns as articles age', () => {
    const maker = hackerNews();
    tell(maker, 0, { views: 100, publishedAtMs: 0 });
    tell(maker, 1, { views: 33, publishedAtMs: 2 * HOUR_MS });
    expect(hackerNewsScore(100, 120)).toBeLessThan(hackerNewsScore(33, 0));
    expect(maker.list(2 * HOUR_MS, 5)).toEqual([1, 0]);
    expect(hackerNewsScore(100, 420)).toBeGreaterThan(hackerNewsScore(33, 300));
    expect(maker.list(7 * HOUR_MS, 5)).toEqual([0, 1]);
  });
});

describe('Reddit', () => {
  test.each([
    { votes: 1, publishedAtMs: 1_134_028_003_000, hot: 0 },
    { votes: 100, publishedAtMs: 1_134_028_003_000, hot: 2 },
    { votes: 10, publishedAtMs: (1_134_028_003 + 90_000) * 1_000, hot: 3 },
  ])('$votes votes of $publishedAtMs: $hot', ({ votes, publishedAtMs, hot }) => {
    expect(redditHot(votes, publishedAtMs)).toBe(hot);
  });

  test('takes 12.5 hours for ten times the votes', () => {
    const maker = new RedditHot();
    tell(maker, 0, { views: 100, publishedAtMs: 1_500_000_000_000 });
    tell(maker, 1, { views: 10, publishedAtMs: 1_500_000_000_000 + 12.4 * HOUR_MS });
    tell(maker, 2, { views: 10, publishedAtMs: 1_500_000_000_000 + 12.6 * HOUR_MS });
    expect(maker.list(1_600_000_000_000, 5)).toEqual([2, 0, 1]);
  });
});

describe('Lemmy', () => {
  test.each([
    { votes: 97, ageHours: 1, hot: 20_000 / 3 ** 1.8 },
    { votes: 97, ageHours: 8, hot: 20_000 / 10 ** 1.8 },
    { votes: 97, ageHours: 168, hot: 0 },
    { votes: -9, ageHours: 1, hot: 0 },
  ])('$votes votes at $ageHours h: $hot', ({ votes, ageHours, hot }) => {
    expect(lemmyHot(votes, ageHours)).toBeCloseTo(hot, 8);
  });

  test('drops what is a week old', () => {
    const maker = lemmy();
    tell(maker, 0, { views: 1_000, publishedAtMs: 0 });
    tell(maker, 1, { views: 2, publishedAtMs: 100 * HOUR_MS });
    expect(maker.list(167 * HOUR_MS, 5)).toEqual([1, 0].sort((a, b) => score(b) - score(a)));
    expect(maker.list(168 * HOUR_MS, 5)).toEqual([1]);
    function score(article: number): number {
      return article === 0 ? lemmyHot(1_000, 167) : lemmyHot(2, 67);
    }
  });
});
