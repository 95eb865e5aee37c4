// What an experiment has shown so far, in figures and in a word. A result is told from a thousand impressions and fifty
// readers of a day on each side on, and is a verdict only once the experiment is over: whoever looks again and again
// and ends it at the first interval that is clear of zero calls a winner far more often than in one case of twenty.

import type { Clock } from '../platform/clock';
import { BUCKETS, variantOf } from './buckets';
import { type Experiment, phaseOf } from './experiment';
import {
  type BucketSums,
  chanceOfDivision,
  differenceOf,
  sumOf,
  type VariantSums,
} from './formulas/compare-variants';
import type { Difference } from './formulas/two-proportions';
import type { VariantSumsRepository } from './variant-sums.repository';

export type Verdict = 'TOO_EARLY' | 'UNDER_WAY' | 'A_IS_BETTER' | 'B_IS_BETTER' | 'NO_DIFFERENCE_SEEN';

export interface HourOfVariants {
  fromMs: number;
  a: VariantSums;
  b: VariantSums;
}

export interface ExperimentResult {
  a: VariantSums;
  b: VariantSums;
  /** Null before there is enough of it. */
  difference: Difference | null;
  verdict: Verdict;
  /** Readers are not divided as they should be: the figures are not to be trusted. */
  isUneven: boolean;
  /** By the hour in which the list that was shown was computed. */
  hours: HourOfVariants[];
}

export const IMPRESSIONS_MIN = 1_000;
export const READERS_MIN = 50;
/** Usual for it (Fabijan and others, "Diagnosing Sample Ratio Mismatch", KDD 2019): a false alarm in two thousand. */
const UNEVEN_BELOW = 0.0005;
const HOUR_MS = 3_600_000;

export class ExperimentResults {
  constructor(
    private readonly sums: VariantSumsRepository,
    private readonly clock: Clock,
  ) {}

  async of(experiment: Experiment): Promise<ExperimentResult> {
    const folded = (await this.sums.folded(experiment.number)) as ExperimentResult | undefined;
    if (folded !== undefined) return folded;
    const [buckets, hours] = await Promise.all([
      this.sums.ofBuckets(experiment.number),
      this.sums.ofHours(experiment.number),
    ]);
    const isOver = phaseOf(experiment, this.clock.nowMs()) === 'ENDED';
    const found = resultOf(experiment, buckets, isOver);
    return { ...found, hours: hoursOf(experiment, hours) };
  }
}

export function resultOf(
  experiment: Pick<Experiment, 'id' | 'percentB'>,
  buckets: readonly BucketSums[],
  isOver: boolean,
): Omit<ExperimentResult, 'hours'> {
  const of = (variant: 'A' | 'B') => buckets.filter((_, bucket) => variantOf(experiment, bucket) === variant);
  const [ofA, ofB] = [of('A'), of('B')];
  const [a, b] = [sumOf(ofA), sumOf(ofB)];
  const isEnough = [a, b].every(
    ({ impressions, readers }) => impressions >= IMPRESSIONS_MIN && readers >= READERS_MIN,
  );
  const difference = (isEnough && differenceOf(ofA, ofB)) || null;
  const chance = isEnough ? chanceOfDivision(ofA, ofB) : undefined;
  return {
    ...{ a, b, difference },
    verdict: verdictOf(difference, isOver),
    isUneven: chance !== undefined && chance < UNEVEN_BELOW,
  };
}

function verdictOf(difference: Difference | null, isOver: boolean): Verdict {
  if (difference === null) return 'TOO_EARLY';
  if (!isOver) return 'UNDER_WAY';
  if (difference.low > 0) return 'B_IS_BETTER';
  return difference.high < 0 ? 'A_IS_BETTER' : 'NO_DIFFERENCE_SEEN';
}

function hoursOf(
  experiment: Pick<Experiment, 'id' | 'percentB'>,
  sums: readonly (BucketSums & { hour: number; bucket: number })[],
): HourOfVariants[] {
  const hours = new Map<number, { A: BucketSums[]; B: BucketSums[] }>();
  for (const { hour, bucket, ...amounts } of sums) {
    if (bucket >= BUCKETS) continue;
    const known = hours.get(hour) ?? { A: [], B: [] };
    known[variantOf(experiment, bucket)].push(amounts);
    hours.set(hour, known);
  }
  return [...hours]
    .sort(([one], [other]) => one - other)
    .map(([hour, { A, B }]) => ({ fromMs: hour * HOUR_MS, a: sumOf(A), b: sumOf(B) }));
}
