import fc from 'fast-check';
import {
  logRisingFactorial,
  minutesSince,
  presentRate,
  type ReadingBin,
} from '../../../src/ranking/formulas/change-points';
import { lgamma, oracleScore } from '../../oracles/change-points.oracle';

const aBin = fc.record({
  minutes: fc.integer({ min: 1, max: 15 }),
  readers: fc.oneof(fc.nat(2_000), fc.double({ min: 0, max: 50, noNaN: true })),
  exposure: fc.double({ min: 0.05, max: 30, noNaN: true }),
});
const somePast = fc.array(aBin, { minLength: 1, maxLength: 12 });
const aSiteRate = fc.double({ min: 0.1, max: 100_000, noNaN: true });

/** Twelve bins of five minutes with the given readers a minute. */
function pastAt(rates: readonly number[]): ReadingBin[] {
  return rates.map((rate) => ({ minutes: 5, readers: rate * 5, exposure: 5 }));
}

describe('the present rate of readers', () => {
  test('is what the plain float64 reference says', () => {
    fc.assert(
      fc.property(somePast, aSiteRate, (bins, siteRate) => {
        const expected = oracleScore(bins, siteRate);
        expect(Math.abs(presentRate(bins, siteRate).score / expected - 1)).toBeLessThan(1e-9);
      }),
      { numRuns: 2_000 },
    );
  });

  test('has explanations whose probabilities sum to one and whose mean is the rate', () => {
    fc.assert(
      fc.property(somePast, aSiteRate, (bins, siteRate) => {
        const rate = presentRate(bins, siteRate);
        const total = rate.segments.reduce((sum, segment) => sum + segment.probability, 0);
        const mean = rate.segments.reduce((sum, s) => sum + s.probability * s.readersPerMinute, 0);
        expect(total).toBeCloseTo(1, 9);
        expect(mean / rate.readersPerMinute).toBeCloseTo(1, 9);
        expect(rate.score / (rate.readersPerMinute * (1 + 0.1 * rate.newness))).toBeCloseTo(1, 9);
      }),
    );
  });

  test('is finite and above zero whatever the past', () => {
    fc.assert(
      fc.property(somePast, aSiteRate, (bins, siteRate) => {
        const { score } = presentRate(bins, siteRate);
        expect(Number.isFinite(score) && score > 0).toBe(true);
      }),
    );
  });

  test('rises with the readers of the newest bin', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 500 }), (steady, more) => {
        const before = presentRate(pastAt([...Array(11).fill(steady), steady]), 1_000).score;
        const after = presentRate(pastAt([...Array(11).fill(steady), steady + more]), 1_000).score;
        expect(after).toBeGreaterThan(before);
      }),
    );
  });

  test('remembers the whole hour while nothing changes', () => {
    const rate = presentRate(pastAt(Array(12).fill(20)), 400);
    expect(rate.segments[0]).toMatchObject({ startBin: 0, beforeStartBin: undefined });
    expect(rate.readersPerMinute).toBeCloseTo(20, 0);
  });

  test('forgets what was before a burst, and says when it began', () => {
    const bins = pastAt([5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 60, 60]);
    const rate = presentRate(bins, 400);
    expect(rate.segments[0]).toMatchObject({ startBin: 10, beforeStartBin: 0 });
    expect(minutesSince(bins, rate.segments[0]!.startBin)).toBe(10);
    expect(rate.readersPerMinute).toBeGreaterThan(55);
    expect(rate.newness).toBeGreaterThan(0.99);
  });

  test('falls at once when readers stay away', () => {
    const { readersPerMinute } = presentRate(pastAt([60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 2]), 400);
    expect(readersPerMinute).toBeLessThan(5);
  });

  test('of an article with its first reader is no rate to speak of, of one with several it is', () => {
    const closed = { minutes: 5, readers: 0, exposure: 0 };
    const fresh = (readers: number) =>
      presentRate([...Array(10).fill(closed), { minutes: 2, readers, exposure: 2 }], 10).score;
    const quarter = presentRate(pastAt(Array(12).fill(0.25)), 10).score;
    expect(fresh(1)).toBeLessThan(quarter);
    expect(fresh(3)).toBeGreaterThan(quarter);
  });

  test('is the same however long before its publication one begins to look', () => {
    fc.assert(
      fc.property(somePast, aSiteRate, fc.integer({ min: 1, max: 9 }), (bins, siteRate, more) => {
        const closed = Array(more).fill({ minutes: 5, readers: 0, exposure: 0 });
        const rate = presentRate(bins, siteRate);
        const earlier = presentRate([...closed, ...bins], siteRate);
        expect(earlier.score).toBe(rate.score);
        expect(earlier.segments[0]!.startBin).toBe(rate.segments[0]!.startBin + more);
      }),
    );
  });

  test('of nobody is finite', () => {
    expect(presentRate([{ minutes: 5, readers: 0, exposure: 0 }], 10)).toMatchObject({
      readersPerMinute: 0.1,
      segments: [{ startBin: 0, probability: 1 }],
    });
  });

  test('takes a bin without exposure and of no length as no news', () => {
    const bins = pastAt(Array(12).fill(20));
    const empty = { minutes: 0, readers: 0, exposure: 0 };
    expect(presentRate([...bins, empty], 400).score).toBeCloseTo(presentRate(bins, 400).score, 12);
  });
});

test('the logarithm of a rising factorial is exact to ten digits', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1, max: 1e6, noNaN: true }),
      fc.oneof(fc.nat(5_000), fc.double({ min: 0, max: 100, noNaN: true })),
      (x, n) => {
        const expected = lgamma(x + n) - lgamma(x);
        const scale = Math.max(1, Math.abs(lgamma(x + n)));
        expect(Math.abs(logRisingFactorial(x, n) - expected) / scale).toBeLessThan(1e-10);
      },
    ),
  );
});
