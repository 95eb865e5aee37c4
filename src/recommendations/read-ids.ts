// What a client says that its reader has read, or shows already, as arguments.

import { BadUserInput } from '../platform/errors';
import { readUuid } from '../platform/graphql/id-or-slug';

export const MAX_READ = 20;
export const READ_ARGUMENT =
  'Ids of what the reader has read in this session, latest last, at most 20: the latest. They are not shown again, ' +
  'and the last of them say where readers go from here; not so for a request with Sec-GPC: 1, or DNT: 1 where that ' +
  'is honoured, which gets the list that everybody gets, without them. Ids that name no public article say nothing. ' +
  'Nothing of it is kept.';

/**
 * In the form in which ids are stored, each once, at its last place; what has no form of an id names no article.
 * @throws BadUserInput for too many, or too few
 */
export function readIds(
  given: readonly string[],
  {
    argument = 'read',
    least = 0,
    most = MAX_READ,
  }: { argument?: string; least?: number; most?: number } = {},
): string[] {
  if (given.length < least) throw new BadUserInput(argument, `"${argument}" is empty; name at least one id.`);
  if (given.length > most) {
    const latest = argument === 'read' ? ': the latest' : '';
    throw new BadUserInput(
      argument,
      `"${argument}" has ${given.length} ids; it may have at most ${most}${latest}.`,
    );
  }
  const ids = given.map(readUuid).filter((id) => id !== undefined);
  return [...new Set(ids.reverse())].reverse();
}
