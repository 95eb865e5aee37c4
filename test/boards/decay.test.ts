import fc from 'fast-check';
import { decayedViews, halfLifeMs, viewWeight } from '../../src/boards/decay';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LANDMARK_MS = 1_764_000_000_000;
const onHourBoard = { landmarkMs: LANDMARK_MS, halfLifeMs: halfLifeMs.hour };

const aTime = () => fc.integer({ min: LANDMARK_MS - DAY_MS, max: LANDMARK_MS + 20 * DAY_MS });

function scoreOf(times: readonly number[], board = onHourBoard): number {
  return times.reduce((sum, atMs) => sum + viewWeight(atMs, board), 0);
}

test.each([
  { ageHours: 0, worth: 1 },
  { ageHours: 1, worth: 0.5 },
  { ageHours: 10, worth: 1 / 1_024 },
  { ageHours: 2_000, worth: 0 },
])('a view is worth $worth after $ageHours half-lives', ({ ageHours, worth }) => {
  const score = viewWeight(LANDMARK_MS + 5 * HOUR_MS, onHourBoard);
  expect(decayedViews(score, LANDMARK_MS + (5 + ageHours) * HOUR_MS, onHourBoard)).toBe(worth);
});

test('waiting alone changes no order', () => {
  fc.assert(
    fc.property(
      fc.array(aTime(), { minLength: 1 }),
      fc.array(aTime()),
      fc.nat(30 * DAY_MS),
      (a, b, waitMs) => {
        const nowMs = LANDMARK_MS + 20 * DAY_MS;
        const lead = (atMs: number) =>
          decayedViews(scoreOf(a), atMs, onHourBoard) - decayedViews(scoreOf(b), atMs, onHourBoard);
        expect(Math.sign(lead(nowMs)) * Math.sign(lead(nowMs + waitMs))).toBeGreaterThanOrEqual(0);
      },
    ),
  );
});

test('views in any order give the same score within 1e-9', () => {
  fc.assert(
    fc.property(fc.array(aTime(), { minLength: 1 }), (times) => {
      const shuffled = [...times].sort((a, b) => (a % 977) - (b % 977));
      expect(scoreOf(shuffled) / scoreOf(times)).toBeCloseTo(1, 9);
    }),
  );
});

test('the landmark changes no decayed count', () => {
  fc.assert(
    fc.property(
      fc.array(aTime(), { minLength: 1 }),
      fc.integer({ min: -500, max: 500 }),
      (times, halfLives) => {
        const moved = { ...onHourBoard, landmarkMs: LANDMARK_MS + halfLives * HOUR_MS };
        const nowMs = LANDMARK_MS + 20 * DAY_MS;
        const views = decayedViews(scoreOf(times), nowMs, onHourBoard);
        expect(decayedViews(scoreOf(times, moved), nowMs, moved) / views).toBeCloseTo(1, 9);
      },
    ),
  );
});

test('a count only falls while nobody reads', () => {
  fc.assert(
    fc.property(aTime(), fc.nat(400 * DAY_MS), fc.nat(400 * DAY_MS), (atMs, firstMs, thenMs) => {
      const score = viewWeight(atMs, onHourBoard);
      const first = decayedViews(score, atMs + firstMs, onHourBoard);
      const then = decayedViews(score, atMs + firstMs + thenMs, onHourBoard);
      expect(then).toBeLessThanOrEqual(first);
      expect(Number.isFinite(first)).toBe(true);
    }),
  );
});
