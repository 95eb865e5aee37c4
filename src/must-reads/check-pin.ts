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
 * The pin that a pick has from now on. One that stands and that nothing is said of stays, and ends with its pick; one
 * that has ended stays ended, whoever sends it back as it is.
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
  const hasEnded = before.pinnedUntil !== null && before.pinnedUntil.getTime() <= nowMs;
  const isNew = !before.pinned || (hasEnded && isRenewed(given, before));
  const pinReason = given.pinReason ?? (isNew ? null : before.pinReason);
  if (pinReason === null) {
    throw new BadUserInput('pinReason', '"pinReason" is missing. Say why it is pinned, for those who ask.');
  }
  const isEndGiven = given.pinnedUntil != null && (isNew || !hasEnded);
  const kept = isNew ? to : earlier(before.pinnedUntil, to);
  const pinnedUntil = isEndGiven ? given.pinnedUntil! : kept;
  if (pinnedUntil === null) {
    throw new BadUserInput('pinnedUntil', '"pinnedUntil" is missing. A pin ends: say when.');
  }
  if (isNew || isEndGiven) checkUntil(pinnedUntil, { from, to, nowMs });
  return { pinned: true, pinReason: checkReason(pinReason, 'pinReason'), pinnedUntil };
}

/** Whether one that has ended is to be another one: not by what is stored, and not by better words alone. */
function isRenewed({ pinned, pinReason, pinnedUntil }: PinGiven, before: PinOfPick): boolean {
  if (pinnedUntil != null && pinnedUntil.getTime() !== before.pinnedUntil?.getTime()) return true;
  return pinned === true && pinReason != null && pinReason.trim() !== before.pinReason;
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
