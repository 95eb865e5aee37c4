// What bounds the engaged seconds of a visitor with an article, and makes one reading of all its heartbeats: a hash of
// both for a day of the publisher. Of who asks not to be followed nothing is known for longer than an hour. The set is
// the visitor's own, so that its readings can be found again to be forgotten; the members of two articles have nothing
// in common, so that nobody can tell from them what one visitor has read.

import { hash } from 'node:crypto';
import type { ActivityToCount } from '../views/count-activity.script';
import { type Pseudonym, pseudonymAt } from '../visitors/visitor-ids';

export type EngagedReading = Omit<NonNullable<ActivityToCount['reading']>, 'amountMax' | 'firstCounterName'>;

export interface Heartbeat {
  reader: Pseudonym & { isPrivate?: boolean };
  article: number;
  atMs: number;
  arrivedAtMs: number;
}

const SETS = 2_048;
const HOUR_MS = 3_600_000;
/** A heartbeat may come a day late, and a day has up to 25 hours. */
const KEEP_OF_DAY_SECONDS = 49 * 3_600;
/** As long as repeats of views are known. */
const KEEP_OF_PRIVATE_SECONDS = 3_600;

/** By the day in which it happened, or for who asks not to be followed by the hour in which it has arrived. */
export function readingOf(beat: Heartbeat, dayOf: (atMs: number) => string): EngagedReading {
  const { reader, article, atMs, arrivedAtMs } = beat;
  if (reader.isPrivate) {
    return {
      period: hourPeriod(arrivedAtMs),
      place: { set: setOf(reader.visitor), member: memberOf(reader.visitor, article) },
      keepSeconds: KEEP_OF_PRIVATE_SECONDS,
    };
  }
  const visitor = pseudonymAt(reader, atMs);
  return {
    period: dayOf(atMs),
    place: { set: setOf(visitor), member: memberOf(visitor, article) },
    keepSeconds: KEEP_OF_DAY_SECONDS,
  };
}

/** Where readings may still be kept. */
export function periodsKept(nowMs: number, dayOf: (atMs: number) => string): string[] {
  const days = new Set([dayOf(nowMs), dayOf(nowMs - 24 * HOUR_MS)]);
  return [...days, hourPeriod(nowMs), hourPeriod(nowMs - HOUR_MS)];
}

/** All readings of a visitor lie in sets of this number, one for each partition and period. */
export function setOf(visitor: string): number {
  return Number.parseInt(hash('sha1', `reading\n${visitor}`).slice(0, 8), 16) % SETS;
}

/** A signed 32-bit integer, as Redis keeps it in five bytes. */
export function memberOf(visitor: string, article: number): number {
  return Number.parseInt(hash('sha1', `reading\n${visitor}\n${article}`).slice(0, 8), 16) | 0;
}

function hourPeriod(atMs: number): string {
  return `hour-${Math.floor(atMs / HOUR_MS)}`;
}
