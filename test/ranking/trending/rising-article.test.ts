import type { ArticlePast } from '../../../src/ranking/formulas/poisson-surprise';
import { headlineWords } from '../../../src/ranking/formulas/variety';
import { ScorePartKind } from '../../../src/ranking/rank-figures';
import {
  fadedScore,
  type Rising,
  risingArticle,
  risingNow,
} from '../../../src/ranking/trending/rising-article';
import { aCard } from '../../builders/a-card';

const MINUTE_MS = 60_000;
const NOW_MS = 1_000 * 60 * MINUTE_MS;

function past(of: (back: number) => number): ArticlePast {
  return {
    own: Float64Array.from({ length: 65 }, (_, back) => of(back)),
    site: new Float64Array(65).fill(150),
    runningPart: 1,
    ageMinutes: 900,
    newcomersPerMinute: 0,
  };
}

const at = (nowMs: number) => ({ among: 60, nowMs });
const calm = past(() => 1);
const bursting = past((back) => (back < 8 ? 6 : 1));

test('a rise is told with its readers, those expected, how many times and since when', () => {
  const { surprise } = risingNow(bursting, undefined, at(NOW_MS))!.peak;
  expect(surprise).toMatchObject({ readers: 48, sinceMs: NOW_MS - 8 * MINUTE_MS });
  expect(surprise.factor).toBeCloseTo(surprise.readers / surprise.expectedReaders, 9);
});

test('fewer than twenty readers in the hour make no rise', () => {
  expect(
    risingNow(
      past((back) => (back < 4 ? 4 : 0)),
      undefined,
      at(NOW_MS),
    ),
  ).toBeUndefined();
  expect(
    risingNow(
      past((back) => (back < 5 ? 4 : 0)),
      undefined,
      at(NOW_MS),
    ),
  ).toBeDefined();
});

test('what was never surprising is not on the list', () => {
  expect(risingNow(calm, undefined, at(NOW_MS))).toBeUndefined();
});

describe('a rise that is over', () => {
  const { peak } = risingNow(bursting, undefined, at(NOW_MS))!;

  test('counts half after twenty minutes', () => {
    expect(fadedScore(peak, NOW_MS + 20 * MINUTE_MS)).toBeCloseTo(peak.score / 2, 9);
  });

  test('stays for a while and is gone within two hours', () => {
    expect(risingNow(calm, peak, at(NOW_MS + 20 * MINUTE_MS))).toMatchObject({ peak, score: 0 });
    expect(risingNow(calm, peak, at(NOW_MS + 120 * MINUTE_MS))).toBeUndefined();
  });

  test('gives way to a higher one', () => {
    const later = NOW_MS + 10 * MINUTE_MS;
    const higher = risingNow(
      past((back) => (back < 8 ? 12 : 1)),
      peak,
      at(later),
    )!;
    expect(higher.peak).toMatchObject({ atMs: later, score: higher.score });
  });
});

test.each([
  { state: 'at its height', afterMinutes: 0, now: bursting, kinds: [ScorePartKind.SURPRISE] },
  {
    state: 'lower than before',
    afterMinutes: 1,
    now: past((back) => (back < 8 ? 5 : 1)),
    kinds: [ScorePartKind.SURPRISE, ScorePartKind.PEAK],
  },
  { state: 'over', afterMinutes: 15, now: calm, kinds: [ScorePartKind.PEAK] },
])('the parts of a rise $state add up to its score', ({ afterMinutes, now, kinds }) => {
  const { peak } = risingNow(bursting, undefined, at(NOW_MS))!;
  const nowMs = NOW_MS + afterMinutes * MINUTE_MS;
  const rising = risingNow(now, afterMinutes === 0 ? undefined : peak, at(nowMs)) as Rising;
  const card = aCard({ number: 1 });
  const { score, figures } = risingArticle(card, headlineWords(card.headline), rising, nowMs);
  expect(figures.parts.map(({ kind }) => kind)).toEqual(kinds);
  expect(figures.parts.reduce((sum, part) => sum + part.value, 0)).toBeCloseTo(score, 9);
});
