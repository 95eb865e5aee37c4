// The difference of two shares of things that have nothing to do with one another: Newcombe, "Interval estimation for
// the difference between independent proportions", Statistics in Medicine 17, 1998, method 10; each share has the
// interval of Wilson (Journal of the American Statistical Association 22, 1927). It holds with no success at all, too.

import { twoSidedChance } from './student';

/** Exceeded in size by one of twenty, by the normal distribution. */
const NORMAL_95 = 1.959_963_985;
/** Student's distribution with as many degrees is the normal one. */
const MANY = 1e6;

/** Of click-through between two variants. */
export interface Difference {
  /** That of B less that of A. */
  value: number;
  low: number;
  high: number;
  /** Of a difference as large by chance alone. */
  chance: number;
}

interface Counted {
  impressions: number;
  clicks: number;
}

/** Of B less A, with its 95 % interval. Both must have impressions, and no more clicks than that. */
export function differenceOfShares(a: Counted, b: Counted): Difference {
  const [ofA, ofB] = [wilson(a), wilson(b)];
  const value = ofB.share - ofA.share;
  return {
    value,
    low: value - Math.hypot(ofB.share - ofB.low, ofA.high - ofA.share),
    high: value + Math.hypot(ofB.high - ofB.share, ofA.share - ofA.low),
    chance: chanceOf(a, b, value),
  };
}

function wilson({ impressions, clicks }: Counted): { share: number; low: number; high: number } {
  const share = clicks / impressions;
  const square = NORMAL_95 ** 2;
  const middle = 2 * clicks + square;
  const reach = NORMAL_95 * Math.sqrt(square + 4 * clicks * (1 - share));
  const all = 2 * (impressions + square);
  return { share, low: Math.max(0, (middle - reach) / all), high: Math.min(1, (middle + reach) / all) };
}

/** With both shares taken for one. */
function chanceOf(a: Counted, b: Counted, value: number): number {
  const share = (a.clicks + b.clicks) / (a.impressions + b.impressions);
  const variance = share * (1 - share) * (1 / a.impressions + 1 / b.impressions);
  return variance === 0 ? 1 : twoSidedChance(value / Math.sqrt(variance), MANY);
}
