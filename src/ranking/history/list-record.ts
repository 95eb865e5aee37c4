// A list as it is kept of one minute: its articles in order, and all that is known of each entry, compressed.

import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import { type PackedEntry, packEntry, unpackEntry } from '../packed-entry';
import { ScorePartKind } from '../rank-figures';
import type { RankedEntry } from '../ranked-entry';
import type { SnapshotId } from '../snapshot';
import { isSumOfParts, stepsForFourDigits, sumOfTold, toldParts } from '../told-score';

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
  v: 1 | 2;
  at: number;
  entries: PackedEntry[];
}

/** So many places are kept with every part of their scores: what rails show. Of the others only the score is known. */
const TOLD_IN_PARTS = 10;
const SECOND_MS = 1_000;

const compress = promisify(deflateRaw);
const decompress = promisify(inflateRaw);

/** In another thread, so that the next tick is not late. */
export async function recordOf(
  name: string,
  entries: readonly RankedEntry[],
  computedAtMs: number,
): Promise<ListRecord> {
  const kept: KeptEntries = {
    v: 2,
    at: computedAtMs,
    entries: entries.map((entry, index) => packEntry(shortened(entry, index, computedAtMs), computedAtMs)),
  };
  return {
    name,
    articles: entries.map((entry) => entry.article),
    entries: await compress(JSON.stringify(kept)),
  };
}

export async function readRecord(compressed: Buffer): Promise<PastList> {
  const kept = JSON.parse((await decompress(compressed)).toString('utf8')) as KeptEntries;
  const entries = kept.entries.map((entry) => unpackEntry(entry, kept.at));
  return { computedAtMs: kept.at, entries: kept.v === 1 ? entries.map(withoutWhole) : entries };
}

/** To four digits and whole seconds: half the bytes, and nobody reads more of a list of last week. */
function shortened(entry: RankedEntry, index: number, atMs: number): RankedEntry {
  const { parts, reading } = entry.figures;
  const seconds = (ms: number | null) => (ms === null ? null : atMs - inSeconds(atMs - ms));
  const told = toldParts(parts, stepsForFourDigits).map((part) => ({
    ...part,
    sinceMs: seconds(part.sinceMs),
  }));
  return {
    ...entry,
    score: isSumOfParts(entry.score, parts) && told.length > 0 ? sumOfTold(told) : inFourDigits(entry.score),
    listedSinceMs: seconds(entry.listedSinceMs),
    figures: {
      ...entry.figures,
      parts: index < TOLD_IN_PARTS || told.length === 1 ? told : [],
      reading: reading && {
        sinceMs: seconds(reading.sinceMs)!,
        readersPerMinute: inFourDigits(reading.readersPerMinute),
        readersPerMinuteBefore:
          reading.readersPerMinuteBefore === null ? null : inFourDigits(reading.readersPerMinuteBefore),
        probability: inFourDigits(reading.probability),
      },
    },
  };
}

/** The first version kept the whole score as if it were the first of its parts, where it did not keep them all. */
function withoutWhole(entry: RankedEntry, index: number): RankedEntry {
  const [first] = entry.figures.parts;
  if (index < TOLD_IN_PARTS || first === undefined || first.kind === ScorePartKind.DECAYED_VIEWS)
    return entry;
  return { ...entry, figures: { ...entry.figures, parts: [] } };
}

const inSeconds = (ms: number): number => Math.round(ms / SECOND_MS) * SECOND_MS;
const inFourDigits = (value: number): number => Number(value.toPrecision(4));
