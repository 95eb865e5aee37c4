// A list as it is kept of one minute: its articles in order, and all that is known of each entry, compressed.

import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import { type PackedEntry, packEntry, unpackEntry } from '../packed-entry';
import type { RankedEntry } from '../ranked-entry';
import type { SnapshotId } from '../snapshot';

export const MINUTE_MS = 60_000;
/** Of the clock, counted from 1970. */
export const minuteOf = (atMs: number): number => Math.floor(atMs / MINUTE_MS);

export interface ListRecord {
  name: string;
  articles: readonly number[];
  entries: Buffer;
}

/** The lists of one minute that are new since the last. */
export interface MinuteRecord {
  minute: number;
  computedAtMs: number;
  id: SnapshotId;
  lists: readonly ListRecord[];
}

export interface PastList {
  computedAtMs: number;
  entries: readonly RankedEntry[];
}

/** Grows with each change of what is kept; old records are read as long as they are kept. */
interface KeptEntries {
  v: 1;
  at: number;
  entries: PackedEntry[];
}

const compress = promisify(deflateRaw);
const decompress = promisify(inflateRaw);

/** In another thread, so that the next tick is not late. */
export async function recordOf(
  name: string,
  entries: readonly RankedEntry[],
  computedAtMs: number,
): Promise<ListRecord> {
  const kept: KeptEntries = {
    v: 1,
    at: computedAtMs,
    entries: entries.map((entry) => packEntry(entry, computedAtMs)),
  };
  return {
    name,
    articles: entries.map((entry) => entry.article),
    entries: await compress(JSON.stringify(kept)),
  };
}

export async function readRecord(compressed: Buffer): Promise<PastList> {
  const kept = JSON.parse((await decompress(compressed)).toString('utf8')) as KeptEntries;
  return { computedAtMs: kept.at, entries: kept.entries.map((entry) => unpackEntry(entry, kept.at)) };
}
