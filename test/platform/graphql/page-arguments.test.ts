import { MAX_FIRST, readFirst } from '../../../src/platform/graphql/page-arguments';

describe('readFirst', () => {
  test.each([{ first: 0 }, { first: 1 }, { first: MAX_FIRST }])('takes $first', ({ first }) => {
    expect(readFirst(first)).toBe(first);
  });

  test.each([
    { first: -1 },
    { first: MAX_FIRST + 1 },
    { first: 10_001 },
    { first: 1.5 },
    { first: Number.NaN },
  ])('refuses $first, naming the argument and its range', ({ first }) => {
    expect(() => readFirst(first)).toThrow(`"first" is ${first}; it may be a whole number from 0 to 200.`);
  });

  test('a list may have its own limit', () => {
    expect(() => readFirst(51, 50)).toThrow('from 0 to 50');
  });
});
