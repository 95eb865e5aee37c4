import {
  blockBootstrap,
  student975,
  widening,
} from '../../../../evaluate/popular/statistics/block-bootstrap';
import { Chance } from '../../../../src/traffic/chance';

function normal(chance: Chance): number {
  return Math.log(chance.logNormal(1, 1));
}

/** Twenty blocks whose values hang together: each block has a level of its own. */
function correlated(chance: Chance, blocks: number, perBlock: number) {
  const values = new Float64Array(blocks * perBlock);
  const blockOf = new Int32Array(blocks * perBlock);
  for (let block = 0; block < blocks; block++) {
    const level = normal(chance);
    for (let at = block * perBlock; at < (block + 1) * perBlock; at++) {
      values[at] = 5 + level + normal(chance);
      blockOf[at] = block;
    }
  }
  return { values, blockOf };
}

describe('the interval', () => {
  test.each([{ blocks: 20 }, { blocks: 8 }])(
    'holds the true mean some 95 times of 100, with $blocks blocks of values that hang together',
    ({ blocks }) => {
      const chance = new Chance(`coverage ${blocks}`);
      let held = 0;
      let heldIfAlone = 0;
      for (let trial = 0; trial < 600; trial++) {
        const { values, blockOf } = correlated(chance, blocks, 12);
        const { low, high } = blockBootstrap(values, blockOf, { seed: String(trial), draws: 400 });
        if (low <= 5 && 5 <= high) held++;
        if (trial >= 100) continue;
        const each = Int32Array.from(values.keys());
        const alone = blockBootstrap(values, each, { seed: String(trial), draws: 400 });
        if (alone.low <= 5 && 5 <= alone.high) heldIfAlone++;
      }
      expect(held / 600).toBeGreaterThan(0.925); // .95 less three standard errors
      expect(held / 600).toBeLessThan(0.977);
      expect(heldIfAlone / 100).toBeLessThan(0.75); // as if every value were news
    },
  );

  test('weighs each value alike and leaves out what is none', () => {
    const values = Float64Array.of(1, 1, 1, Number.NaN, 5);
    const { mean } = blockBootstrap(values, Int32Array.of(0, 0, 0, 1, 1), { seed: 'a' });
    expect(mean).toBe(2);
  });

  test('is no wider than a point where all blocks are alike, and none for one block', () => {
    const values = Float64Array.of(3, 3, 3, 3);
    expect(blockBootstrap(values, Int32Array.of(0, 0, 1, 1), { seed: 'a' })).toEqual({
      mean: 3,
      low: 3,
      high: 3,
    });
    const { low, high } = blockBootstrap(values, Int32Array.of(0, 0, 0, 0), { seed: 'a' });
    expect([low, high]).toEqual([Number.NaN, Number.NaN]);
  });

  test('is the same for the same seed', () => {
    const { values, blockOf } = correlated(new Chance('again'), 20, 5);
    const one = blockBootstrap(values, blockOf, { seed: 'a' });
    expect(blockBootstrap(values, blockOf, { seed: 'a' })).toEqual(one);
    expect(blockBootstrap(values, blockOf, { seed: 'b' })).not.toEqual(one);
  });
});

test.each([
  { freedom: 1, t: 12.706 },
  { freedom: 2, t: 4.303 },
  { freedom: 4, t: 2.776 },
  { freedom: 9, t: 2.262 },
  { freedom: 19, t: 2.093 },
  { freedom: 1_000, t: 1.962 },
])('Student: $t at $freedom', ({ freedom, t }) => {
  expect(Math.abs(student975(freedom) / t - 1)).toBeLessThan(0.002);
});

test('few blocks are widened much, many hardly', () => {
  expect(widening(20)).toBeCloseTo(1.0957, 3); // sqrt(20/19) * 2.093 / 1.96
  expect(widening(1_000)).toBeLessThan(1.002);
});
