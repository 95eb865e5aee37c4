// What two variants did, and how sure their difference is. Readers are divided by bucket, so buckets are what is
// compared: clicks of one reader hang together, from page to page and from day to day, and a reader stays in one bucket
// for the whole time. Clicks themselves are not independent, and an interval for two proportions (Newcombe, Statistics
// in Medicine 17, 1998) would be too narrow; pseudonyms change daily, so readers cannot be compared over days either.
// That interval is told only where no bucket differs from another on its side, as where nobody has clicked on anything:
// then nothing is seen of clicks that hang together.
//
// The click-through of a variant is the ratio of two sums over its buckets; its variance comes from the delta method:
// Deng, Knoblich, Lu, "Applying the Delta Method in Metric Analytics", KDD 2018, equation 3, with buckets as in
// Chamandy, Muralidharan, Najmi, Naidu, "Estimating Uncertainty for Massive Data Streams", Google, 2012. With some tens
// of buckets on each side the difference follows Student's distribution, with Welch's degrees of freedom (Welch,
// Biometrika 34, 1947).

import { twoSidedChance, valueExceededWith } from './student';
import { type Difference, differenceOfShares } from './two-proportions';

/** What was reported of the readers of a bucket. */
export interface BucketSums {
  impressions: number;
  clicks: number;
  /** One for each visitor and day. */
  readers: number;
}

export interface VariantSums extends BucketSums {
  /** Null without an impression. */
  clickThrough: number | null;
}

interface Estimate {
  value: number;
  variance: number;
  buckets: number;
}

const ONE_IN_TWENTY = 0.05;

export function sumOf(buckets: readonly BucketSums[]): VariantSums {
  const sums = { impressions: 0, clicks: 0, readers: 0 };
  for (const { impressions, clicks, readers } of buckets) {
    sums.impressions += impressions;
    sums.clicks += clicks;
    sums.readers += readers;
  }
  return { ...sums, clickThrough: sums.impressions === 0 ? null : sums.clicks / sums.impressions };
}

/** With its 95 % interval; undefined where a side has fewer than two buckets, or no impression. */
export function differenceOf(a: readonly BucketSums[], b: readonly BucketSums[]): Difference | undefined {
  const [ofA, ofB] = [a, b].map(clickThroughOf);
  return ofA && ofB && (compare(ofA, ofB) ?? differenceOfShares(sumOf(a), sumOf(b)));
}

/**
 * The chance of readers being divided as unevenly as they are if clients divide them as they should: buckets have,
 * on the average, equally many readers. Undefined where it cannot be told.
 */
export function chanceOfDivision(a: readonly BucketSums[], b: readonly BucketSums[]): number | undefined {
  const [ofA, ofB] = [a, b].map((buckets) => meanOf(buckets.map(({ readers }) => readers)));
  return ofA && ofB && compare(ofA, ofB)?.chance;
}

function compare(a: Estimate, b: Estimate): Difference | undefined {
  const variance = a.variance + b.variance;
  if (variance <= 0) return undefined;
  const value = b.value - a.value;
  const spread = (one: Estimate) => one.variance ** 2 / (one.buckets - 1);
  const degrees = variance ** 2 / (spread(a) + spread(b));
  const half = valueExceededWith(ONE_IN_TWENTY, degrees) * Math.sqrt(variance);
  const chance = twoSidedChance(value / Math.sqrt(variance), degrees);
  return { value, low: value - half, high: value + half, chance };
}

function clickThroughOf(all: readonly BucketSums[]): Estimate | undefined {
  const { impressions, clicks } = sumOf(all);
  const buckets = all.length;
  if (impressions === 0 || buckets < 2) return undefined;
  const value = clicks / impressions;
  const squares = all.reduce((sum, one) => sum + (one.clicks - value * one.impressions) ** 2, 0);
  return { value, variance: ((buckets / (buckets - 1)) * squares) / impressions ** 2, buckets };
}

function meanOf(amounts: readonly number[]): Estimate | undefined {
  const buckets = amounts.length;
  if (buckets < 2) return undefined;
  const value = amounts.reduce((sum, amount) => sum + amount, 0) / buckets;
  const squares = amounts.reduce((sum, amount) => sum + (amount - value) ** 2, 0);
  return { value, variance: squares / (buckets - 1) / buckets, buckets };
}
