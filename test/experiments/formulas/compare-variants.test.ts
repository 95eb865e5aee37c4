// Thousands of simulated experiments, with readers whose clicks hang together: each has a taste of their own, comes back
// on some of the days, and is in one bucket for the whole time. The interval must hold what is true 95 times of a
// hundred, and a test of two things that are the same must call a winner 5 times.

import { BUCKETS, bucketsOfB } from '../../../src/experiments/buckets';
import {
  type BucketSums,
  chanceOfDivision,
  differenceOf,
  sumOf,
} from '../../../src/experiments/formulas/compare-variants';

/** mulberry32, public domain: 32 bits of state, the same numbers everywhere. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Simulated {
  readers: number;
  percentB: number;
  /** Mean click-through of B beside that of A. */
  lift: number;
  seed: number;
}

const DAYS = 7;
const CLICK_THROUGH = 0.04;

/** Beta(1, 1 / p - 1): most click hardly ever, some on every tenth article. */
function taste(random: () => number, mean: number): number {
  return 1 - (1 - random()) ** (mean / (1 - mean));
}

/** By the waits between them, which are few. */
function clicksAmong(shown: number, clickThrough: number, random: () => number): number {
  let clicks = 0;
  const rest = Math.log(1 - clickThrough);
  for (let at = Math.floor(Math.log(1 - random()) / rest); at < shown; clicks++) {
    at += 1 + Math.floor(Math.log(1 - random()) / rest);
  }
  return clicks;
}

function simulate({ readers, percentB, lift, seed }: Simulated): { a: BucketSums[]; b: BucketSums[] } {
  const random = seeded(seed);
  const ofB = bucketsOfB({ id: `experiment ${seed}`, percentB });
  const buckets = Array.from({ length: BUCKETS }, () => ({ impressions: 0, clicks: 0, readers: 0 }));
  for (let reader = 0; reader < readers; reader++) {
    const bucket = Math.floor(random() * BUCKETS);
    const clickThrough = taste(random, CLICK_THROUGH) * (ofB.has(bucket) ? 1 + lift : 1);
    const comesOn = random() ** 2;
    const sums = buckets[bucket]!;
    for (let day = 0; day < DAYS; day++) {
      if (random() > comesOn && day > 0) continue;
      sums.readers += 1;
      const shown = 5 * (1 + Math.floor(-3 * Math.log(1 - random())));
      sums.impressions += shown;
      sums.clicks += clicksAmong(shown, clickThrough, random);
    }
  }
  return {
    a: buckets.filter((_, bucket) => !ofB.has(bucket)),
    b: buckets.filter((_, bucket) => ofB.has(bucket)),
  };
}

const RUNS = 400;
/** Three standard errors of a share of 5 % among so many: chance alone goes beyond in three of a thousand seeds. */
const SLACK = 3 * Math.sqrt((0.05 * 0.95) / RUNS);

describe.each([
  { readers: 600, percentB: 50, lift: 0 },
  { readers: 600, percentB: 50, lift: 0.3 },
  { readers: 600, percentB: 20, lift: 0.2 },
])('$readers readers, $percentB % of them in B, lift $lift', (setting) => {
  const differences = Array.from({ length: RUNS }, (_, run) => {
    const { a, b } = simulate({ ...setting, seed: 1_000 * (run + 1) });
    return { a, b, found: differenceOf(a, b)! };
  });

  test('the interval holds what is true about 95 times of a hundred', () => {
    const truth = meanOfReaders(setting.lift);
    const missed = differences.filter(({ found }) => found.low > truth || found.high < truth).length / RUNS;
    expect(missed).toBeLessThan(0.05 + SLACK);
    expect(missed).toBeGreaterThan(0.05 - SLACK);
  });

  test('its middle is, on the average, what is true', () => {
    const mean = differences.reduce((sum, { found }) => sum + found.value, 0) / RUNS;
    const spread = Math.sqrt(
      differences.reduce((sum, { found }) => sum + (found.value - mean) ** 2, 0) / RUNS,
    );
    expect(Math.abs(mean - meanOfReaders(setting.lift))).toBeLessThan((3 * spread) / Math.sqrt(RUNS) + 1e-4);
  });

  test('readers that are divided as they should be hardly ever look uneven', () => {
    const uneven = differences.filter(({ a, b }) => chanceOfDivision(a, b)! < 0.0005).length;
    expect(uneven).toBeLessThanOrEqual(4);
  });
});

