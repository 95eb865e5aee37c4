// How sure a mean is whose single figures hang together: whole blocks of time are drawn with replacement (Kuensch 1989;
// Carlstein 1986), so that what belongs to one morning stays together. Differences of two lists are taken tick by tick
// before that: both saw the same readers. With few blocks the plain interval of percentiles is too narrow; it is widened
// as Student's t asks for (Hesterberg, "What Teachers Should Know About the Bootstrap", 2015, section 5.3.3).

import { Chance } from '../../../src/traffic/chance';

export interface BootstrapRules {
  seed: string;
  draws?: number;
}

export interface Interval {
  mean: number;
  low: number;
  high: number;
}

const DRAWS = 2_000;
const CONFIDENCE = 0.95;
const NORMAL_975 = 1.959963984540054;

interface Block {
  sum: number;
  count: number;
}

/**
 * The mean of the values that are some (NaN is none) and its 95 % interval; NaN at both ends where there are fewer than
 * two blocks.
 * @param blockOf the block that each value belongs to
 */
export function blockBootstrap(
  values: Float64Array,
  blockOf: Int32Array,
  { seed, draws = DRAWS }: BootstrapRules,
): Interval {
  const blocks = blocksOf(values, blockOf);
  const mean = meanOf(blocks);
  if (blocks.length < 2) return { mean, low: Number.NaN, high: Number.NaN };
  const chance = new Chance(`${seed}/bootstrap of ${blocks.length}`);
  const means = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) {
    let sum = 0;
    let count = 0;
    for (let drawn = 0; drawn < blocks.length; drawn++) {
      const block = blocks[Math.floor(chance.next() * blocks.length)]!;
      sum += block.sum;
      count += block.count;
    }
    means[draw] = sum / count;
  }
  means.sort();
  const wider = widening(blocks.length);
  const quantile = (share: number) => mean + wider * (quantileOf(means, share) - mean);
  return { mean, low: quantile((1 - CONFIDENCE) / 2), high: quantile((1 + CONFIDENCE) / 2) };
}

function blocksOf(values: Float64Array, blockOf: Int32Array): Block[] {
  const blocks = new Map<number, Block>();
  values.forEach((value, at) => {
    if (Number.isNaN(value)) return;
    const number = blockOf[at]!;
    const block = blocks.get(number) ?? { sum: 0, count: 0 };
    block.sum += value;
    block.count++;
    blocks.set(number, block);
  });
  return [...blocks.values()];
}

function meanOf(blocks: readonly Block[]): number {
  const sum = blocks.reduce((total, block) => total + block.sum, 0);
  return sum / blocks.reduce((total, block) => total + block.count, 0);
}

/** Between two neighbours in a straight line. */
function quantileOf(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low]! + (at - low) * (sorted[high]! - sorted[low]!);
}

/** By how much percentiles of n blocks are too close to the mean. */
export function widening(blocks: number): number {
  return (Math.sqrt(blocks / (blocks - 1)) * student975(blocks - 1)) / NORMAL_975;
}

/** The 97.5 % point of Student's t: exact for 1 and 2, above by the series of Cornish and Fisher (to 0.1 % from 4 on). */
export function student975(freedom: number): number {
  if (freedom === 1) return 12.706204736432095;
  if (freedom === 2) return 4.302652729911275;
  const z = NORMAL_975;
  const terms = [
    z,
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1_482 * z ** 5 - 1_920 * z ** 3 - 945 * z) / 92_160,
  ];
  return terms.reduce((sum, term, power) => sum + term / freedom ** power, 0);
}
