import fc from 'fast-check';
import { explainRate, explainWhole, explanationSentence, timeOfDayIn } from '../../src/ranking/explanation';
import { presentRate, type ReadingBin } from '../../src/ranking/formulas/change-points';
import { figuresOf, HeldAgainst, ScorePartKind } from '../../src/ranking/rank-figures';
import { RankReason } from '../../src/ranking/rank-reason';

const NOW_MS = Date.UTC(2026, 0, 5, 14, 15);
const LONG_AGO_MS = NOW_MS - 10 * 3_600_000;
const utc = timeOfDayIn('UTC');

function pastAt(rates: readonly number[]): ReadingBin[] {
  return rates.map((rate) => ({ minutes: 5, readers: rate * 5, exposure: 5 }));
}

function sentenceOf(rates: readonly number[], publishedAtMs = LONG_AGO_MS, timeOfDay = utc): string {
  const bins = pastAt(rates);
  const figures = explainRate(presentRate(bins, 400), bins, { nowMs: NOW_MS, publishedAtMs });
  return explanationSentence(RankReason.READ_NOW, figures, { timeOfDay, rank: 3 });
}

describe('the explanation of a rate', () => {
  test('has parts that add up to the score', () => {
    const somePast = fc.array(fc.nat(300), { minLength: 12, maxLength: 12 }).map(pastAt);
    fc.assert(
      fc.property(somePast, fc.double({ min: 0.1, max: 5_000, noNaN: true }), (bins, siteRate) => {
        const rate = presentRate(bins, siteRate);
        const { parts } = explainRate(rate, bins, { nowMs: NOW_MS, publishedAtMs: LONG_AGO_MS });
        const sum = parts.reduce((total, part) => total + part.value, 0);
        expect(Math.abs(sum / rate.score - 1)).toBeLessThan(1e-9);
      }),
    );
  });

  test.each([
    { rates: [...Array(10).fill(11), 42, 42], says: '42 readers a minute since 14:05, before that 11' },
    { rates: Array(12).fill(20), says: '20 readers a minute since 13:15' },
    { rates: [...Array(10).fill(60), 2, 2], says: '2 readers a minute since 14:05, before that 60' },
    { rates: Array(12).fill(1), says: '1 reader a minute since 13:15' },
    { rates: Array(12).fill(0.1), says: '6 readers an hour since 13:15' },
  ])('$rates reads "$says"', ({ rates, says }) => {
    expect(sentenceOf(rates)).toBe(says);
  });

  test('begins with the publication of a young article', () => {
    expect(sentenceOf([...Array(8).fill(0), 30, 30, 30, 30], NOW_MS - 20 * 60_000)).toMatch(
      /^30 readers a minute since 13:55/,
    );
  });

  test('tells the time of the publisher', () => {
    expect(sentenceOf(Array(12).fill(20), LONG_AGO_MS, timeOfDayIn('Asia/Seoul'))).toBe(
      '20 readers a minute since 22:15',
    );
  });
});

test.each([
  {
    reason: RankReason.READ_THIS_HOUR,
    score: 12.34,
    says: '12 views of late, each counting half after an hour',
  },
  { reason: RankReason.READ_TODAY, score: 1, says: '1 view of late, each counting half after a day' },
  { reason: RankReason.READ_NOW, score: 3.24, says: '3.2 readers a minute expected' },
  { reason: RankReason.NEWEST, score: 0, says: 'Among the newest' },
])('$reason with $score reads "$says"', ({ reason, score, says }) => {
  expect(explanationSentence(reason, explainWhole(score), { timeOfDay: utc, rank: 3 })).toBe(says);
});

const held = {
  ...{ against: HeldAgainst.SWAP, lead: 0.1, leadAsked: 0.3, leadingSinceMs: null },
  ...{ dwellAskedMs: 0, missed: 0, missedAsked: 0 },
};
const entry = {
  ...held,
  against: HeldAgainst.ENTRY,
  lead: 0.25,
  leadAsked: 0.2,
  missed: 0.84,
  missedAsked: 2,
};
const reading = {
  sinceMs: NOW_MS - 10 * 60_000,
  readersPerMinute: 42,
  readersPerMinuteBefore: 11,
  probability: 0.9,
};
const pin = {
  act: 'PIN' as const,
  reason: 'Election',
  untilMs: NOW_MS + 60 * 60_000,
  place: 2,
  factor: null,
};
const boost = { ...pin, act: 'BOOST' as const, place: null, factor: 1.5 };
const surprise = { readers: 120, expectedReaders: 30, sinceMs: NOW_MS - 15 * 60_000, factor: 4 };
const now = '42 readers a minute since 14:05, before that 11';

test.each([
  {
    figures: { reading, held },
    rank: 3,
    says: `${now}; third place held by steadiness: the next leads by 10 %, 30 % are asked`,
  },
  {
    figures: { reading, held: { ...entry, leadingSinceMs: NOW_MS - 20_000 } },
    rank: 5,
    says: `${now}; fifth place held by steadiness: a newcomer leads by 25 % since 14:14, 20 % are asked until 2 readers are missed (now 0.8)`,
  },
  {
    figures: { reading, held: { ...entry, dwellAskedMs: 30_000, missed: 0, missedAsked: 0 } },
    rank: 5,
    says: `${now}; fifth place held by steadiness: a newcomer leads by 25 %, 20 % are asked for 30 seconds`,
  },
  {
    figures: { reading, held: { ...held, lead: 0.004 } },
    rank: 22,
    says: `${now}; 22nd place held by steadiness: the next leads by 0.4 %, 30 % are asked`,
  },
  {
    figures: { reading, placement: boost },
    rank: 1,
    says: `${now}; counted 1.5 times by the editors until 5 January, 15:15 ("Election")`,
  },
  {
    figures: { surprise },
    rank: 1,
    says: '120 readers since 14:00, 4 times the 30 expected',
  },
])('$figures in place $rank reads "$says"', ({ figures, rank, says }) => {
  const all = { ...figuresOf([]), ...figures };
  expect(explanationSentence(RankReason.READ_NOW, all, { timeOfDay: utc, rank })).toBe(says);
});

test('a pin says who has fixed the place, until when and why', () => {
  const figures = { ...figuresOf([]), placement: pin };
  expect(explanationSentence(RankReason.PINNED, figures, { timeOfDay: utc, rank: 2 })).toBe(
    'Fixed to second place by the editors until 5 January, 15:15 ("Election")',
  );
});

test('newness is a part of its own, and only of a rate that is new', () => {
  const kindsOf = (rates: number[]) => {
    const bins = pastAt(rates);
    const rate = presentRate(bins, 400);
    const { parts } = explainRate(rate, bins, { nowMs: NOW_MS, publishedAtMs: LONG_AGO_MS });
    const newness = parts.find(({ kind }) => kind === ScorePartKind.NEWNESS);
    return { newness: newness?.value ?? 0, asIs: rate.score - rate.readersPerMinute };
  };
  const risen = kindsOf([...Array(10).fill(11), 42, 42]);
  expect(risen.newness).toBeGreaterThan(3);
  expect(risen.newness).toBeCloseTo(risen.asIs, 9);
  expect(kindsOf(Array(12).fill(20)).newness).toBeLessThan(0.2);
});