/** How much B clicks more: the mean of the taste times the lift. */
function meanOfReaders(lift: number): number {
  return CLICK_THROUGH * lift;
}

test('an interval for two proportions would call a winner far too often', () => {
  let winners = 0;
  for (let run = 0; run < RUNS; run++) {
    const { a, b } = simulate({ readers: 600, percentB: 50, lift: 0, seed: 7 + 1_000 * run });
    const [ofA, ofB] = [sumOf(a), sumOf(b)];
    const variance = [ofA, ofB].reduce(
      (sum, { clickThrough, impressions }) => sum + (clickThrough! * (1 - clickThrough!)) / impressions,
      0,
    );
    if (Math.abs(ofB.clickThrough! - ofA.clickThrough!) > 1.96 * Math.sqrt(variance)) winners++;
  }
  expect(winners / RUNS).toBeGreaterThan(0.1);
});

test('clients that show B to fewer readers than they should are found', () => {
  let found = 0;
  for (let run = 0; run < 20; run++) {
    const { a, b } = simulate({ readers: 4_000, percentB: 50, lift: 0, seed: 31 + run });
    const lost = b.map((one) => ({ ...one, readers: Math.round(one.readers * 0.7) }));
    if (chanceOfDivision(a, lost)! < 0.0005) found++;
  }
  expect(found).toBeGreaterThanOrEqual(15);
});

test('of too few buckets, or without an impression, nothing is told', () => {
  const one = { impressions: 10, clicks: 1, readers: 2 };
  const none = { impressions: 0, clicks: 0, readers: 0 };
  expect(differenceOf([one], [one, one])).toBeUndefined();
  expect(differenceOf([none, none], [one, one])).toBeUndefined();
  expect(sumOf([])).toEqual({ ...none, clickThrough: null });
});

test('of buckets that are all alike, the interval of two proportions is told', () => {
  const of = (clicks: number) => Array(20).fill({ impressions: 100, clicks, readers: 10 });
  const { value, low, high, chance } = differenceOf(of(5), of(10))!;
  expect(value).toBeCloseTo(0.05, 12);
  expect(low).toBeGreaterThan(0.03);
  expect(high).toBeLessThan(0.07);
  expect(chance).toBeLessThan(1e-6);
  expect(differenceOf(of(0), of(0))).toEqual({
    value: 0,
    low: expect.any(Number),
    high: expect.any(Number),
    chance: 1,
  });
  expect(differenceOf(of(0), of(0))!.low).toBeLessThan(0);
});

test('the figures of a small case, reckoned by hand', () => {
  const a = [
    { impressions: 100, clicks: 4, readers: 1 },
    { impressions: 100, clicks: 6, readers: 1 },
  ];
  const b = [
    { impressions: 100, clicks: 9, readers: 1 },
    { impressions: 100, clicks: 11, readers: 1 },
  ];
  // Each has a variance of 2 * (1 + 1) / 200^2 = .0001: the difference one of .0002, with 2 degrees.
  const half = 4.302_652_73 * Math.sqrt(0.000_2);
  expect(differenceOf(a, b)!.value).toBeCloseTo(0.05, 12);
  expect(differenceOf(a, b)!.low).toBeCloseTo(0.05 - half, 6);
  expect(differenceOf(a, b)!.high).toBeCloseTo(0.05 + half, 6);
});
