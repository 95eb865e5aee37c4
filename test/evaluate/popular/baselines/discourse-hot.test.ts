import { DiscourseHot, discourseHot } from '../../../../evaluate/popular/baselines/discourse-hot';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

test('the formula adds likes over age and the recent ones over their own age', () => {
  const topic = { likes: 9, ageHours: 2, recentLikes: 4, recentPosters: 2, recentAgeHours: 0 };
  expect(discourseHot(topic)).toBeCloseTo(9 / 4 ** 1.2 + 6 / 2 ** 1.2, 12);
});

describe('the list', () => {
  test('counts a reader of many recent views once among the posters', () => {
    const maker = new DiscourseHot();
    for (let view = 0; view < 4; view++) maker.take({ atMs: 0, article: 0, visitor: 7, publishedAtMs: 0 }); // 4 + 4 + 1
    for (let view = 0; view < 4; view++) maker.take({ atMs: 0, article: 1, visitor: view, publishedAtMs: 0 }); // 4 + 4 + 4
    for (let view = 0; view < 5; view++) maker.take({ atMs: 0, article: 2, visitor: 7, publishedAtMs: 0 }); // 5 + 5 + 1
    expect(maker.list(HOUR_MS, 5)).toEqual([1, 2, 0]);
  });

  test('forgets what is recent after a week, and begins its age anew with what is left of it', () => {
    const maker = new DiscourseHot();
    for (let view = 0; view < 20; view++)
      maker.take({ atMs: 0, article: 0, visitor: view, publishedAtMs: 0 });
    maker.take({ atMs: 6 * DAY_MS, article: 0, visitor: 99, publishedAtMs: 0 });
    for (let view = 0; view < 4; view++) {
      maker.take({ atMs: 6 * DAY_MS, article: 1, visitor: view, publishedAtMs: 6 * DAY_MS });
    }
    const nowMs = 7 * DAY_MS;
    const first = discourseHot({
      likes: 21,
      ageHours: 168,
      recentLikes: 1,
      recentPosters: 1,
      recentAgeHours: 24,
    });
    const second = discourseHot({
      likes: 4,
      ageHours: 24,
      recentLikes: 4,
      recentPosters: 4,
      recentAgeHours: 24,
    });
    expect(second).toBeGreaterThan(first);
    expect(maker.list(nowMs, 5)).toEqual([1, 0]);
    // A moment earlier the twenty were recent, and so was their age.
    const before = discourseHot({
      ...{ likes: 21, ageHours: 168, recentLikes: 21, recentPosters: 21, recentAgeHours: 168 },
    });
    expect(before).toBeLessThan(second);
  });
});
