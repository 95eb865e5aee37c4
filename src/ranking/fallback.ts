// A list is never empty while anything is public. Only the empty places are filled: however few read, what is read now
// stands before what was read in the last hours, that before what was read in the last days, and the newest come last.
// The one thing that comes between is a cap: where it keeps readers' favourites out of the first places, what the cap
// lets through may fill those before they follow.

import type { BoardPlace } from '../boards/board.store';
import { explainWhole } from './explanation';
import { RankReason } from './rank-reason';
import type { RankedEntry } from './ranked-entry';

/**
 * What may fill the empty places of one list, best first; all of it public and of the list's section or language. Of
 * these three each is asked for when the one before it has not been enough.
 */
export interface FillPool {
  hour: readonly BoardPlace[];
  day: readonly BoardPlace[];
  newest: readonly number[];
}

export const EMPTY_POOL: FillPool = { hour: [], day: [], newest: [] };

/** An entry before what every entry has alike is added. */
export type BareEntry = Omit<RankedEntry, 'viewsInWindow' | 'previousRank' | 'listedSinceMs'>;

export interface PlacesToFill {
  /** Who stands in the guarded places by rate, in order. */
  leading: readonly BareEntry[];
  /** Who is read as well, in order: after the guarded places. */
  below: readonly BareEntry[];
  pool: FillPool;
  depth: number;
  /** How many places are guarded. */
  guarded: number;
  /** Articles that stand elsewhere on the list, or nowhere. */
  leftOut: ReadonlySet<number>;
  /** Whether a filler may stand in a guarded place; asked once for each, in order, and counted where it may. */
  mayLead: (article: number) => boolean;
  /** Whether a filler tells a story that one of the entries tells. */
  isTold: (article: number, by: readonly BareEntry[]) => boolean;
}

/** Deeper down a story that is told twice is not looked for: nobody sees both. */
const TOLD_ONCE_DEPTH = 20;

/** Lengthened to `depth` entries as far as the pool reaches; nobody stands there twice. */
export function fillPlaces(places: PlacesToFill): BareEntry[] {
  const { leading, below, pool, depth, guarded } = places;
  const entries = [...leading];
  const taken = new Set(places.leftOut);
  for (const { article } of [...leading, ...below]) taken.add(article);
  const fill = (room: number, may: (article: number) => boolean) => {
    if (entries.length >= room) return;
    for (const filler of fillersOf(pool, taken)) {
      if (entries.length >= room) return;
      if (entries.length < TOLD_ONCE_DEPTH && places.isTold(filler.article, entries)) {
        taken.add(filler.article);
      } else if (may(filler.article)) {
        taken.add(filler.article);
        entries.push(filler);
      }
    }
  };
  fill(Math.min(guarded, depth), places.mayLead);
  entries.push(...below);
  fill(depth, () => true);
  return entries.slice(0, depth);
}

/** Those that are not taken when their turn comes. */
function* fillersOf(pool: FillPool, taken: ReadonlySet<number>): Generator<BareEntry> {
  for (const { article, decayedViews } of pool.hour) {
    if (!taken.has(article)) yield fillerOf(article, decayedViews, RankReason.READ_THIS_HOUR);
  }
  for (const { article, decayedViews } of pool.day) {
    if (!taken.has(article)) yield fillerOf(article, decayedViews, RankReason.READ_TODAY);
  }
  for (const article of pool.newest) if (!taken.has(article)) yield fillerOf(article, 0, RankReason.NEWEST);
}

function fillerOf(article: number, score: number, reason: RankReason): BareEntry {
  return { article, score, reason, figures: explainWhole(score) };
}
