import fc from 'fast-check';
import {
  type Contender,
  DEFAULT_STEADINESS,
  EMPTY_MEMORY,
  GUARDED_PLACES,
  type ListMemory,
  steadyOrder,
} from '../../../src/ranking/formulas/steadiness';

/** { 7: 100 } is article 7 with a score of 100; ties go to the smaller number. */
function scores(table: Record<number, number>, heldBack: readonly number[] = []): Contender[] {
  return Object.entries(table)
    .map(([article, score]) => ({
      article: Number(article),
      score,
      mayLead: !heldBack.includes(Number(article)),
    }))
    .sort((a, b) => b.score - a.score || a.article - b.article);
}

function step(contenders: Contender[], memory: ListMemory, nowMs: number): ListMemory {
  return steadyOrder(contenders, memory, DEFAULT_STEADINESS, nowMs);
}

// Few digits: a counterexample among doubles is sought for hours.
const someScores = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 100_000 })), {
    selector: ([article]) => article,
    maxLength: 30,
  })
  .map((pairs) => scores(Object.fromEntries(pairs.map(([article, score]) => [article, score / 100]))));

const five = { 1: 100, 2: 90, 3: 80, 4: 70, 5: 60 };

describe('a steady list', () => {
  test('begins in the order of the scores', () => {
    fc.assert(
      fc.property(someScores, (contenders) => {
        expect(step(contenders, EMPTY_MEMORY, 0).order).toEqual(contenders.map((one) => one.article));
      }),
    );
  });

  test('holds everybody once, whatever came before', () => {
    fc.assert(
      fc.property(fc.array(someScores, { minLength: 2, maxLength: 6 }), (states) => {
        let memory = EMPTY_MEMORY;
        states.forEach((contenders, index) => {
          memory = step(contenders, memory, index * 20_000);
          expect([...memory.order].sort()).toEqual(contenders.map((one) => one.article).sort());
        });
      }),
    );
  });

  test('does not move while neither time nor the scores do, nor once it has settled', () => {
    fc.assert(
      fc.property(someScores, someScores, (before, contenders) => {
        const first = step(contenders, step(before, EMPTY_MEMORY, 0), 1_000);
        expect(step(contenders, first, 1_000).order).toEqual(first.order);
        const settled = step(contenders, first, 365 * 24 * 3_600_000);
        expect(step(contenders, settled, 366 * 24 * 3_600_000).order).toEqual(settled.order);
      }),
    );
  });

  test('swaps two that stay only when the lower leads by 30 %', () => {
    fc.assert(
      fc.property(someScores, someScores, (before, after) => {
        const old = step(before, EMPTY_MEMORY, 0).order;
        const next = step(after, { order: old, leadingSince: new Map() }, 1).order;
        const scoreOf = new Map(after.map((one) => [one.article, one.score]));
        const guarded = (order: readonly number[]) => new Set(order.slice(0, GUARDED_PLACES));
        const [oldFive, newFive] = [guarded(old), guarded(next)];
        for (const upper of old) {
          for (const lower of old.slice(old.indexOf(upper) + 1)) {
            if (!scoreOf.has(upper) || !scoreOf.has(lower)) continue;
            const sameGroup =
              oldFive.has(upper) === newFive.has(upper) &&
              oldFive.has(lower) === newFive.has(lower) &&
              oldFive.has(upper) === oldFive.has(lower);
            if (!sameGroup || next.indexOf(upper) < next.indexOf(lower)) continue;
            expect(scoreOf.get(lower)! / scoreOf.get(upper)!).toBeGreaterThanOrEqual(1.3);
          }
        }
      }),
    );
  });

  test.each([
    { lower: 129, swapped: false },
    { lower: 130, swapped: true },
  ])('a second place of $lower against 100 moves up: $swapped', ({ lower, swapped }) => {
    const memory = step(scores({ ...five, 1: 100 }), EMPTY_MEMORY, 0);
    const next = step(scores({ ...five, 1: 100, 2: lower }), memory, 1_000);
    expect(next.order.slice(0, 2)).toEqual(swapped ? [2, 1] : [1, 2]);
  });

  test('swaps below the first five by the same rule', () => {
    const memory = step(scores({ ...five, 6: 20, 7: 15 }), EMPTY_MEMORY, 0);
    expect(step(scores({ ...five, 6: 20, 7: 25 }), memory, 1_000).order.slice(5)).toEqual([6, 7]);
    expect(step(scores({ ...five, 6: 20, 7: 26 }), memory, 1_000).order.slice(5)).toEqual([7, 6]);
  });
});

