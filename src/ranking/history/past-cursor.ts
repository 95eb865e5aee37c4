// A cursor of a list of the past names the list, the minute that was asked for, and the record that answered it: the
// next page goes on in that one, though the minute itself may have been recorded meanwhile.

import { readCursor, writeCursor, wrongCursor } from '../../platform/graphql/cursor';
import { readSnapshotId, type SnapshotId, writeSnapshotId } from '../snapshot';

export interface PastPlace {
  list: string;
  /** The minute that was asked for. */
  asked: number;
  /** The minute of the record. */
  minute: number;
  id: SnapshotId;
  /** The filter's name. */
  filter: string;
  /** Its place before filtering, from 0. */
  index: number;
  rank: number;
}

const IN_PAST = 'ranking:past';
const MOST = 2 ** 31 - 1;

export function writePastCursor({ list, asked, minute, id, filter, index, rank }: PastPlace): string {
  return writeCursor(IN_PAST, [list, asked, minute, writeSnapshotId(id), filter, index, rank]);
}

/** @throws BadUserInput when it is no cursor of one of these lists, of this minute, under this filter. */
export function readPastCursor(
  cursor: string,
  expected: { lists: readonly string[]; asked: number; filter: string },
): PastPlace {
  const [list, asked, minute, id, filter, index, rank, ...rest] = readCursor(IN_PAST, cursor);
  const readId = typeof id === 'string' ? readSnapshotId(id) : undefined;
  const isOfList =
    typeof list === 'string' &&
    expected.lists.includes(list) &&
    asked === expected.asked &&
    filter === expected.filter &&
    rest.length === 0;
  if (!isOfList || readId === undefined) throw wrongCursor();
  if (!isPlace(minute) || minute > asked || !isPlace(index) || !isPlace(rank)) throw wrongCursor();
  return { list, asked, minute, id: readId, filter, index, rank };
}

function isPlace(part: unknown): part is number {
  return Number.isInteger(part) && (part as number) >= 0 && (part as number) <= MOST;
}
