// A list is never empty while anything is public, and what is read now always stands first: only the empty places are
// filled, from what was read in the last hours, then in the last days, then from the newest.

import type { BoardPlace } from '../boards/board.store';
import { explainWhole } from './explanation';
import { RankReason } from './rank-reason';
import type { RankedEntry } from './ranked-entry';

/** What may fill the empty places of one list, best first; all of it public and of the list's section or language. */
export interface FillPool {
  hour: readonly BoardPlace[];
  day: readonly BoardPlace[];
  newest: readonly number[];
}

export const EMPTY_POOL: FillPool = { hour: [], day: [], newest: [] };

/** An entry before what every entry has alike is added. */
export type BareEntry = Omit<RankedEntry, 'viewsInWindow' | 'previousRank'>;

/** Gives `ranked`, lengthened to `depth` entries as far as the pool reaches; nobody stands there twice. */
export function fillPlaces(ranked: readonly BareEntry[], pool: FillPool, depth: number): BareEntry[] {
  const entries = ranked.slice(0, depth);
  const taken = new Set(ranked.map((entry) => entry.article));
  const add = (article: number, score: number, reason: RankReason) => {
    if (entries.length >= depth || taken.has(article)) return;
    taken.add(article);
    entries.push({ article, score, reason, figures: explainWhole(score) });
  };
  for (const place of pool.hour) add(place.article, place.decayedViews, RankReason.READ_THIS_HOUR);
  for (const place of pool.day) add(place.article, place.decayedViews, RankReason.READ_TODAY);
  for (const article of pool.newest) add(article, 0, RankReason.NEWEST);
  return entries;
}
