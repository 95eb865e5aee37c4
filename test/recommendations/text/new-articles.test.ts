import { bestNewArticles, type NewArticleSource } from '../../../src/recommendations/text/new-articles';
import { aCard } from '../../builders/a-card';

const source = (changes: Partial<NewArticleSource> = {}): NewArticleSource => ({
  ...{ weight: 1, onward: { total: 100, to: new Map() }, similar: [] },
  ...changes,
});
const cards = [1, 2, 3].map((number) => aCard({ number }));
const numbersOf = (list: { number: number }[]) => list.map(({ number }) => number);

describe('the new article that fits best', () => {
  test('is the one with the most readers in common, for how many readers it has', () => {
    const to = new Map([
      [1, 10],
      [2, 8],
    ]);
    const views = new Map([
      [1, 2_000],
      [2, 30],
    ]);
    const best = bestNewArticles(
      cards,
      [source({ onward: { total: 100, to } })],
      (article) => views.get(article) ?? 0,
    );
    expect(numbersOf(best)).toEqual([2, 1]);
  });

  test('is the one with the nearest text where nobody has read any', () => {
    const similar = [
      { article: 3, similarity: 0.4, words: [] },
      { article: 1, similarity: 0.2, words: [] },
    ];
    expect(numbersOf(bestNewArticles(cards, [source({ similar })], () => 0))).toEqual([3, 1]);
  });

  test('is none where none fits', () => {
    expect(bestNewArticles(cards, [source()], () => 50)).toEqual([]);
    expect(bestNewArticles([], [source()], () => 50)).toEqual([]);
  });

  test('fits what counts more', () => {
    const similarTo = (article: number) => [{ article, similarity: 0.3, words: [] }];
    const sources = [
      source({ weight: 0.7, similar: similarTo(1) }),
      source({ weight: 0.3, similar: similarTo(2) }),
    ];
    expect(numbersOf(bestNewArticles(cards, sources, () => 0))).toEqual([1, 2]);
  });

  test('is the newer of two that fit as well', () => {
    const similar = [1, 2].map((article) => ({ article, similarity: 0.3, words: [] }));
    expect(numbersOf(bestNewArticles(cards, [source({ similar })], () => 0))).toEqual([2, 1]);
  });
});