describe('a challenger', () => {
  const memory = step(scores(five), EMPTY_MEMORY, 0);

  // The five are read at 400 a minute, so that 0.175 * 20 = 3.5 readers must have been missed. At 72 against 60 the list
  // misses 72 - 1.03 * 60 = 10.2 a minute.
  test.each([
    { score: 68, ledForMs: 600_000, enters: false },
    { score: 72, ledForMs: 20_500, enters: false },
    { score: 72, ledForMs: 20_600, enters: true },
    { score: 500, ledForMs: 470, enters: false },
    { score: 500, ledForMs: 490, enters: true },
  ])(
    'of $score against a weakest of 60, after $ledForMs ms, enters: $enters',
    ({ score, ledForMs, enters }) => {
      const challenged = step(scores({ ...five, 9: score }), memory, 0);
      const later = step(scores({ ...five, 9: score }), challenged, ledForMs);
      expect(later.order.slice(0, 5).includes(9)).toBe(enters);
      expect(later.order.slice(0, 5).includes(5)).toBe(!enters);
    },
  );

  test('waits for as many readers to be missed, however often the list is computed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 73, max: 300 }), fc.integer({ min: 1, max: 40 }), (score, steps) => {
        const asksForMs = (3.5 / (score - 61.8)) * 60_000;
        let held = memory;
        for (let at = 1; at <= steps; at++) {
          held = step(scores({ ...five, 9: score }), held, (at / steps) * asksForMs * 0.999);
        }
        expect(held.order.indexOf(9)).toBe(5);
        expect(step(scores({ ...five, 9: score }), held, asksForMs * 1.001).order.indexOf(9)).toBeLessThan(5);
      }),
    );
  });

  test('that is behind again makes good what was missed, and owes nothing', () => {
    let held = step(scores({ ...five, 9: 72 }), memory, 20_000);
    expect(held.missed?.get(9)).toBeCloseTo(3.4, 9);
    held = step(scores({ ...five, 9: 58.8 }), held, 40_000);
    expect(held.missed?.get(9)).toBeCloseTo(2.4, 9);
    held = step(scores({ ...five, 9: 30 }), held, 60_000);
    expect(held.missed?.has(9)).toBe(false);
    held = step(scores({ ...five, 9: 72 }), held, 80_500);
    expect(held.order.indexOf(9)).toBe(5);
    expect(step(scores({ ...five, 9: 72 }), held, 80_600).order.indexOf(9)).toBeLessThan(5);
  });

  test('waits for time where a rule asks for it, and starts again after a break', () => {
    const rule = { ...DEFAULT_STEADINESS, entryDwellMs: 30_000, entryPatience: 0 };
    const at = (score: number, before: ListMemory, nowMs: number) =>
      steadyOrder(scores({ ...five, 9: score }), before, rule, nowMs);
    let held = at(500, memory, 0);
    held = at(65, held, 20_000);
    held = at(500, held, 25_000);
    held = at(500, held, 54_999);
    expect(held.order.indexOf(9)).toBe(5);
    expect(at(500, held, 55_000).order.indexOf(9)).toBeLessThan(5);
  });

  test('is placed by its own score, not at the bottom', () => {
    const challenged = step(scores({ ...five, 9: 95 }), memory, 0);
    expect(step(scores({ ...five, 9: 95 }), challenged, 30_000).order).toEqual([1, 9, 2, 3, 4, 5]);
  });

  test('takes an empty place at once', () => {
    const { 3: _gone, ...four } = five;
    expect(step(scores({ ...four, 9: 1 }), memory, 1).order).toEqual([1, 2, 4, 5, 9]);
  });

  test('that a cap holds back stays below, however much it is read', () => {
    const order = step(scores({ ...five, 8: 10, 9: 900 }, [9]), memory, 0);
    expect(step(scores({ ...five, 8: 10, 9: 900 }, [9]), order, 60_000).order.slice(0, 6)).toEqual([
      1, 2, 3, 4, 5, 9,
    ]);
  });
});
