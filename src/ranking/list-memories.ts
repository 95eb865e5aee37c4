// What steadiness remembers of lists from tick to tick, as plain data beside a snapshot: the next leader goes on with
// it, so that a change of leader shortens no dwell and gives nobody new hours among the first.

import { GUARDED_PLACES, type ListMemory } from './formulas/steadiness';
import { ledSoFar, type PackedLedTimes, packLedTimes, unpackLedTimes } from './formulas/time-on-list';

interface KeptListMemory {
  /** Since when challengers have led. */
  leading: [article: number, sinceMs: number][];
  /** Readers missed by leaving a challenger out, and when they were last added up. */
  missed: [article: number, readers: number][];
  atMs?: number;
  led: PackedLedTimes;
}

/** By the name of the list. */
export type KeptListMemories = Readonly<Record<string, KeptListMemory>>;

export function keptMemories(memories: ReadonlyMap<string, ListMemory>): KeptListMemories {
  const kept: Record<string, KeptListMemory> = {};
  for (const [name, { leadingSince, missed, atMs, led }] of memories) {
    kept[name] = {
      leading: [...leadingSince],
      missed: [...(missed ?? [])],
      ...(atMs === undefined ? {} : { atMs }),
      led: led === undefined ? [] : packLedTimes(led),
    };
  }
  return kept;
}

/** Of a list that stood at `shownAtMs`; where nothing else is kept of it, what the list itself says. */
export function memoryOfList(
  shown: readonly { article: number; listedSinceMs: number | null }[],
  kept: KeptListMemory | undefined,
  shownAtMs: number,
): ListMemory {
  return {
    order: shown.map(({ article }) => article),
    leadingSince: new Map(kept?.leading),
    missed: new Map(kept?.missed),
    atMs: kept?.atMs ?? shownAtMs,
    led: kept === undefined ? ledSoFar(shown.slice(0, GUARDED_PLACES), shownAtMs) : unpackLedTimes(kept.led),
  };
}
