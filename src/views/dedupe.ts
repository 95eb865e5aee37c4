// Exact deduplication in a few bytes. A view counts unless its visitor has a counted view of the article in
// this slice of arrival or the two before it: thirty to forty-five minutes. Per partition and slice there are
// 2,048 sets of signed 32-bit integers: 11 bits of a 43-bit hash choose the set, 32 are the member, and Redis
// keeps such a set as a sorted array of integers up to 512 members. A set costs some 140 bytes beside its
// members: half as many sets as 4,096 save two bytes a view, and fewer would leave no room for an article that
// a third of the site reads (docs/decisions/0031). A
// member beyond 32 bits, with a leading zero or printed as a float would silently turn the set into a hash
// table of ten times the size: hence `| 0`.

import { hash } from 'node:crypto';

export interface DedupePlace {
  /** 0 to 2,047. */
  set: number;
  /** A signed 32-bit integer. */
  member: number;
}

/** Of an event: what is known by its id, and what by its id and content together. Both lie in one set. */
export interface EventPlace extends DedupePlace {
  contentMember: number;
}

export const SLICES_LOOKED_UP = 3;
const SETS = 2_048;

/** Where the views of an article by a visitor are remembered. */
export function visitorPlace(visitor: string, article: number): DedupePlace {
  return placeOf(`${visitor} ${article}`);
}

/** Where a view with an event id is remembered: a second report under it is a repeat only with the same content. */
export function viewEventPlace(eventId: string, content: string): EventPlace {
  const place = placeOf(`view\n${eventId}`);
  return { ...place, contentMember: placeOf(`${eventId}\n${content}`).member };
}

/** Where anything else with an event id is remembered: one id may stand for reports of several articles. */
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
