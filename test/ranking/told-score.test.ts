import fc from 'fast-check';
import { packEntry, unpackEntry } from '../../src/ranking/packed-entry';
import { figuresOf, type ScorePart, ScorePartKind } from '../../src/ranking/rank-figures';
import { RankReason } from '../../src/ranking/rank-reason';
import { stepsForFourDigits, sumOfTold, toldParts, toldScore } from '../../src/ranking/told-score';

const AT_MS = 1_000_000;
const parts = (values: readonly number[]): ScorePart[] =>
  values.map((value) => ({ kind: ScorePartKind.RATE, sinceMs: null, value }));
const someValues = fc.array(fc.double({ min: -50, max: 500, noNaN: true }), { minLength: 1, maxLength: 6 });
const smallValues = fc.array(fc.double({ min: 0, max: 0.15, noNaN: true }), { minLength: 1, maxLength: 6 });

/** As a reader with a pencil adds up what is printed: in whole numbers of the last digit. */
function penciled(printed: readonly number[]): bigint {
  return printed.reduce((sum, value) => sum + BigInt(value.toFixed(7).replace('.', '')), 0n);
}

describe('a score as it is told', () => {
  test('is the true one, rounded, not the sum of parts that were rounded', () => {
    const three = parts([1.0004, 1.0004, 1.0004]);
    expect(toldScore(3.0012, three)).toBe(3.001);
    expect(toldParts(three).map(({ value }) => value)).toEqual([1.001, 1, 1]);
  });

  test('is what its parts add up to as printed, at every size, here and after the way', () => {
    fc.assert(
      fc.property(fc.oneof(someValues, smallValues), (values) => {
        const score = values.reduce((sum, value) => sum + value, 0);
        const told = toldParts(parts(values)).map(({ value }) => value);
        expect(penciled(told)).toBe(penciled([toldScore(score, parts(values))]));
        const step = Math.abs(score) >= 1 ? 1e-3 : 1e-7;
        expect(Math.abs(toldScore(score, parts(values)) - score)).toBeLessThanOrEqual(0.501 * step + 1e-9);
        for (const [index, value] of told.entries())
          expect(Math.abs(value - values[index]!)).toBeLessThan(1.01 * step);
        const entry = {
          ...{ article: 1, score, reason: RankReason.READ_NOW, viewsInWindow: 0, previousRank: null },
          ...{ listedSinceMs: null, figures: figuresOf(parts(values)) },
        };
        const arrived = unpackEntry(JSON.parse(JSON.stringify(packEntry(entry, AT_MS))), AT_MS);
        expect(arrived.score).toBe(toldScore(score, parts(values)));
        expect(arrived.figures.parts.map(({ value }) => value)).toEqual(told);
      }),
    );
  });

  test('is the same when it is told again', () => {
    fc.assert(
      fc.property(someValues, (values) => {
        const once = toldParts(parts(values));
        expect(toldParts(once)).toEqual(once);
      }),
    );
  });

  test('keeps four digits of a list of the past', () => {
    const told = toldParts(parts([12.3456, 0.0444]), stepsForFourDigits);
    expect(told.map(({ value }) => value)).toEqual([12.35, 0.04]);
    expect(sumOfTold(told)).toBe(12.39);
  });

  test('is told without parts where they are not known', () => {
    const entry = {
      ...{ article: 1, score: 7.25, reason: RankReason.READ_NOW, viewsInWindow: 0, previousRank: null },
      ...{ listedSinceMs: null, figures: figuresOf([]) },
    };
    const arrived = unpackEntry(packEntry(entry, AT_MS), AT_MS);
    expect([arrived.score, arrived.figures.parts]).toEqual([7.25, []]);
  });
});
