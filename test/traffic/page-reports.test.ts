import fc from 'fast-check';
import { Chance } from '../../src/traffic/chance';
import type { Stay } from '../../src/traffic/generate';
import { NO_RAILS, type ShownRails } from '../../src/traffic/onward-choice';
import { heartbeats, railsSeen } from '../../src/traffic/page-reports';
import { someStories } from '../builders/a-story';

const NOON_MS = Date.UTC(2026, 5, 1, 12);
const [story, other] = someStories(2, NOON_MS) as [Stay['visit']['story'], Stay['visit']['story']];
const shown: ShownRails = {
  popularNow: ['p1', 'p2'],
  latest: ['l1'],
  mustReads: ['m1'],
  youMayAlsoLike: ['y1', 'y2', 'y3'],
  trending: ['t1'],
};

function aStay(which: number, changes: Partial<Stay> = {}): Stay {
  const visitor = { id: `visitor ${which}`, language: 'en', favourites: [], read: [] };
  const visit = {
    story,
    source: 'DIRECT' as const,
    atMs: NOON_MS,
    step: 1,
    chance: new Chance('a'),
    visitor,
  };
  // biome-ignore lint/suspicious/noExplicitAny: of the visitor only the id is asked.
  return { visit: visit as any, shown, dwellMs: 40_000, choice: undefined, ...changes };
}

const stays = (changes: Partial<Stay> = {}) =>
  Array.from({ length: 2_000 }, (_, which) => aStay(which, changes));

test('rails come into sight more often the higher they stand on the page', () => {
  const seen = stays().flatMap(railsSeen);
  const share = (rail: string) => seen.filter((one) => one.rail === rail).length / 2_000;
  expect(share('POPULAR_NOW')).toBeCloseTo(0.9, 1);
  expect(share('LATEST')).toBeCloseTo(0.7, 1);
  expect(share('TRENDING')).toBeCloseTo(0.7, 1);
  expect(share('MUST_READS')).toBeCloseTo(0.6, 1);
  expect(share('YOU_MAY_ALSO_LIKE')).toBeCloseTo(0.5, 1);
  const liked = seen.find(({ rail }) => rail === 'YOU_MAY_ALSO_LIKE');
  expect(liked?.shown).toEqual(shown.youMayAlsoLike.map((articleId, at) => ({ articleId, slot: at + 1 })));
});

test('who goes on from a rail has seen it, and what shows nothing is seen by nobody', () => {
  const choice = { story: other, source: 'RAIL' as const, rail: 'YOU_MAY_ALSO_LIKE' as const, slot: 2 };
  for (const stay of stays({ choice })) {
    expect(railsSeen(stay).map(({ rail }) => rail)).toContain('YOU_MAY_ALSO_LIKE');
  }
  expect(stays({ choice, shown: NO_RAILS }).flatMap(railsSeen)).toEqual([]);
});

test('heartbeats are of fifteen seconds at most, within the stay, and of less than all of it', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 3_000, max: 300_000 }), (which, dwellMs) => {
      const beats = heartbeats(aStay(which, { dwellMs }));
      const seconds = beats.reduce((sum, one) => sum + one.seconds, 0);
      expect(seconds).toBeGreaterThanOrEqual(Math.floor(0.2 * (dwellMs / 1_000)));
      expect(seconds).toBeLessThanOrEqual(0.95 * (dwellMs / 1_000) + 1);
      for (const one of beats) {
        expect(one.seconds).toBeGreaterThanOrEqual(1);
        expect(one.seconds).toBeLessThanOrEqual(15);
        expect(one.occurredAtMs).toBeLessThanOrEqual(NOON_MS + dwellMs);
      }
      expect(new Set(beats.map(({ eventId }) => eventId)).size).toBe(beats.length);
    }),
  );
});
