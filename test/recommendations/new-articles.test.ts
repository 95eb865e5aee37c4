import { AlsoLikeScoring, type AlsoLikeSource } from '../../src/recommendations/also-like-scoring';
import { newArticlesFor, newArticlesPlace } from '../../src/recommendations/new-articles';
import { ReadingPrior } from '../../src/recommendations/reading-prior';
import { aCard } from '../builders/a-card';

const page = aCard({ number: 9 });
const cards = [1, 2, 3].map((number) => aCard({ number }));
const cardOf = (article: number) => cards.find(({ number }) => number === article);
const source = (changes: Partial<AlsoLikeSource> = {}): AlsoLikeSource => ({
  ...{ card: page, weight: 1, onward: { total: 100, to: new Map() }, similar: [] },
  ...changes,
});

interface Given {
  sources?: AlsoLikeSource[];
  readers?: Record<number, number>;
  views?: Record<number, number>;
  candidates?: typeof cards;
}

function newArticles({ sources = [source()], readers = {}, views = {}, candidates = cards }: Given = {}) {
  const reading = Object.entries(readers).map(
    ([article, readersPerMinute]) => [Number(article), { readersPerMinute, viewsInWindow: 0 }] as const,
  );
  const ground = {
    ...{ sources, page, sections: new Map() },
    prior: new ReadingPrior(new Map(reading), cardOf),
    viewsInWindow: (article: number) => views[article] ?? 0,
  };
  return newArticlesFor(candidates, new AlsoLikeScoring(ground), ground);
}

const numbersOf = (found: { card: { number: number } }[]) => found.map(({ card }) => card.number);
const similarTo = (article: number, similarity = 0.3) => ({ article, similarity, words: [] });

describe('the place for a new article', () => {
  const latest = { youngerThan: (ageMs: number) => (ageMs === 3_600_000 ? cards : []) };
  const mayStand = ({ number }: { number: number }) => number !== 2;

  test.each([
    { newArticles: 'by-worth' as const, worth: 2.5 },
    { newArticles: 'one-of-five' as const, worth: Infinity },
  ])('$newArticles is for those of the last hour that may stand there', ({ newArticles, worth }) => {
    const place = newArticlesPlace({ newArticles, newArticleWorth: 2.5 }, latest, mayStand);
    expect(place).toEqual({ newArticles: { candidates: [cards[0], cards[2]], worth } });
  });

  test('is none where they come by score', () => {
    expect(newArticlesPlace({ newArticles: 'by-score', newArticleWorth: 2.5 }, latest, mayStand)).toEqual({});
  });
});

describe('the new article that fits best', () => {
  test('is the one that most readers of the page went on to', () => {
    const to = new Map([
      [1, 4],
      [2, 8],
    ]);
    const found = newArticles({ sources: [source({ onward: { total: 100, to } })] });
    expect(numbersOf(found)).toEqual([2, 1]);
    expect(found[0]!.expected).toBeCloseTo(8 / 106, 12);
  });

  test('is the one that is read most where nobody has gone on to any, however much the page knows', () => {
    const readers = { 1: 30, 2: 10 };
    for (const total of [0, 5, 5_000]) {
      const found = newArticles({ sources: [source({ onward: { total, to: new Map() } })], readers });
      expect(numbersOf(found)).toEqual([1, 2]);
      expect(found[0]!.expected).toBeCloseTo(0.5 * 0.75, 12);
    }
  });

  test('is the one with the nearest text where nobody has read any', () => {
    const similar = [similarTo(3, 0.4), similarTo(1, 0.2)];
    const found = newArticles({ sources: [source({ similar })] });
    expect(numbersOf(found)).toEqual([3, 1]);
    expect(found[0]!.expected).toBeCloseTo(0.05 * 0.4, 12);
  });

  test('has nothing of its text once it is read', () => {
    const similar = [similarTo(1), similarTo(2)];
    const found = newArticles({ sources: [source({ similar })], views: { 1: 5, 2: 20 } });
    expect(numbersOf(found)).toEqual([1]);
    expect(found[0]!.expected).toBeCloseTo(0.05 * 0.3 * 0.75, 12);
  });

  test('is none where none fits', () => {
    expect(newArticles()).toEqual([]);
    expect(newArticles({ candidates: [], readers: { 1: 10 } })).toEqual([]);
  });

  test('fits what counts more', () => {
    const sources = [
      source({ weight: 0.3, similar: [similarTo(2)] }),
      source({ weight: 0.7, similar: [similarTo(1)] }),
    ];
    expect(numbersOf(newArticles({ sources }))).toEqual([1, 2]);
  });

  test('is the newer of two that fit as well', () => {
    expect(numbersOf(newArticles({ sources: [source({ similar: [similarTo(1), similarTo(2)] })] }))).toEqual([
      2, 1,
    ]);
  });
});
