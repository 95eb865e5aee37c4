// What rules and placements have in common: a reason that others can read, and times that make sense.

import { BadUserInput } from '../../platform/errors';

const REASON_MIN = 3;
const REASON_MAX = 500;
const unprintable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;
// What a timestamp of Postgres, a Date and a reader all hold: the years up to 9999.
const LAST_MS = 253_402_300_799_999;

/** Without blanks around it. @throws BadUserInput */
export function checkReason(written: string, field = 'reason'): string {
  const reason = written.trim();
  const length = [...reason].length;
  if (length < REASON_MIN || length > REASON_MAX) {
    throw new BadUserInput(
      field,
      `"${field}" has ${length} characters; it may have ${REASON_MIN} to ${REASON_MAX}. Say why, for those who ask.`,
    );
  }
  if (unprintable.test(reason)) {
    throw new BadUserInput(field, `"${field}" has characters that cannot be shown, such as line ends.`);
  }
  return reason;
}

/** @throws BadUserInput unless it lies after `afterMs`, in a year that can be written. */
export function checkEnd(
  until: Date,
  { afterMs, after, field = 'until' }: { afterMs: number; after: string; field?: string },
): void {
  const untilMs = until.getTime();
  if (!Number.isInteger(untilMs) || untilMs > LAST_MS) {
    throw new BadUserInput(field, `"${field}" is no time before the year 10000.`);
  }
  if (untilMs > afterMs) return;
  throw new BadUserInput(field, `"${field}" is ${until.toISOString()}; it must lie after ${after}.`);
}
