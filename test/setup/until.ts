import { systemClock } from '../../src/platform/clock';

/** For what takes less than a second on a machine of its own: a test run shares its machine, and slowness is no failure. */
export const SOON_MS = 5_000;

const LOOK_EVERY_MS = 10;

/** Waits for a condition; fails when it has not come true in time, and says what has not. */
export async function until(
  isTrue: () => boolean | Promise<boolean>,
  { withinMs = 20_000, what = String(isTrue) }: { withinMs?: number; what?: string | (() => string) } = {},
): Promise<void> {
  const deadlineMs = systemClock.nowMs() + withinMs;
  while (!(await isTrue())) {
    if (systemClock.nowMs() > deadlineMs) {
      // A function says what is so by then.
      throw new Error(`not within ${withinMs} ms: ${typeof what === 'string' ? what : what()}`);
    }
    await systemClock.wait(LOOK_EVERY_MS);
  }
}
