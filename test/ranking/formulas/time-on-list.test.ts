import fc from 'fast-check';
import { addLedTime, hasLedLong, NO_LED_TIMES } from '../../../src/ranking/formulas/time-on-list';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Computed every 30 seconds from the one time to the other. */
function lead(
  times: typeof NO_LED_TIMES,
  leading: readonly number[],
  { from, to }: { from: number; to: number },
) {
  let after = times;
  for (let at = from; at <= to; at += 30_000) after = addLedTime(after, leading, at);
  return after;
}

describe('time among the first', () => {
  test('adds up over every time that an article stands there', () => {
    let times = lead(NO_LED_TIMES, [1, 2], { from: 0, to: HOUR_MS });
    times = lead(times, [2], { from: HOUR_MS, to: 3 * HOUR_MS });
    times = lead(times, [1], { from: 3 * HOUR_MS, to: 4 * HOUR_MS });
    expect(times.get(1)).toEqual({ ms: 2 * HOUR_MS, lastMs: 4 * HOUR_MS });
    expect(times.get(2)).toEqual({ ms: 3 * HOUR_MS, lastMs: 3 * HOUR_MS });
  });

  test('is used up after the hours of the rule, and never without one', () => {
    const times = lead(NO_LED_TIMES, [1], { from: 0, to: 2 * HOUR_MS });
    expect(hasLedLong(times, 1, 2)).toBe(true);
    expect(hasLedLong(times, 1, 3)).toBe(false);
    expect(hasLedLong(times, 2, 1)).toBe(false);
    expect(hasLedLong(times, 1, 0)).toBe(false);
  });

  test('is forgotten two days after the last of it', () => {
    const times = lead(NO_LED_TIMES, [1], { from: 0, to: HOUR_MS });
    expect(addLedTime(times, [], 48 * HOUR_MS).has(1)).toBe(true);
    expect(addLedTime(times, [], 49 * HOUR_MS).has(1)).toBe(false);
  });

  test('is never more than has passed, whatever the gaps', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(10 * MINUTE_MS), { maxLength: 50 }), (gaps) => {
        let nowMs = 0;
        let times = NO_LED_TIMES;
        for (const gap of gaps) {
          nowMs += gap;
          times = addLedTime(times, [1], nowMs);
          expect(times.get(1)!.ms).toBeLessThanOrEqual(nowMs);
        }
      }),
    );
  });
});
