// What a client says that its reader has read, or shows already, as arguments.

import { BadUserInput } from '../platform/errors';
import { readUuid } from '../platform/graphql/id-or-slug';

export const MAX_READ = 20;
/** A client that forgets to cut its list is not to lose its page; one that never empties it is to hear of it. */
export const MAX_SENT = 1_000;
export const READ_ARGUMENT =
  'Ids of what the reader has read in this session, latest last. The latest 20 count, each once, and a list of more ' +
  'than 1,000 is an error: send the latest. They are not shown again, and the last of them say where readers go from ' +
  'here; not so for a request with Sec-GPC: 1, or DNT: 1 where that is honoured, which gets the list that everybody ' +
  'gets, without them. Ids that name no public article say nothing. Nothing of it is kept.';

/**
 * What was read, latest last: the latest MAX_READ, in the form in which ids are stored, each once, at its last place;
 * what has no form of an id names no article, and takes no place of one.
 * @throws BadUserInput for more than MAX_SENT
 */
export function readIds(given: readonly string[]): string[] {
  if (given.length > MAX_SENT) {
    throw new BadUserInput(
      'read',
      `"read" has ${given.length} ids; it may have at most ${MAX_SENT}, and the latest ${MAX_READ} count: send those.`,
    );
  }
  return storedForms(given).slice(-MAX_READ);
}

/**
 * Ids of an argument, each once.
 * @throws BadUserInput for too many that differ, or too few
 */
export function namedIds(
  given: readonly string[],
  { argument, least = 0, most }: { argument: string; least?: number; most: number },
): string[] {
  if (given.length < least) throw new BadUserInput(argument, `"${argument}" is empty; name at least one id.`);
  const different = new Set(given.map((id) => readUuid(id) ?? id)).size;
  if (different > most || given.length > MAX_SENT) {
    throw new BadUserInput(
      argument,
      `"${argument}" has ${given.length} ids, ${different} of them different; it may have at most ${most}.`,
    );
  }
  return storedForms(given);
}

function storedForms(given: readonly string[]): string[] {
  const ids = given.map(readUuid).filter((id) => id !== undefined);
  return [...new Set(ids.reverse())].reverse();
}
