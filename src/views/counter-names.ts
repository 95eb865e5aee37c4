// What is counted beside an article, under two names: in the hash of a slice in Redis by a word (RAIL.POPULAR_NOW.3),
// in the rollups of Postgres by a number. Numbers are for ever: rows of years ago hold them.

import { Rail, ViewSource } from './view-source';

/** From this slot on they are one. */
export const LAST_SLOT = 50;

const sourceNumbers: Readonly<Record<ViewSource, number>> = {
  DIRECT: 1,
  SEARCH: 2,
  SOCIAL: 3,
  INTERNAL: 4,
  OTHER: 5,
  RAIL: 6,
};

/** A rail's views are counted from its hundred on: 0 for a slot that was not told, then slot by slot. */
const railHundreds: Readonly<Record<Rail, number>> = {
  POPULAR_NOW: 100,
  YOU_MAY_ALSO_LIKE: 200,
  MUST_READS: 300,
  LATEST: 400,
  TRENDING: 500,
};

/** Every counter below is one of views by readers; together they are the article's views. */
export const VIEW_COUNTERS_BELOW = 1_000;
const IMPRESSIONS_FROM = 1_000;

const otherNumbers = {
  /** Seconds that readers were engaged for. */
  ENGAGED_SECONDS: 2_000,
  /** Readings with at least one engaged second. */
  ENGAGED_VIEWS: 2_001,
  /** Views by machines, which are no views of the article. */
  BOT: 3_000,
  /** Views by the publisher itself. */
  STAFF: 3_001,
} as const;

export type OtherCounter = keyof typeof otherNumbers;

/** DIRECT, RAIL.POPULAR_NOW, RAIL.POPULAR_NOW.3: where a view came from. */
export function viewCounterName(source: ViewSource, rail?: Rail, slot?: number): string {
  return source === 'RAIL' && rail !== undefined ? `RAIL.${railAndSlot(rail, slot)}` : source;
}

/** IMPRESSION.POPULAR_NOW.3: the article was shown there. */
export function impressionCounterName(rail: Rail, slot?: number): string {
  return `IMPRESSION.${railAndSlot(rail, slot)}`;
}

function railAndSlot(rail: Rail, slot: number | undefined): string {
  return slot === undefined ? rail : `${rail}.${Math.min(slot, LAST_SLOT)}`;
}

const numberOfName = new Map<string, number>();
const nameOfNumber = new Map<number, string>();
for (const [name, number] of allCounters()) {
  numberOfName.set(name, number);
  nameOfNumber.set(number, name);
}

/** Undefined for what no version knows: a newer one may have counted it. */
export function counterNumberOf(name: string): number | undefined {
  return numberOfName.get(name);
}

export function counterNameOf(number: number): string | undefined {
  return nameOfNumber.get(number);
}

/** Of a view counter: where the views came from. */
export function sourceOfCounter(
  counter: number,
): { source: ViewSource; rail?: Rail; slot?: number } | undefined {
  const name = counter < VIEW_COUNTERS_BELOW ? nameOfNumber.get(counter) : undefined;
  if (name === undefined) return undefined;
  const [source, rail, slot] = name.split('.') as [ViewSource, Rail | undefined, string | undefined];
  return { source, rail, slot: slot === undefined ? undefined : Number(slot) };
}

/** The counter of an impression at the place where a view counter counts the clicks, and the other way round. */
export function impressionCounterOf(viewCounter: number): number {
  return viewCounter + IMPRESSIONS_FROM;
}

function* allCounters(): Generator<[name: string, number: number]> {
  for (const source of Object.values(ViewSource)) yield [source, sourceNumbers[source]];
  for (const rail of Object.values(Rail)) {
    for (let slot = 0; slot <= LAST_SLOT; slot++) {
      const at = slot === 0 ? undefined : slot;
      yield [viewCounterName('RAIL', rail, at), railHundreds[rail] + slot];
      yield [impressionCounterName(rail, at), IMPRESSIONS_FROM + railHundreds[rail] + slot];
    }
  }
  yield* Object.entries(otherNumbers);
}
