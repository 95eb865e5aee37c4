import fc from 'fast-check';
import { packList, unpackList } from '../../../src/recommendations/text/packed-list';
import {
  differentWords,
  fromStored,
  SIMILAR_KEPT,
  toStored,
  withChanged,
} from '../../../src/recommendations/text/similar-list';

const one = (article: number, similarity: number, words: string[] = []) => ({ article, similarity, words });

describe('a list of similar articles', () => {
  test('takes a new one at its place, and keeps the best fifty', () => {
    const list = Array.from({ length: SIMILAR_KEPT }, (_, index) => one(index + 1, 0.9 - index / 100));
    const changed = withChanged(list, new Set([99]), [one(99, 0.65)]);
    expect(changed).toHaveLength(SIMILAR_KEPT);
    expect(changed.findIndex(({ article }) => article === 99)).toBe(25);
    expect(changed.map(({ article }) => article)).not.toContain(SIMILAR_KEPT);
  });

  test('loses what has changed and is similar no more', () => {
    expect(withChanged([one(1, 0.5), one(2, 0.4)], new Set([1]), [])).toEqual([one(2, 0.4)]);
  });

  test('of two that are as similar the newer comes first', () => {
    expect(withChanged([one(1, 0.5)], new Set([2]), [one(2, 0.5)]).map(({ article }) => article)).toEqual([
      2, 1,
    ]);
  });

  const aList = fc.array(
    fc.record({
      article: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
      similarity: fc.double({ min: 0, max: 1, noNaN: true }),
      words: fc.array(
        fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }).filter((word) => !word.includes('\n')),
        { maxLength: 3 },
      ),
    }),
    { maxLength: SIMILAR_KEPT },
  );

  test('is stored and read as it is', () => {
    fc.assert(fc.property(aList, (list) => expect(fromStored(toStored(7, list))).toEqual(list)));
  });

  test('is packed to a 65,535th of a similarity', () => {
    fc.assert(
      fc.property(aList, (list) => {
        const unpacked = unpackList(packList(toStored(7, list)));
        expect(unpacked.map(({ article, words }) => ({ article, words }))).toEqual(
          list.map(({ article, words }) => ({ article, words })),
        );
        unpacked.forEach(({ similarity }, index) => {
          expect(Math.abs(similarity - list[index]!.similarity)).toBeLessThanOrEqual(0.5 / 65_535 + 1e-12);
        });
      }),
    );
  });

  test('takes under a kilobyte of numbers and words', () => {
    const words = Array.from({ length: 40 }, (_, index) => `budgets ${index}`);
    const list = Array.from({ length: SIMILAR_KEPT }, (_, index) =>
      one(index + 1, 0.5, [words[index % 40]!, words[(index + 1) % 40]!, words[(index + 2) % 40]!]),
    );
    const packed = packList(toStored(7, list));
    expect(packed.numbers.length).toBe(9 * SIMILAR_KEPT);
    expect(packed.numbers.length + packed.words.length).toBeLessThan(1_024);
  });
});

test.each([
  [
    ['Budget', 'budget', null, 'tax', undefined, 'port', 'ship'],
    ['Budget', 'tax', 'port'],
  ],
  [
    ['Tesk-Orlan', 'comet', 'Tesk', 'sun'],
    ['Tesk-Orlan', 'comet', 'sun'],
  ],
  [
    ['Jessamy Thorne', 'thorne', 'thorn', 'knee'],
    ['Jessamy Thorne', 'thorn', 'knee'],
  ],
])('of the words %j these are told: %j', (words, told) => {
  expect(differentWords(words)).toEqual(told);
});
