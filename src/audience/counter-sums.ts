// What the counters of a stretch of time come to, told by source, by rail and slot, and by attention.

import {
  counterNumberOf,
  impressionCounterOf,
  sourceOfCounter,
  VIEW_COUNTERS_BELOW,
} from '../views/counter-names';
import type { Rail, ViewSource } from '../views/view-source';

/** By counter number: net amounts. */
export type CounterSums = ReadonlyMap<number, number>;

export interface CountedSource {
  source: ViewSource;
  rail: Rail | null;
  views: number;
}

export interface CountedSlot {
  rail: Rail;
  /** Null where the reports told none. */
  slot: number | null;
  impressions: number;
  clicks: number;
}

export interface Attention {
  seconds: number;
  readings: number;
}

/** An exclusion may be larger than what a loss has left: no figure is below 0. */
function amountOf(sums: CounterSums, counter: number | undefined): number {
  return Math.max(0, counter === undefined ? 0 : (sums.get(counter) ?? 0));
}

export function viewsIn(sums: CounterSums): number {
  let views = 0;
  for (const [counter, amount] of sums) if (counter < VIEW_COUNTERS_BELOW) views += amount;
  return Math.max(0, views);
}

/** The most viewed from first; views of rails by rail. */
export function sourcesIn(sums: CounterSums): CountedSource[] {
  const sources = new Map<string, CountedSource>();
  for (const [counter, amount] of sums) {
    const found = sourceOfCounter(counter);
    if (found === undefined || amount === 0) continue;
    const rail = found.rail ?? null;
    const name = `${found.source} ${rail}`;
    const known = sources.get(name) ?? { source: found.source, rail, views: 0 };
    sources.set(name, { ...known, views: known.views + amount });
  }
  return [...sources.entries()]
    .filter(([, { views }]) => views > 0)
    .sort(([one, a], [other, b]) => b.views - a.views || (one < other ? -1 : 1))
    .map(([, source]) => source);
}

/** Every place of a rail that was shown or clicked, in the order of rails and slots. */
export function slotsIn(sums: CounterSums): CountedSlot[] {
  const counters = new Set<number>();
  for (const counter of sums.keys()) {
    const clicked = counter >= impressionCounterOf(0) && counter < impressionCounterOf(VIEW_COUNTERS_BELOW);
    const viewCounter = clicked ? counter - impressionCounterOf(0) : counter;
    if (sourceOfCounter(viewCounter)?.rail !== undefined) counters.add(viewCounter);
  }
  return [...counters]
    .sort((one, other) => one - other)
    .flatMap((counter): CountedSlot[] => {
      const { rail, slot } = sourceOfCounter(counter) ?? {};
      if (rail === undefined) return [];
      const clicks = amountOf(sums, counter);
      const impressions = amountOf(sums, impressionCounterOf(counter));
      return clicks + impressions === 0 ? [] : [{ rail, slot: slot ?? null, impressions, clicks }];
    });
}

export function attentionIn(sums: CounterSums): Attention {
  return {
    seconds: amountOf(sums, counterNumberOf('ENGAGED_SECONDS')),
    readings: amountOf(sums, counterNumberOf('ENGAGED_VIEWS')),
  };
}

export function apartIn(sums: CounterSums): { bots: number; staff: number } {
  return { bots: amountOf(sums, counterNumberOf('BOT')), staff: amountOf(sums, counterNumberOf('STAFF')) };
}

/** Every counter there is. */
export const ALL_COUNTERS: readonly [from: number, below: number] = [0, 32_767];
export const VIEW_COUNTERS: readonly [from: number, below: number] = [0, VIEW_COUNTERS_BELOW];
/** Views by source, and impressions: what recirculation is told from. */
export const RAIL_COUNTERS: readonly [from: number, below: number] = [
  0,
  impressionCounterOf(VIEW_COUNTERS_BELOW),
];
