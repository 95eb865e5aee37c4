// What an editor may say of a pin: it has a reason that readers may see, and an end, as a pin on any ranked list.

import { BadUserInput } from '../platform/errors';
import { LASTS_DAYS_MAX } from '../ranking/rules/check-placement';
import { checkEnd, checkReason } from '../ranking/rules/check-words';
import type { MustReadPick } from './must-read-pick.entity';

export type PinOfPick = Pick<MustReadPick, 'pinned' | 'pinReason' | 'pinnedUntil'>;
export type PinGiven = { [field in keyof PinOfPick]?: PinOfPick[field] | null };

const DAY_MS = 24 * 3_600_000;
const NO_PIN: PinOfPick = { pinned: false, pinReason: null, pinnedUntil: null };

/**
 * The pin that a pick has from now on. One that stands and that nothing is said of stays, and ends with its pick.
 * @throws BadUserInput naming the first field that is wrong
 */
export function pinOf(
  given: PinGiven,
  before: PinOfPick,
  { from, to, nowMs }: Pick<MustReadPick, 'from' | 'to'> & { nowMs: number },
): PinOfPick {
  if (!(given.pinned ?? before.pinned)) {
    for (const field of ['pinReason', 'pinnedUntil'] as const) {
      if (given[field] == null) continue;
      throw new BadUserInput(
        field,
        `"${field}" is for a pinned pick. Give "pinned" as true, or leave it out.`,
      );
    }
    return NO_PIN;
  }
  const stands = before.pinnedUntil !== null && before.pinnedUntil.getTime() > nowMs;
  const isNew = !before.pinned || (!stands && given.pinned === true);
  const pinReason = given.pinReason ?? (isNew ? null : before.pinReason);
  if (pinReason === null) {
    throw new BadUserInput('pinReason', '"pinReason" is missing. Say why it is pinned, for those who ask.');
  }
  const pinnedUntil = given.pinnedUntil ?? (isNew ? to : earlier(before.pinnedUntil, to));
  if (pinnedUntil === null) {
    throw new BadUserInput('pinnedUntil', '"pinnedUntil" is missing. A pin ends: say when.');
  }
  if (isNew || given.pinnedUntil != null) checkUntil(pinnedUntil, { from, to, nowMs });
  return { pinned: true, pinReason: checkReason(pinReason, 'pinReason'), pinnedUntil };
}

function checkUntil(
  until: Date,
  { from, to, nowMs }: Pick<MustReadPick, 'from' | 'to'> & { nowMs: number },
): void {
  const beginsMs = Math.max(from.getTime(), nowMs);
  const after = `the beginning of the pin, ${new Date(beginsMs).toISOString()}`;
  checkEnd(until, { afterMs: beginsMs, after, field: 'pinnedUntil' });
  const days = LASTS_DAYS_MAX.PIN;
  const latestMs = beginsMs + days * DAY_MS;
  if (until.getTime() > latestMs) {
    const latest = new Date(latestMs).toISOString();
    throw new BadUserInput(
      'pinnedUntil',
      `"pinnedUntil" is ${until.toISOString()}; it may lie ${days} days after the beginning of the pin at most: ` +
        `${latest}.`,
    );
  }
  if (to === null || until.getTime() <= to.getTime()) return;
  throw new BadUserInput(
    'pinnedUntil',
    `"pinnedUntil" is ${until.toISOString()}; it may not lie after the end of the pick, ${to.toISOString()}.`,
  );
}

function earlier(one: Date | null, other: Date | null): Date | null {
  return one !== null && other !== null && other.getTime() < one.getTime() ? other : one;
}
