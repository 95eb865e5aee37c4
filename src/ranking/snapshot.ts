// A snapshot is everything that one tick of the leader has computed: every list, with id, time and reasons. It
// travels to each API process as compact JSON, arrays instead of objects, since it does so several times a second.

import type { BoardPlace } from '../boards/board.store';
import type { RankFigures } from './explanation';
import { RankReason } from './rank-reason';
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

type PackedEntry = [
  article: number,
  reason: number,
  viewsInWindow: number,
  previousRank: number,
  parts: number[],
  reading: number[],
];
type PackedId = [term: number, sequence: number];

/** What is sent and stored: JSON of this. */
export interface PackedSnapshot {
  v: 1;
  id: PackedId;
  at: number;
  lists: [name: string, orderId: PackedId, entries: PackedEntry[]][];
  reading: number[];
  week: number[];
}

const reasons = Object.values(RankReason);
const NONE = -1;

export function packSnapshot(snapshot: Snapshot): PackedSnapshot {
  return {
    v: 1,
    id: packId(snapshot.id),
    at: snapshot.computedAtMs,
    lists: [...snapshot.lists].map(([name, list]) => [
      name,
      packId(list.orderId),
      list.entries.map((entry) => packEntry(entry, snapshot.computedAtMs)),
    ]),
    reading: [...snapshot.reading].flatMap(([article, { readersPerMinute, viewsInWindow }]) => [
      article,
      brief(readersPerMinute),
      viewsInWindow,
    ]),
    week: snapshot.week.flatMap(({ article, decayedViews }) => [article, brief(decayedViews)]),
  };
}

export function unpackSnapshot(packed: PackedSnapshot): Snapshot {
  return {
    id: unpackId(packed.id),
    computedAtMs: packed.at,
    lists: new Map(
      packed.lists.map(([name, orderId, entries]) => [
        name,
        { orderId: unpackId(orderId), entries: entries.map((entry) => unpackEntry(entry, packed.at)) },
      ]),
    ),
    reading: readingOf(packed.reading),
    week: pairsOf(packed.week).map(([article, decayedViews]) => ({ article, decayedViews })),
  };
}

function packEntry(entry: RankedEntry, atMs: number): PackedEntry {
  const { parts, reading } = entry.figures;
  return [
    entry.article,
    reasons.indexOf(entry.reason),
    entry.viewsInWindow,
    entry.previousRank ?? NONE,
    parts.flatMap((part) => [
      part.sinceMs === null ? NONE : Math.round(atMs - part.sinceMs),
      brief(part.value),
    ]),
    reading === null
      ? []
      : [
          Math.round(atMs - reading.sinceMs),
          brief(reading.readersPerMinute),
          reading.readersPerMinuteBefore === null ? NONE : brief(reading.readersPerMinuteBefore),
          brief(reading.probability),
        ],
  ];
}

function unpackEntry(packed: PackedEntry, atMs: number): RankedEntry {
  const [article, reason, viewsInWindow, previousRank, packedParts, packedReading] = packed;
  const parts = pairsOf(packedParts).map(([ago, value]) => ({
    sinceMs: ago === NONE ? null : atMs - ago,
    value,
  }));
  return {
    article,
    // The parts are rounded for the way; their sum is the score, so that they always add up.
    score: parts.reduce((sum, part) => sum + part.value, 0),
    reason: reasons[reason] ?? RankReason.NEWEST,
    viewsInWindow,
    previousRank: previousRank === NONE ? null : previousRank,
    figures: { parts, reading: unpackReading(packedReading, atMs) },
  };
}

function unpackReading(packed: readonly number[], atMs: number): RankFigures['reading'] {
  const [ago, readersPerMinute, before, probability] = packed;
  if (ago === undefined) return null;
  return {
    sinceMs: atMs - ago,
    readersPerMinute: readersPerMinute!,
    readersPerMinuteBefore: before === NONE ? null : before!,
    probability: probability!,
  };
}

/** The eye needs three digits, and the lists are sorted before they are sent. */
function brief(value: number): number {
  const steps = value >= 1 ? 1e3 : 1e7;
  return Math.round(value * steps) / steps;
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

const packId = (id: SnapshotId): PackedId => [id.term, id.sequence];
const unpackId = ([term, sequence]: PackedId): SnapshotId => ({ term, sequence });
