// How lists move: the rank that each article had ten minutes ago, whatever source ranks the list.

import type { RankedEntry } from './ranked-entry';

/** Of one minute: list -> article -> rank. */
export type Ranks = ReadonlyMap<string, ReadonlyMap<number, number>>;

type Lists = ReadonlyMap<string, readonly RankedEntry[]>;

/** A rank is compared with that of so many minutes ago. */
export const MOVEMENT_MINUTES = 10;

interface Moved {
  from: readonly RankedEntry[];
  past: ReadonlyMap<number, number> | undefined;
  entries: readonly RankedEntry[];
}

export class ListMovement {
  private readonly pastRanks = new Map<number, Ranks>();
  private moved = new Map<string, Moved>();

  /** Goes on with the ranks of the minutes before, as the last leader has kept them. */
  takeOver(pastRanks: ReadonlyMap<number, Ranks>): void {
    this.pastRanks.clear();
    this.moved.clear();
    for (const [minute, ranks] of pastRanks) this.pastRanks.set(minute, ranks);
  }

  /** The lists with `previousRank` set; what comes in as the same array goes out as the same one. */
  withPreviousRanks(lists: Lists, minute: number): Map<string, readonly RankedEntry[]> {
    const past = this.pastRanks.get(minute - MOVEMENT_MINUTES);
    const moved = new Map<string, Moved>();
    for (const [name, from] of lists) {
      const ranks = past?.get(name);
      const known = this.moved.get(name);
      const isKnown = known?.from === from && known.past === ranks;
      moved.set(name, isKnown ? known : { from, past: ranks, entries: withRanks(from, ranks) });
    }
    this.moved = moved;
    return new Map([...moved].map(([name, { entries }]) => [name, entries]));
  }

  /** The ranks of a minute, kept for the movement of later ones; undefined if that minute has already been kept. */
  keepRanks(lists: Lists, minute: number): Ranks | undefined {
    if (this.pastRanks.has(minute)) return undefined;
    const ranks = new Map([...lists].map(([name, entries]) => [name, ranksOf(entries)]));
    this.pastRanks.set(minute, ranks);
    for (const kept of this.pastRanks.keys()) {
      if (kept < minute - MOVEMENT_MINUTES) this.pastRanks.delete(kept);
    }
    return ranks;
  }
}

function withRanks(
  entries: readonly RankedEntry[],
  past: ReadonlyMap<number, number> | undefined,
): RankedEntry[] {
  return entries.map((entry) => ({ ...entry, previousRank: past?.get(entry.article) ?? null }));
}

function ranksOf(entries: readonly RankedEntry[]): Map<number, number> {
  return new Map(entries.map((entry, index) => [entry.article, index + 1]));
}
