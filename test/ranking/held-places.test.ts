import fc from 'fast-check';
import {
  type Contender,
  DEFAULT_STEADINESS,
  EMPTY_MEMORY,
  GUARDED_PLACES,
  type ListMemory,
  steadyOrder,
} from '../../src/ranking/formulas/steadiness';
import { heldPlaces } from '../../src/ranking/held-places';
import { HeldAgainst, type HeldPlace } from '../../src/ranking/rank-figures';

function scores(table: Record<number, number>, mayNotLead: readonly number[] = []): Contender[] {
  return Object.entries(table)
    .map(([article, score]) => ({
      ...{ article: Number(article), score },
      mayLead: !mayNotLead.includes(Number(article)),
    }))
    .sort((a, b) => b.score - a.score || a.article - b.article);
}

interface Steadied {
  memory: ListMemory;
  held: Map<number, HeldPlace>;
}

function step(contenders: Contender[], before: ListMemory, nowMs: number): Steadied {
  const memory = steadyOrder(contenders, before, DEFAULT_STEADINESS, nowMs);
  const leading = Math.min(GUARDED_PLACES, contenders.filter(({ mayLead }) => mayLead).length);
  return { memory, held: heldPlaces({ contenders, memory, leading, rule: DEFAULT_STEADINESS }) };
}

const five = { 1: 100, 2: 90, 3: 80, 4: 70, 5: 60 };
const swap = {
  against: HeldAgainst.SWAP,
  leadAsked: expect.closeTo(0.3),
  leadingSinceMs: null,
  dwellAskedMs: 0,
  missed: 0,
  missedAsked: 0,
};

test('no place is held where the scores give the same order', () => {
  expect(step(scores(five), EMPTY_MEMORY, 0).held.size).toBe(0);
});

test('a place is held against the next that leads by less than is asked', () => {
  const { memory } = step(scores(five), EMPTY_MEMORY, 0);
  const { held } = step(scores({ ...five, 3: 72, 4: 79.2 }), memory, 1_000);
  expect([...held]).toEqual([[3, { ...swap, lead: expect.closeTo(0.1) }]]);
});

test('whoever blocks the way, the one behind holds all that it leads', () => {
  const { memory } = step(scores(five), EMPTY_MEMORY, 0);
  const { held } = step(scores({ ...five, 2: 95, 3: 90, 4: 110 }), memory, 1_000);
  expect([...held]).toEqual([
    [1, { ...swap, lead: expect.closeTo(0.1) }],
    [2, { ...swap, lead: expect.closeTo(110 / 95 - 1) }],
    [3, { ...swap, lead: expect.closeTo(110 / 90 - 1) }],
  ]);
});

test('the weakest of the first five is held against a newcomer until enough readers are missed', () => {
  const { memory } = step(scores({ ...five, 6: 50 }), EMPTY_MEMORY, 0);
  const slight = step(scores({ ...five, 6: 66 }), memory, 1_000);
  const asked = {
    ...{ against: HeldAgainst.ENTRY, leadAsked: expect.closeTo(0.15), dwellAskedMs: 0 },
    missedAsked: expect.closeTo(0.175 * Math.sqrt(400)),
  };
  const missed = (66 - 1.03 * 60) / 60;
  expect(slight.held.get(5)).toEqual({
    ...asked,
    ...{ lead: expect.closeTo(0.1), leadingSinceMs: null, missed: expect.closeTo(missed) },
  });
  const clear = step(scores({ ...five, 6: 75 }), slight.memory, 2_000);
  expect(clear.held.get(5)).toEqual({
    ...asked,
    ...{ lead: expect.closeTo(0.25), leadingSinceMs: 2_000, missed: expect.closeTo(missed + 13.2 / 60) },
  });
  const later = step(scores({ ...five, 6: 75 }), clear.memory, 32_000);
  expect(later.memory.order.slice(0, 5)).toContain(6);
  expect(later.held.has(5)).toBe(false);
});

test('one that a cap keeps out holds no place: steadiness has nothing to do with it', () => {
  const { memory } = step(scores({ ...five, 6: 50 }), EMPTY_MEMORY, 0);
  expect(step(scores({ ...five, 6: 75 }, [6]), memory, 1_000).held.size).toBe(0);
});

const someStates = fc.array(
  fc
    .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 1, max: 60 })), {
      selector: ([article]) => article,
      minLength: 1,
    })
    .map((pairs) => scores(Object.fromEntries(pairs))),
  { minLength: 2, maxLength: 8 },
);

test('whatever came before: held is who has a better one below, and the lead is less than what is asked', () => {
  fc.assert(
    fc.property(someStates, fc.integer({ min: 1, max: 40_000 }), (states, stepMs) => {
      let memory = EMPTY_MEMORY;
      states.forEach((contenders, index) => {
        const nowMs = index * stepMs;
        const steadied = step(contenders, memory, nowMs);
        memory = steadied.memory;
        const scoreOf = new Map(contenders.map(({ article, score }) => [article, score]));
        const { order } = memory;
        for (const [at, article] of order.entries()) {
          const own = scoreOf.get(article)!;
          const group = order.slice(at + 1, at < GUARDED_PLACES ? GUARDED_PLACES : undefined);
          const isLed = group.some((other) => scoreOf.get(other)! > own);
          const held = steadied.held.get(article);
          if (isLed) expect(held).toBeDefined();
          if (held === undefined) continue;
          expect(held.lead).toBeGreaterThan(0);
          if (held.against === HeldAgainst.SWAP) expect(held.lead).toBeLessThan(held.leadAsked);
          else if (held.lead >= held.leadAsked) expect(held.missed).toBeLessThan(held.missedAsked);
        }
      });
    }),
  );
});
