import { BadUserInput } from '../errors';

/** No list gives more than this in one page, unless it names its own limit. */
export const MAX_FIRST = 200;

/**
 * Checks the `first` of a list: 0 is an empty page.
 * @throws BadUserInput naming `first` and its range.
 */
export function readFirst(first: number, max: number = MAX_FIRST): number {
  if (Number.isInteger(first) && first >= 0 && first <= max) return first;
  throw new BadUserInput('first', `"first" is ${first}; it may be a whole number from 0 to ${max}.`);
}
