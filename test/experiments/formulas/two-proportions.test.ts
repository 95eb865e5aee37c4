// The difference of two shares: against the published examples, and against what must hold of every case.

import fc from 'fast-check';
import { differenceOfShares } from '../../../src/experiments/formulas/two-proportions';

const of = (clicks: number, impressions: number) => ({ clicks, impressions });

/** Newcombe, Statistics in Medicine 17, 1998, table II, method 10: differences of the first share less the second. */
test.each([
  { first: of(56, 70), second: of(48, 80), low: 0.0524, high: 0.3339 },
  { first: of(9, 10), second: of(3, 10), low: 0.1705, high: 0.809 },
  { first: of(6, 7), second: of(2, 7), low: 0.0582, high: 0.8062 },
  { first: of(5, 56), second: of(0, 29), low: -0.0381, high: 0.1926 },
  { first: of(0, 10), second: of(0, 20), low: -0.1611, high: 0.2775 },
  { first: of(10, 10), second: of(0, 10), low: 0.6075, high: 1 },
])('$first less $second: $low to $high', ({ first, second, low, high }) => {
  const found = differenceOfShares(second, first);
  expect(found.low).toBeCloseTo(low, 4);
  expect(found.high).toBeCloseTo(high, 4);
});

test('it holds its value, turns round with its sides, and grows narrower with more of both', () => {
  const counted = fc
    .integer({ min: 1, max: 5_000 })
    .chain((impressions) =>
      fc.integer({ min: 0, max: impressions }).map((clicks) => of(clicks, impressions)),
    );
  fc.assert(
    fc.property(counted, counted, (a, b) => {
      const { value, low, high, chance } = differenceOfShares(a, b);
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThanOrEqual(value);
      expect(chance).toBeGreaterThanOrEqual(0);
      expect(chance).toBeLessThanOrEqual(1);
      const turned = differenceOfShares(b, a);
      expect(turned.low).toBeCloseTo(-high, 12);
      expect(turned.high).toBeCloseTo(-low, 12);
      const fourfold = ({ clicks, impressions }: typeof a) => of(4 * clicks, 4 * impressions);
      const more = differenceOfShares(fourfold(a), fourfold(b));
      expect(more.high - more.low).toBeLessThan(high - low);
    }),
  );
});
