// A cursor of a ranked list names the snapshot whose order it is a place in, so that pages of a list that moves
// neither repeat an article nor skip one; and the filter, so that it cannot go on in another list.

import { createHash } from 'node:crypto';
import { readCursor, writeCursor, wrongCursor } from '../platform/graphql/cursor';
import { readSnapshotId, type SnapshotId, writeSnapshotId } from './snapshot';

/** The order that a list had in a snapshot. */
export interface OrderName {
  list: string;
  orderId: SnapshotId;
}

export interface SnapshotPlace extends OrderName {
  /** What the order was filtered by: see `filterName`. */
  filter: string;
  /** Its place in the order before filtering, from 0. */
  index: number;
  rank: number;
}

/** A place among the newest, which follow what an order has that matches. */
export interface NewestPlace {
  /** What they are filtered by and which rail they fill: where they follow no order, nothing else says so. */
  filter: string;
  publishedAtMs: number;
  id: string;
  rank: number;
  /** The order whose articles have been shown; undefined where none of them matched. */
  follows: OrderName | undefined;
}

export type RankingCursor = { in: 'snapshot'; place: SnapshotPlace } | { in: 'newest'; place: NewestPlace };

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
  const { filter, publishedAtMs, id, rank, follows } = place;
  const order = follows ? [follows.list, writeSnapshotId(follows.orderId)] : [];
  return writeCursor(IN_NEWEST, [filter, publishedAtMs, id, rank, ...order]);
}

/** The filter of the newest that fill a rail. */
export function newestFilterName(rail: string, filter: string): string {
  return `${rail} ${filter}`;
}

/** @throws BadUserInput when it is no cursor of one of the lists of this rail under this filter. */
export function readRankingCursor(
  cursor: string,
  expected: { rail: string; lists: readonly string[]; filter: string },
): RankingCursor {
  const read = readAnyCursor(cursor);
  const { rail, filter } = expected;
  const named = read?.in === 'newest' ? newestFilterName(rail, filter) : filter;
  if (read === undefined || read.place.filter !== named) throw wrongCursor();
  const order = read.in === 'snapshot' ? read.place : read.place.follows;
  if (order && !expected.lists.includes(order.list)) throw wrongCursor();
  return read;
}

/** The list whose order a cursor goes on in; undefined where it follows none, or is no cursor of a ranked list. */
export function listOfCursor(cursor: string): string | undefined {
  try {
    const read = readAnyCursor(cursor);
    return (read?.in === 'newest' ? read.place.follows : read?.place)?.list;
  } catch {
    return undefined;
  }
}

function readAnyCursor(cursor: string): RankingCursor | undefined {
  if (kindOf(cursor) === IN_NEWEST) {
    const place = readNewest(cursor);
    return place && { in: 'newest', place };
  }
  const place = readInSnapshot(cursor);
  return place && { in: 'snapshot', place };
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
  const order = readOrderName(list, id);
  if (order === undefined || typeof filter !== 'string' || rest.length > 0) return undefined;
  if (!isWhole(index, MAX_INDEX) || !isWhole(rank, MAX_INDEX)) return undefined;
  return { ...order, filter, index, rank };
}

function readNewest(cursor: string): NewestPlace | undefined {
  const [filter, publishedAtMs, id, rank, ...order] = readCursor(IN_NEWEST, cursor);
  if (typeof filter !== 'string' || typeof id !== 'string' || !uuid.test(id)) return undefined;
  if (!isWhole(publishedAtMs, MAX_DATE_MS) || !isWhole(rank, MAX_INDEX)) return undefined;
  const follows = order.length === 2 ? readOrderName(order[0], order[1]) : undefined;
  if (order.length > 0 && follows === undefined) return undefined;
  return { filter, publishedAtMs, id, rank, follows };
}

function readOrderName(list: unknown, id: unknown): OrderName | undefined {
  if (typeof list !== 'string' || typeof id !== 'string') return undefined;
  const orderId = readSnapshotId(id);
  return orderId && { list, orderId };
}

function isWhole(part: unknown, most: number): part is number {
  return Number.isInteger(part) && (part as number) >= 0 && (part as number) <= most;
}
