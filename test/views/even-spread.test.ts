import fc from 'fast-check';
import { averageWorth, wholeViews } from '../../src/views/even-spread';

const QUARTER_MS = 15 * 60_000;
const HOUR_MS = 3_600_000;

test('what a view is worth on average is the mean over its time', () => {
  const nowMs = 10 * HOUR_MS;
  for (const [fromMs, toMs] of [
    [9 * HOUR_MS, 9 * HOUR_MS + QUARTER_MS],
    [nowMs - QUARTER_MS, nowMs],
    [0, 10 * HOUR_MS],
  ] as const) {
    let sum = 0;
    const steps = 100_000;
    for (let step = 0; step < steps; step++) {
      const atMs = fromMs + ((step + 0.5) / steps) * (toMs - fromMs);
      sum += 2 ** -((nowMs - atMs) / HOUR_MS) / steps;
    }
    expect(averageWorth({ fromMs, toMs }, nowMs, HOUR_MS)).toBeCloseTo(sum, 8);
  }
});

test('it differs from the true worth of a view of a quarter by less than a tenth on the board of the hour', () => {
  const nowMs = 5 * HOUR_MS;
  const average = averageWorth({ fromMs: 0, toMs: QUARTER_MS }, nowMs, HOUR_MS);
  expect(average / 2 ** -(nowMs / HOUR_MS)).toBeLessThan(1.0921);
  expect(average / 2 ** -((nowMs - QUARTER_MS) / HOUR_MS)).toBeGreaterThan(0.918);
});

test('of what is ages ago or of this very moment it is a number', () => {
  expect(averageWorth({ fromMs: 0, toMs: 1 }, 1e15, HOUR_MS)).toBe(2 ** -1_000);
  expect(averageWorth({ fromMs: 5, toMs: 5 }, 5, HOUR_MS)).toBeCloseTo(1, 6);
});

test('whole views add up, and differ by one at most', () => {
  fc.assert(
    fc.property(
      fc.record({ views: fc.nat(1_000), minutes: fc.integer({ min: 1, max: 15 }), turn: fc.nat(1e6) }),
      (asked) => {
        const spread = wholeViews(asked);
        expect(spread).toHaveLength(asked.minutes);
        expect(spread.reduce((sum, views) => sum + views, 0)).toBe(asked.views);
        expect(Math.max(...spread) - Math.min(...spread)).toBeLessThanOrEqual(1);
      },
    ),
  );
});
