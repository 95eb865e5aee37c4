import * as fc from 'fast-check';
import { Chance } from '../../src/traffic/chance';

const many = 20_000;
const drawn = (draw: (chance: Chance) => number, seed = 'seed') => {
  const chance = new Chance(seed);
  return Array.from({ length: many }, () => draw(chance)).sort((a, b) => a - b);
};
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('chance', () => {
  test('is the same for the same seed and another for another', () => {
    expect(drawn((chance) => chance.next(), 'a')).toEqual(drawn((chance) => chance.next(), 'a'));
    expect(new Chance('a').next()).not.toBe(new Chance('b').next());
  });

  test('branches into streams that do not depend on what was drawn before', () => {
    const used = new Chance('a');
    used.next();
    expect(used.branch('b').next()).toBe(new Chance('a').branch('b').next());
  });

  test('is spread evenly from 0 to 1', () => {
    const values = drawn((chance) => chance.next());
    expect(values[0]).toBeGreaterThanOrEqual(0);
    expect(values.at(-1)).toBeLessThan(1);
    for (const share of [0.1, 0.5, 0.9]) expect(values[many * share]).toBeCloseTo(share, 1);
  });

  test('is as even over seeds as over draws', () => {
    const firsts = Array.from({ length: many }, (_, index) => new Chance(`visit ${index}`).next());
    expect(mean(firsts)).toBeCloseTo(0.5, 1);
    expect(firsts.filter((first) => first < 0.05).length / many).toBeCloseTo(0.05, 1);
  });

  test('waits with the mean that is asked for, and draws around the median', () => {
    expect(mean(drawn((chance) => chance.exponential(10))) / 10).toBeCloseTo(1, 1);
    const values = drawn((chance) => chance.logNormal(8, 0.5));
    expect(values[many / 2]! / 8).toBeCloseTo(1, 1);
    expect(Math.log(values[Math.floor(many * 0.8413)]! / 8)).toBeCloseTo(0.5, 1);
  });

  test('picks by weight, and never what has none', () => {
    const chance = new Chance('pick');
    const picked = Array.from({ length: many }, () =>
      chance.pick(['a', 'b', 'c'], (x) => ({ a: 1, b: 3, c: 0 })[x]!),
    );
    expect(picked.filter((one) => one === 'b').length / many).toBeCloseTo(0.75, 1);
    expect(picked).not.toContain('c');
    expect(chance.pick([], () => 1)).toBeUndefined();
    expect(chance.pick(['a'], () => 0)).toBeUndefined();
  });

  test('picks one of the choices whatever the weights', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.double({ min: 0, max: 1e6, noNaN: true })), (seed, weights) => {
        const picked = new Chance(seed).pick(weights, (weight) => weight);
        return weights.some((weight) => weight > 0) ? picked! > 0 : picked === undefined;
      }),
    );
  });
});
