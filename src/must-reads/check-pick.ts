// What an editor may say of a pick.

import { BadUserInput } from '../platform/errors';
import type { MustReadPick } from './must-read-pick.entity';

const POSITION_MAX = 100_000;
// The years 1 to 9999: what a timestamp of Postgres, a Date and a reader all hold.
const FIRST_MS = -62_135_596_800_000;
const LAST_MS = 253_402_300_799_999;

export function isTimeOfReaders(ms: number): boolean {
  return Number.isInteger(ms) && ms >= FIRST_MS && ms <= LAST_MS;
}

/** @throws BadUserInput naming the first field that is wrong */
export function checkPick({ value, from, to, position }: MustReadPick): void {
  checkWhole('value', value, { min: 1, max: 5 });
  checkWhole('position', position, { min: 0, max: POSITION_MAX });
  for (const [field, time] of Object.entries({ from, to })) {
    if (time === null || isTimeOfReaders(time.getTime())) continue;
    throw new BadUserInput(field, `"${field}" is no time between the years 1 and 9999.`);
  }
  if (to !== null && to.getTime() <= from.getTime()) {
    throw new BadUserInput(
      'to',
      '"to" is not after "from". Give a later time, or null for a pick without an end.',
    );
  }
}

function checkWhole(field: string, number: number, { min, max }: { min: number; max: number }): void {
  if (Number.isInteger(number) && number >= min && number <= max) return;
  throw new BadUserInput(field, `"${field}" is ${number}; it may be a whole number from ${min} to ${max}.`);
}
