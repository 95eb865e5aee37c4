// How long a reader waits for what everybody reads: from the minute in which an article comes among the true first
// five, by its unique viewers in the quarter of an hour around that minute, until the list shows it among its own.

import { JUDGED_PLACES, type Judge } from './judge';
import { type TickLists, timeOfTick } from './tick-lists';

export interface Rise {
  article: number;
  atMs: number;
  /** Less than an hour old then. */
  isYoung: boolean;
}

export interface TimeToList {
  rises: number;
  /** Minutes; 0 for what was there before; Infinity where half were not listed within the hour. */
  medianMinutes: number;
  meanMinutes: number;
  within5Minutes: number;
  /** The share that the list did not show within the hour. */
  missed: number;
}

const MINUTE_MS = 60_000;
const AROUND_MS = 7.5 * MINUTE_MS;
const GIVEN_UP_MS = 60 * MINUTE_MS;
/** A rise that is over at once is noise: so many minutes in a row. */
const LASTS_MINUTES = 5;

/** The first rise of each article within the ticks, that has lasted five minutes. */
export function risesIn(judge: Judge, publishedAtMs: readonly number[], leastReaders: number): Rise[] {
  const { ticks } = judge;
  const endMs = timeOfTick(ticks, ticks.count - 1) - GIVEN_UP_MS;
  const since = new Map<number, number>();
  const known = new Set<number>();
  const rises: Rise[] = [];
  for (let atMs = Math.ceil(ticks.firstMs / MINUTE_MS) * MINUTE_MS; atMs <= endMs; atMs += MINUTE_MS) {
    const truth = judge.truthBetween(atMs - AROUND_MS, atMs + AROUND_MS);
    const first = truth.all < leastReaders ? [] : truth.order.slice(0, JUDGED_PLACES);
    for (const article of since.keys()) if (!first.includes(article)) since.delete(article);
    for (const article of first) {
      const sinceMs = since.get(article) ?? atMs;
      since.set(article, sinceMs);
      if (known.has(article) || atMs - sinceMs < (LASTS_MINUTES - 1) * MINUTE_MS) continue;
      known.add(article);
      // Who stood there when it began did not rise.
      if (sinceMs - MINUTE_MS < ticks.firstMs) continue;
      const isYoung = sinceMs - publishedAtMs[article]! < GIVEN_UP_MS;
      rises.push({ article, atMs: sinceMs, isYoung });
    }
  }
  return rises;
}

/** In minutes, one for each rise; Infinity where it was given up. */
export function waitsFor(rises: readonly Rise[], lists: TickLists): number[] {
  const { ticks } = lists;
  return rises.map(({ article, atMs }) => {
    const from = Math.floor((atMs - ticks.firstMs) / ticks.stepMs);
    const to = Math.min(ticks.count - 1, from + Math.ceil(GIVEN_UP_MS / ticks.stepMs));
    for (let tick = from; tick <= to; tick++) {
      if (!lists.at(tick, JUDGED_PLACES).includes(article)) continue;
      return Math.max(0, timeOfTick(ticks, tick) - atMs) / MINUTE_MS;
    }
    return Infinity;
  });
}

export function timeToList(waits: readonly number[]): TimeToList {
  const sorted = [...waits].sort((a, b) => a - b);
  const share = (holds: (one: number) => boolean) => sorted.filter(holds).length / Math.max(sorted.length, 1);
  const listed = sorted.filter(Number.isFinite);
  return {
    rises: waits.length,
    medianMinutes: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN,
    meanMinutes: listed.reduce((sum, one) => sum + one, 0) / Math.max(listed.length, 1),
    within5Minutes: share((one) => one <= 5),
    missed: share((one) => one === Infinity),
  };
}
