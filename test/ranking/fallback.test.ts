import fc from 'fast-check';
import { explainWhole } from '../../src/ranking/explanation';
import { type BareEntry, EMPTY_POOL, fillPlaces } from '../../src/ranking/fallback';
import { RankReason } from '../../src/ranking/rank-reason';

const ranked = (articles: readonly number[]): BareEntry[] =>
  articles.map((article) => ({ article, score: 9, reason: RankReason.READ_NOW, figures: explainWhole(9) }));
const board = (articles: readonly number[]) => articles.map((article) => ({ article, decayedViews: 2 }));

describe('empty places', () => {
  test('are filled from the hour, then the day, then the newest', () => {
    const pool = { hour: board([2, 3]), day: board([3, 4]), newest: [4, 5] };
    const filled = fillPlaces(ranked([1]), pool, 5);
    expect(filled.map(({ article, reason }) => `${article} ${reason}`)).toEqual([
      '1 READ_NOW',
      '2 READ_THIS_HOUR',
      '3 READ_THIS_HOUR',
      '4 READ_TODAY',
      '5 NEWEST',
    ]);
  });

  test('are all that is filled: what is read now stays first, in its order', () => {
    const someArticles = fc.uniqueArray(fc.nat(20), { maxLength: 12 });
    fc.assert(
      fc.property(someArticles, someArticles, someArticles, someArticles, (read, hour, day, newest) => {
        const filled = fillPlaces(ranked(read), { hour: board(hour), day: board(day), newest }, 10);
        const articles = filled.map((entry) => entry.article);
        expect(articles.slice(0, read.length)).toEqual(read.slice(0, 10));
        expect(new Set(articles).size).toBe(articles.length);
        expect(articles).toHaveLength(Math.min(10, new Set([...read, ...hour, ...day, ...newest]).size));
      }),
    );
  });

  test('stay empty where there is nothing', () => {
    expect(fillPlaces([], EMPTY_POOL, 5)).toEqual([]);
  });
});
