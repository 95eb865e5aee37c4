import {
  mastodonLinks,
  mastodonScore,
  mastodonTags,
} from '../../../../evaluate/popular/baselines/mastodon-trends';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

test.each([
  { observed: 10, expected: 1, score: 81 },
  { observed: 30, expected: 10, score: 40 },
  { observed: 4, expected: 1, score: 0 }, // below the threshold of five
  { observed: 5, expected: 1, score: 16 },
  { observed: 9, expected: 10, score: 0 },
])('$observed accounts today after $expected yesterday: $score', ({ observed, expected, score }) => {
  expect(mastodonScore(observed, expected)).toBe(score);
});

describe('the list', () => {
  function read(maker: ReturnType<typeof mastodonLinks>, article: number, readers: number, atMs: number) {
    for (let visitor = 0; visitor < readers; visitor++) {
      maker.take({ atMs, article, visitor, publishedAtMs: 0 });
      maker.take({ atMs, article, visitor, publishedAtMs: 0 }); // an account counts once a day
    }
  }

  test('takes today against yesterday, by days of UTC', () => {
    const maker = mastodonLinks();
    read(maker, 0, 10, 23 * HOUR_MS);
    maker.list(DAY_MS - 1, 5); // its peak, 81
    read(maker, 0, 12, DAY_MS + HOUR_MS); // (12 - 10)^2 / 10
    read(maker, 1, 9, DAY_MS + HOUR_MS); // 64
    expect(maker.list(DAY_MS + HOUR_MS, 5)).toEqual([0, 1]); // 81 * .5^(1/8) = 74
    read(maker, 2, 10, DAY_MS + 6 * HOUR_MS); // 81 anew
    expect(maker.list(DAY_MS + 6 * HOUR_MS, 5)).toEqual([2, 0, 1]); // those before fade alike
  });

  test('fades by half in eight hours for links and in four for tags, and ends below 1', () => {
    const links = mastodonLinks();
    const tags = mastodonTags();
    for (const maker of [links, tags]) {
      read(maker, 0, 5, 0); // 16 = 2^4
      maker.list(0, 5);
    }
    expect(tags.list(16 * HOUR_MS, 5)).toEqual([0]);
    expect(tags.list(16 * HOUR_MS + 1, 5)).toEqual([]); // the same accounts make no new peak
    expect(tags.list(DAY_MS + HOUR_MS, 5)).toEqual([]);
    expect(links.list(DAY_MS + HOUR_MS, 5)).toEqual([0]);
    expect(links.list(DAY_MS + 9 * HOUR_MS, 5)).toEqual([]);
  });
});
