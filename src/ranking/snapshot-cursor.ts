// A cursor of a ranked list names the snapshot whose order it is a place in, so that pages of a list that moves
// neither repeat an article nor skip one; and the filter, so that it cannot go on in another list.

import { createHash } from 'node:crypto';
import { readCursor, writeCursor, wrongCursor } from '../platform/graphql/cursor';
import { readSnapshotId, type SnapshotId, writeSnapshotId } from './snapshot';

export interface SnapshotPlace {
  list: string;
  orderId: SnapshotId;
  /** What the order was filtered by: see `filterName`. */
  filter: string;
  /** Its place in the order before filtering, from 0. */
  index: number;
  rank: number;
}

/** Where no snapshot had anything that matches, the newest are listed. */
export interface NewestPlace {
  filter: string;
  publishedAtMs: number;
  id: string;
  rank: number;
}

const IN_SNAPSHOT = 'ranking:snapshot';
const IN_NEWEST = 'ranking:newest';
const MAX_DATE_MS = 8_640_000_000_000_000;
const MAX_INDEX = 1_000_000;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A short name of a filter: the same for the same values, whatever their length. */
export function filterName(values: Record<string, string | null | undefined>): string {
  const given = Object.entries(values)
    .filter(([, value]) => value != null)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return given.length === 0
    ? ''
    : createHash('sha256').update(JSON.stringify(given)).digest('base64url').slice(0, 12);
}

export function writeSnapshotCursor(place: SnapshotPlace): string {
  const { list, orderId, filter, index, rank } = place;
  return writeCursor(IN_SNAPSHOT, [list, writeSnapshotId(orderId), filter, index, rank]);
}

export function writeNewestCursor(place: NewestPlace): string {
  return writeCursor(IN_NEWEST, [place.filter, place.publishedAtMs, place.id, place.rank]);
}

/** @throws BadUserInput when it is no cursor of the list that `list` and `filter` name. */
export function readRankingCursor(
  cursor: string,
  expected: { list: string; filter: string },
): { in: 'snapshot'; place: SnapshotPlace } | { in: 'newest'; place: NewestPlace } {
  const kind = kindOf(cursor);
  const place = kind === IN_NEWEST ? readNewest(cursor) : readInSnapshot(cursor);
  if (place === undefined || place.filter !== expected.filter) throw wrongCursor();
  if (!('list' in place)) return { in: 'newest', place };
  if (place.list !== expected.list) throw wrongCursor();
  return { in: 'snapshot', place };
}

function kindOf(cursor: string): string {
  try {
    readCursor(IN_NEWEST, cursor);
    return IN_NEWEST;
  } catch {
    // Whatever is wrong with it, reading it as the usual kind says so.
    return IN_SNAPSHOT;
  }
}

function readInSnapshot(cursor: string): SnapshotPlace | undefined {
  const [list, id, filter, index, rank, ...rest] = readCursor(IN_SNAPSHOT, cursor);
  if (typeof list !== 'string' || typeof id !== 'string' || typeof filter !== 'string') return undefined;
  const orderId = readSnapshotId(id);
  if (orderId === undefined || rest.length > 0) return undefined;
  if (!isWhole(index, MAX_INDEX) || !isWhole(rank, MAX_INDEX)) return undefined;
  return { list, orderId, filter, index, rank };
}

function readNewest(cursor: string): NewestPlace | undefined {
  const [filter, publishedAtMs, id, rank, ...rest] = readCursor(IN_NEWEST, cursor);
  if (typeof filter !== 'string' || typeof id !== 'string' || !uuid.test(id) || rest.length > 0)
    return undefined;
  if (!isWhole(publishedAtMs, MAX_DATE_MS) || !isWhole(rank, MAX_INDEX)) return undefined;
  return { filter, publishedAtMs, id, rank };
}

function isWhole(part: unknown, most: number): part is number {
  return Number.isInteger(part) && (part as number) >= 0 && (part as number) <= most;
}
