// How lists of ids are read: what counts of them, and what is refused.

import { namedIds, readIds } from '../../src/recommendations/read-ids';

const id = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const ids = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => id(from + index));

test.each([
  { what: 'none', given: [], expected: [] },
  { what: 'one, in capitals', given: [id(1).toUpperCase()], expected: [id(1)] },
  { what: 'twenty', given: ids(1, 20), expected: ids(1, 20) },
  { what: 'twenty-one: the latest twenty', given: ids(1, 21), expected: ids(2, 21) },
  { what: 'a thousand', given: ids(1, 1_000), expected: ids(981, 1_000) },
  { what: 'one that came again later', given: [id(1), id(2), id(1)], expected: [id(2), id(1)] },
  { what: 'twenty-one of one', given: [id(7), ...Array(21).fill(id(8))], expected: [id(7), id(8)] },
  { what: 'what is no id', given: [id(1), ...Array(30).fill('no id')], expected: [id(1)] },
])('of what was read, $what', ({ given, expected }) => {
  expect(readIds(given)).toEqual(expected);
});

test('more than a thousand of what was read are refused, with the way on', () => {
  expect(() => readIds(ids(1, 1_001))).toThrow(
    '"read" has 1001 ids; it may have at most 1000, and the latest 20 count: send those.',
  );
});

test('of ids that are named, those that differ are counted, and none is let go', () => {
  const rule = { argument: 'articles', least: 1, most: 2 };
  expect(namedIds([id(1), id(2), id(1).toUpperCase(), id(2)], rule)).toEqual([id(1), id(2)]);
  expect(namedIds(['no id'], rule)).toEqual([]);
  expect(() => namedIds([], rule)).toThrow('"articles" is empty; name at least one id.');
  for (const third of [id(3), 'no id'])
    expect(() => namedIds([id(1), id(2), id(2), third], rule)).toThrow(
      '"articles" has 4 ids, 3 of them different; it may have at most 2.',
    );
});
