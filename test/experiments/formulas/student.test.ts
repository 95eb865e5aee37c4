import { twoSidedChance, valueExceededWith } from '../../../src/experiments/formulas/student';

// Tables of Student's distribution (Abramowitz and Stegun, 26.10), two-sided; the last line is the normal distribution.
test.each([
  { degrees: 1, chance: 0.05, value: 12.7062 },
  { degrees: 2, chance: 0.05, value: 4.30265 },
  { degrees: 9, chance: 0.05, value: 2.26216 },
  { degrees: 30, chance: 0.05, value: 2.04227 },
  { degrees: 120, chance: 0.05, value: 1.97993 },
  { degrees: 9, chance: 0.001, value: 4.78091 },
  { degrees: 1e7, chance: 0.05, value: 1.95996 },
])('with $degrees degrees $value is exceeded with $chance', ({ degrees, chance, value }) => {
  expect(valueExceededWith(chance, degrees)).toBeCloseTo(value, 4);
  expect(twoSidedChance(value, degrees)).toBeCloseTo(chance, 5);
  expect(twoSidedChance(-value, degrees)).toBeCloseTo(chance, 5);
});

test('what is no difference is no surprise, and an endless one never happens by chance', () => {
  expect(twoSidedChance(0, 12)).toBe(1);
  expect(twoSidedChance(Infinity, 12)).toBe(0);
});
