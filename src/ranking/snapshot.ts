// A snapshot is everything that one tick of the leader has computed: every list, with id, time and reasons. It
// travels to each API process as compact JSON, arrays instead of objects, since it does so several times a second.

import type { BoardPlace } from '../boards/board.store';
import { brief } from './packed-entry';
import { ArrivedList, type PackedId, type PackedList, packId, packList, unpackId } from './packed-list';
import type { RankedEntry } from './ranked-entry';

/** Grows with each snapshot of a leader, and from leader to leader: a fencing token. */
export interface SnapshotId {
  term: number;
  sequence: number;
}

export interface RankedList {
  /** The snapshot in which the order of this list was last new: what cursors name. */
  orderId: SnapshotId;
  entries: readonly RankedEntry[];
}

export interface Reading {
  /** Smooth: halving every five minutes. */
  readersPerMinute: number;
  /** Views of the last sixty minutes of the clock, as they were counted. */
  viewsInWindow: number;
}

export interface Snapshot {
  id: SnapshotId;
  computedAtMs: number;
  lists: ReadonlyMap<string, RankedList>;
  /** How much each of the thousand most read articles is read, most first. */
  reading: ReadonlyMap<number, Reading>;
  /** The most read of the week, best first. */
  week: readonly BoardPlace[];
}

export const SITE_LIST = 'site';
export const sectionList = (sectionId: string) => `section:${sectionId}`;
export const languageList = (language: string) => `language:${language}`;
/** The list of Trending for what the name of a list of Popular Now says. */
export const trendingList = (plain: string) => `trending:${plain}`;

const VARIANT_B = 'variant-b:';
/** The list that is shown as variant B of an experiment, for the name of the one that is shown as A. */
export const variantList = (list: string) => `${VARIANT_B}${list}`;
/** The name of the list that it is a variant of; what is no variant keeps its own. */
export const withoutVariant = (list: string) =>
  list.startsWith(VARIANT_B) ? list.slice(VARIANT_B.length) : list;

export function isNewer(one: SnapshotId, other: SnapshotId): boolean {
  return one.term > other.term || (one.term === other.term && one.sequence > other.sequence);
}

export function writeSnapshotId({ term, sequence }: SnapshotId): string {
  return `${term}-${sequence}`;
}

export function readSnapshotId(text: string): SnapshotId | undefined {
  const found = /^(\d{1,15})-(\d{1,15})$/.exec(text);
  return found ? { term: Number(found[1]), sequence: Number(found[2]) } : undefined;
}

/** Grows whenever the packing changes: readers leave out what another version of the program has packed. */
const PACKED_VERSION = 3;

/** What is sent and stored: JSON of this. */
export interface PackedSnapshot {
  v: number;
  id: PackedId;
  at: number;
  lists: PackedList[];
  reading: number[];
  week: number[];
}

export function packSnapshot(snapshot: Snapshot): PackedSnapshot {
  return {
    v: PACKED_VERSION,
    id: packId(snapshot.id),
    at: snapshot.computedAtMs,
    lists: [...snapshot.lists].map(([name, list]) => packList(name, list, snapshot.computedAtMs)),
    reading: [...snapshot.reading].flatMap(([article, { readersPerMinute, viewsInWindow }]) => [
      article,
      brief(readersPerMinute),
      viewsInWindow,
    ]),
    week: snapshot.week.flatMap(({ article, decayedViews }) => [article, brief(decayedViews)]),
  };
}

/** Undefined when another version of the program has packed it. */
export function unpackSnapshot(packed: PackedSnapshot): Snapshot | undefined {
  if (packed.v !== PACKED_VERSION) return undefined;
  return {
    id: unpackId(packed.id),
    computedAtMs: packed.at,
    lists: new Map(packed.lists.map((list) => [list[0], new ArrivedList(list)])),
    reading: readingOf(packed.reading),
    week: pairsOf(packed.week).map(([article, decayedViews]) => ({ article, decayedViews })),
  };
}

function readingOf(flat: readonly number[]): Map<number, Reading> {
  const reading = new Map<number, Reading>();
  for (let at = 0; at + 2 < flat.length; at += 3) {
    reading.set(flat[at]!, { readersPerMinute: flat[at + 1]!, viewsInWindow: flat[at + 2]! });
  }
  return reading;
}

function pairsOf(flat: readonly number[]): [number, number][] {
  const pairs: [number, number][] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) pairs.push([flat[at]!, flat[at + 1]!]);
  return pairs;
}
