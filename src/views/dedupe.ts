// Exact deduplication in a few bytes. A view counts unless its visitor has a counted view of the article in
// this slice of arrival or the two before it: thirty to forty-five minutes. Per partition and slice there are
// 4,096 sets of signed 32-bit integers: 12 bits of a 44-bit hash choose the set, 32 are the member, and Redis
// keeps such a set as a sorted array of integers up to 512 members (4.4 to 6 bytes a view, measured). A
// member beyond 32 bits, with a leading zero or printed as a float would silently turn the set into a hash
// table of ten times the size: hence `| 0`.

import { hash } from 'node:crypto';

export interface DedupePlace {
  /** 0 to 4,095. */
  set: number;
  /** A signed 32-bit integer. */
  member: number;
}

export const SLICES_LOOKED_UP = 3;
const SETS = 4_096;

/** Where the views of an article by a visitor are remembered. */
export function visitorPlace(visitor: string, article: number): DedupePlace {
  return placeOf(`${visitor} ${article}`);
}

/** Where a view with an event id is remembered: a second report of one reading of one article. */
export function eventPlace(eventId: string, article: number): DedupePlace {
  return placeOf(`${eventId}\n${article}`);
}

function placeOf(identity: string): DedupePlace {
  // As hexadecimal text: a Buffer of its own costs twice what the hash does.
  const digest = hash('sha1', identity);
  return {
    set: Number.parseInt(digest.slice(8, 12), 16) % SETS,
    member: Number.parseInt(digest.slice(0, 8), 16) | 0,
  };
}
