// Who ranks: at each tick the ranker asks one source after the other for its lists. Popular Now is the first; Trending
// and Must-Reads are others. A source is pure memory: what it needs of the stores has been read before it is asked.

import type { ArticleCard } from '../articles/article-card';
import type { LatestStories } from '../articles/latest-stories';
import type { SectionTree } from '../sections/section-tree';
import type { BoardReadings } from './board-readings';
import type { RankedEntry } from './ranked-entry';
import type { RankingRules } from './rules/ranking-rules';
import type { Snapshot } from './snapshot';
import type { TickStep } from './tick-steps';

/** What all sources see of one moment. */
export interface RankingTick {
  nowMs: number;
  /** The minutes and the slower boards, as they have just been read. */
  readings: BoardReadings;
  /** From memory alone; public or not. */
  cardOf(article: number): ArticleCard | undefined;
  latest: LatestStories;
  sections: SectionTree;
}

/** What sources remember beside their lists, by the name of the source: plain data, a few hundred numbers at most. */
export type SourceMemories = Readonly<Record<string, unknown>>;

export interface ListSource {
  /** Goes on where the last leader stopped: with its lists and what it remembered, if any of it is known. */
  takeOver(last: Snapshot | undefined, memories?: SourceMemories): void;
  /** As what is measured how long it takes. */
  readonly step?: TickStep;
  /** Of how many articles the last call of `rank` has worked out a rate or score anew: what it cost. */
  readonly lastRated?: number;
  /** What the next leader should know beside the lists; kept with them. */
  memories?(): SourceMemories;
  /**
   * Its lists by name. One that has not changed is the same array as before: it costs nothing then. What the ranker
   * sets (`previousRank`, `listedSinceMs`), the source leaves null.
   */
  rank(tick: RankingTick): ReadonlyMap<string, readonly RankedEntry[]>;
  /**
   * One list as it would be under other rules, from the same moment; nothing of it is kept. Undefined where the list is
   * not its own.
   */
  tried?(trial: TriedList, tick: RankingTick): readonly RankedEntry[] | undefined;
}

export interface TriedList {
  name: string;
  rules: RankingRules;
  /** What is shown now. */
  last: Snapshot | undefined;
}
