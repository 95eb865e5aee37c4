import fc from 'fast-check';
import { BestFirst } from '../../src/recommendations/best-first';

const scored = fc.uniqueArray(
  fc.record({ article: fc.integer({ min: 1, max: 1_000 }), score: fc.integer({ min: 0, max: 20 }) }),
  { selector: ({ article }) => article, maxLength: 80 },
);

describe('best first', () => {
  test('gives all in the order of their scores, of the same score the larger number first', () => {
    fc.assert(
      fc.property(scored, (given) => {
        const all = new BestFirst();
        for (const { article, score } of given) all.add(article, score);
        const taken = given.map(() => all.take());
        const sorted = [...given].sort((a, b) => b.score - a.score || b.article - a.article);
        expect(taken).toEqual(sorted.map(({ article }) => article));
        expect(all.take()).toBeUndefined();
      }),
    );
  });

  test('takes in more after some were given out, and says which comes before another', () => {
    const all = new BestFirst();
    expect(all.isBefore(0, 0)).toBe(false);
    for (const [article, score] of [
      [1, 5],
      [2, 7],
    ] as const)
      all.add(article, score);
    expect(all.take()).toBe(2);
    all.add(3, 5);
    expect([all.isBefore(5, 2), all.isBefore(5, 3), all.isBefore(4, 9)]).toEqual([true, false, true]);
    expect([all.take(), all.take(), all.take()]).toEqual([3, 1, undefined]);
  });
});
