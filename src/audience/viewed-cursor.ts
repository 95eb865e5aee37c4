// Where an article stands in a list by views: the list, the views, the number of the article, and its rank. A later
// page goes on after (views, number) in the list as it is then, so that nothing comes twice while views come in.

import { createHash } from 'node:crypto';
import { readCursor, writeCursor, wrongCursor } from '../platform/graphql/cursor';
import type { Direction, Place } from './most-read.repository';

export interface RankedPlace extends Place {
  rank: number;
}

const KINDS: Readonly<Record<Direction, string>> = { MOST: 'mostRead', LEAST: 'leastRead' };
const NUMBER_MAX = 2_147_483_647;

/** A short name of a list, whatever a filter says. */
export function nameOfList(parts: readonly (string | undefined)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16);
}

export function writeViewedCursor(
  direction: Direction,
  list: string,
  { views, article, rank }: RankedPlace,
): string {
  return writeCursor(KINDS[direction], [list, views, article, rank]);
}

/** @throws BadUserInput when it is no cursor of that list */
export function readViewedCursor(direction: Direction, list: string, cursor: string): RankedPlace {
  const [name, views, article, rank, ...rest] = readCursor(KINDS[direction], cursor);
  if (name !== list || rest.length > 0 || !isCount(views) || !isCount(article) || !isCount(rank))
    throw wrongCursor();
  if (article > NUMBER_MAX || rank > NUMBER_MAX - 1) throw wrongCursor();
  return { views, article, rank };
}

function isCount(part: unknown): part is number {
  return Number.isSafeInteger(part) && (part as number) >= 0;
}
