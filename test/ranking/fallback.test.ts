import fc from 'fast-check';
import { type BareEntry, EMPTY_POOL, fillPlaces, type PlacesToFill } from '../../src/ranking/fallback';
import { figuresOf } from '../../src/ranking/rank-figures';
import { RankReason } from '../../src/ranking/rank-reason';

const ranked = (articles: readonly number[]): BareEntry[] =>
  articles.map((article) => ({ article, score: 9, reason: RankReason.READ_NOW, figures: figuresOf([]) }));
const board = (articles: readonly number[]) => articles.map((article) => ({ article, decayedViews: 2 }));

function fill(given: Partial<PlacesToFill>): string[] {
  const filled = fillPlaces({
    ...{ leading: [], below: [], pool: EMPTY_POOL, depth: 10, guarded: 5, leftOut: new Set() },
    ...{ mayLead: () => true, isTold: () => false },
    ...given,
  });
  return filled.map(({ article, reason }) => `${article} ${reason}`);
}
const articlesOf = (filled: readonly string[]) => filled.map((entry) => Number(entry.split(' ')[0]));

describe('empty places', () => {
  test('are filled from the hour, then the day, then the newest', () => {
    const pool = { hour: board([2, 3]), day: board([3, 4]), newest: [4, 5] };
    expect(fill({ leading: ranked([1]), pool, depth: 5 })).toEqual([
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
        const pool = { hour: board(hour), day: board(day), newest };
        const [leading, below] = [ranked(read.slice(0, 5)), ranked(read.slice(5))];
        const articles = articlesOf(fill({ leading, below, pool }));
        expect(articles.slice(0, read.length)).toEqual(read.slice(0, 10));
        expect(new Set(articles).size).toBe(articles.length);
        expect(articles).toHaveLength(Math.min(10, new Set([...read, ...hour, ...day, ...newest]).size));
      }),
    );
  });

  test('stay empty where there is nothing', () => {
    expect(fill({ depth: 5 })).toEqual([]);
  });

  test('are not filled by what is left out', () => {
    const pool = { hour: board([1, 2]), day: board([2, 3]), newest: [3, 2, 4] };
    expect(articlesOf(fill({ pool, leftOut: new Set([2, 3]) }))).toEqual([1, 4]);
  });

  test('of the first are filled by what may lead before those follow whom a cap keeps out', () => {
    const pool = { hour: board([7, 8]), day: [], newest: [9] };
    const places = { leading: ranked([1, 2]), below: ranked([3, 4]), pool };
    expect(articlesOf(fill({ ...places, mayLead: (article) => article !== 7 }))).toEqual([
      1, 2, 8, 9, 3, 4, 7,
    ]);
    expect(articlesOf(fill({ ...places, mayLead: () => false }))).toEqual([1, 2, 3, 4, 7, 8, 9]);
  });

  test('tell no story again that stands there', () => {
    const pool = { hour: board([7, 8]), day: [], newest: [9, 10] };
    const isTold = (article: number, by: readonly BareEntry[]) =>
      (article === 8 && by.some((entry) => entry.article === 7)) || article === 9;
    expect(articlesOf(fill({ leading: ranked([1]), pool, isTold }))).toEqual([1, 7, 10]);
  });
});
