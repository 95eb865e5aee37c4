import fc from 'fast-check';
import { ListBlock, type ListedText } from '../../../src/recommendations/text/list-block';
import { eachTerm, packVector, shownWords, termsOf } from '../../../src/recommendations/text/packed-vector';
import { LEAST_SIMILARITY, SIMILAR_KEPT } from '../../../src/recommendations/text/similar-list';

type Term = [term: number, weight: number];

function aText(article: number, terms: Term[], followed = terms.length): ListedText {
  const weighted = [...terms]
    .sort((one, other) => other[1] - one[1])
    .map(([term, weight]) => ({ term, weight, shown: term % 7 === 0 ? null : `w${term}`, articles: 1 }));
  return { article, followed, ...packVector(weighted) };
}

function listsOf(texts: readonly ListedText[]) {
  const block = new ListBlock(texts.length);
  for (const text of texts) block.ask(text);
  for (const text of texts) block.hold(text);
  return texts.map((_, place) => block.listOf(place));
}

const someTerms = fc.uniqueArray(
  fc.tuple(fc.integer({ min: 1, max: 30 }), fc.float({ min: 0.125, max: 1, noNaN: true })),
  {
    ...{ selector: ([term]) => term, minLength: 1, maxLength: 12 },
  },
);

describe('a block of lists', () => {
  test('gives whatever texts the lists of the plain sums, of those that have a word in common', () => {
    fc.assert(
      fc.property(fc.array(someTerms, { minLength: 2, maxLength: 70 }), (all) => {
        const texts = all.map((terms, index) => aText(index + 1, terms as Term[]));
        const product = (one: number, other: number) => {
          const weights = new Map(all[other] as Term[]);
          return (all[one] as Term[]).reduce(
            (sum, [term, weight]) => sum + weight * (weights.get(term) ?? 0),
            0,
          );
        };
        for (const [one, list] of listsOf(texts).entries()) {
          const words = new Set((all[one] as Term[]).map(([term]) => term).filter((term) => term % 7 !== 0));
          const truth = all
            .map((terms, other) =>
              (terms as Term[]).some(([term]) => words.has(term)) ? product(one, other) : 0,
            )
            .filter((_, other) => other !== one);
          const similar = truth.filter((sum) => sum >= LEAST_SIMILARITY).sort((a, b) => b - a);
          expect(list).toHaveLength(Math.min(similar.length, SIMILAR_KEPT));
          for (const [place, { article, similarity }] of list.entries()) {
            expect(similarity).toBeCloseTo(product(one, article - 1), 5);
            expect(similarity).toBeCloseTo(similar[place]!, 5);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  test('names what adds most, not what adds little beside it, and nothing that is no word', () => {
    const one = aText(1, [
      [7, 0.9],
      [2, 0.2],
      [3, 0.5],
      [4, 0.3],
      [5, 0.1],
    ]);
    const [list] = listsOf([one, { ...one, article: 2 }]);
    expect(list).toEqual([{ article: 2, similarity: expect.closeTo(1.2, 5), words: ['w3', 'w4'] }]);
  });

  test('looks only for the terms that are followed', () => {
    const terms: Term[] = [
      [1, 0.9],
      [2, 0.4],
    ];
    const lists = listsOf([aText(1, terms, 1), aText(2, [[2, 0.8]])]);
    expect(lists.map((list) => list.map(({ article }) => article))).toEqual([[], [1]]);
  });
});

describe('a packed vector', () => {
  test('gives back terms of 53 bits in their order, and words without ends of lines', () => {
    const { vector, shown } = packVector([
      { term: 2 ** 53 - 1, weight: 0.75, shown: 'two\nlines', articles: 1 },
      { term: 5, weight: 0.25, shown: null, articles: 1 },
    ]);
    const terms: unknown[] = [];
    eachTerm(vector, (...one) => terms.push(one));
    expect(terms).toEqual([
      [2 ** 53 - 1, 0.75, 0],
      [5, 0.25, 1],
    ]);
    expect(termsOf(vector)).toEqual([2 ** 53 - 1, 5]);
    expect(shownWords(shown)).toEqual(['two lines', '']);
  });
});
