import type { RankFigures } from './rank-figures';
import type { RankReason } from './rank-reason';

/** One place of a computed list. */
export interface RankedEntry {
  /** The short number of the article. */
  article: number;
  score: number;
  reason: RankReason;
  /** Views of the last sixty minutes of the clock, as they were counted. */
  viewsInWindow: number;
  /** Its rank ten minutes ago; null if it was not on the list then, or nobody knows. */
  previousRank: number | null;
  /**
   * Since when it has stood without a break among the first five of the list or, further down, on the list at all; null
   * where nobody keeps it.
   */
  listedSinceMs: number | null;
  figures: RankFigures;
}
