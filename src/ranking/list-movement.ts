// How lists move, whatever source ranks them: the rank that each article had ten minutes ago, and since when it has
// stood where it stands.

import { GUARDED_PLACES } from './formulas/steadiness';
import type { RankedEntry } from './ranked-entry';
import type { Snapshot } from './snapshot';

/** Of one minute: list -> article -> rank. */
export type Ranks = ReadonlyMap<string, ReadonlyMap<number, number>>;

type Lists = ReadonlyMap<string, readonly RankedEntry[]>;

/** A rank is compared with that of so many minutes ago. */
export const MOVEMENT_MINUTES = 10;

interface Standing {
  listedSinceMs: number;
  /** Undefined below the first five. */
  leadsSinceMs: number | undefined;
}

interface Moved {
  from: readonly RankedEntry[];
  past: ReadonlyMap<number, number> | undefined;
  standings: ReadonlyMap<number, Standing>;
  entries: readonly RankedEntry[];
}

export class ListMovement {
  private readonly pastRanks = new Map<number, Ranks>();
  private moved = new Map<string, Moved>();

  /** Goes on from the lists of the last leader and the ranks of the minutes before, as they were kept. */
  takeOver(last: Snapshot | undefined, pastRanks: ReadonlyMap<number, Ranks>): void {
    this.pastRanks.clear();
    this.moved.clear();
    for (const [minute, ranks] of pastRanks) this.pastRanks.set(minute, ranks);
    for (const [name, { entries }] of last?.lists ?? []) {
      const standings = new Map<number, Standing>();
      entries.forEach(({ article, listedSinceMs }, index) => {
        if (listedSinceMs === null) return;
        standings.set(article, {
          listedSinceMs,
          leadsSinceMs: index < GUARDED_PLACES ? listedSinceMs : undefined,
        });
      });
      this.moved.set(name, { from: [], past: undefined, standings, entries: [] });
    }
  }

  /** The lists with `previousRank` and `listedSinceMs`; what comes in as the same array goes out as the same one. */
  withMovement(lists: Lists, nowMs: number): Map<string, readonly RankedEntry[]> {
    const past = this.pastRanks.get(minuteOf(nowMs) - MOVEMENT_MINUTES);
    const moved = new Map<string, Moved>();
    for (const [name, from] of lists) {
      const ranks = past?.get(name);
      const known = this.moved.get(name);
      const isSame = known?.from === from && known.past === ranks;
      moved.set(name, isSame ? known : move({ from, past: ranks, before: known?.standings, nowMs }));
    }
    this.moved = moved;
    return new Map([...moved].map(([name, { entries }]) => [name, entries]));
  }

  /** The ranks of this minute, kept for the movement of later ones; undefined if they have already been kept. */
  keepRanks(lists: Lists, nowMs: number): Ranks | undefined {
    const minute = minuteOf(nowMs);
    if (this.pastRanks.has(minute)) return undefined;
    const ranks = new Map([...lists].map(([name, entries]) => [name, ranksOf(entries)]));
    this.pastRanks.set(minute, ranks);
    for (const kept of this.pastRanks.keys()) {
      if (kept < minute - MOVEMENT_MINUTES) this.pastRanks.delete(kept);
    }
    return ranks;
  }
}

function move({
  from,
  past,
  before,
  nowMs,
}: Pick<Moved, 'from' | 'past'> & {
  before: ReadonlyMap<number, Standing> | undefined;
  nowMs: number;
}): Moved {
  const standings = new Map<number, Standing>();
  const entries = from.map((entry, index) => {
    const was = before?.get(entry.article);
    const listedSinceMs = was?.listedSinceMs ?? nowMs;
    const leadsSinceMs = index < GUARDED_PLACES ? (was?.leadsSinceMs ?? nowMs) : undefined;
    const isSame = was?.listedSinceMs === listedSinceMs && was.leadsSinceMs === leadsSinceMs;
    standings.set(entry.article, isSame ? was : { listedSinceMs, leadsSinceMs });
    const { article, score, reason, viewsInWindow, figures } = entry;
    const previousRank = past?.get(article) ?? null;
    const sinceMs = leadsSinceMs ?? listedSinceMs;
    return { article, score, reason, viewsInWindow, previousRank, listedSinceMs: sinceMs, figures };
  });
  return { from, past, standings, entries };
}

const MINUTE_MS = 60_000;
const minuteOf = (nowMs: number) => Math.floor(nowMs / MINUTE_MS);

function ranksOf(entries: readonly RankedEntry[]): Map<number, number> {
  return new Map(entries.map((entry, index) => [entry.article, index + 1]));
}
