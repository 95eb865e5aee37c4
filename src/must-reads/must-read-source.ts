// Must-Reads as the ranker asks for them: one list for the whole site, so that it has its place in the snapshot like
// the others: pages that name it, movement, history. A process that shows it looks at the picks once more
// (must-read-list.ts).

import type { ArticleCard } from '../articles/article-card';
import { isPublic } from '../articles/article-card';
import { WINDOW_MINUTES } from '../ranking/board-readings';
import type { ListSource, RankingTick, TriedList } from '../ranking/list-source';
import { MUST_READS_LIST } from '../ranking/rail';
import type { RankedEntry } from '../ranking/ranked-entry';
import { listPlacements } from '../ranking/rules/placement';
import type { RankingRules } from '../ranking/rules/ranking-rules';
import { type Pick as ActivePick, mustReadEntry, rankMustReads } from './must-reads';
import type { PickBook } from './pick-book';

/** How long the list is at most. */
export const MUST_READ_PLACES = 50;
/** Grades are halved in hours; only what editors do shows at once. */
const RANK_EVERY_MS = 2_000;
const MINUTE_MS = 60_000;

export class MustReadSource implements ListSource {
  readonly step = 'mustReads';
  private lists: ReadonlyMap<string, readonly RankedEntry[]> = new Map();
  private rankedMs = -Infinity;
  private rankedFrom: readonly ActivePick[] | undefined;
  lastRated = 0;

  constructor(
    private readonly book: Pick<PickBook, 'active'>,
    private readonly rules: RankingRules,
  ) {}

  takeOver(): void {
    this.rankedMs = -Infinity;
  }

  rank(tick: RankingTick): ReadonlyMap<string, readonly RankedEntry[]> {
    const { nowMs } = tick;
    const picks = this.book.active();
    const isDue = nowMs - this.rankedMs >= RANK_EVERY_MS || nowMs < this.rankedMs;
    this.lastRated = 0;
    if (!isDue && picks === this.rankedFrom) return this.lists;
    this.lastRated = picks.length;
    this.rankedMs = nowMs;
    this.rankedFrom = picks;
    this.lists = new Map([[MUST_READS_LIST, this.entries(picks, tick, this.rules)]]);
    return this.lists;
  }

  tried({ name, rules }: TriedList, tick: RankingTick): readonly RankedEntry[] | undefined {
    return name === MUST_READS_LIST ? this.entries(this.book.active(), tick, rules) : undefined;
  }

  private entries(picks: readonly ActivePick[], tick: RankingTick, rules: RankingRules): RankedEntry[] {
    const { readings, latest, cardOf, nowMs } = tick;
    const { minutes, slowBoards } = readings;
    const { buried } = listPlacements(rules.placementsOf(MUST_READS_LIST, nowMs));
    const shown = (card: ArticleCard | undefined) =>
      card !== undefined && isPublic(card, nowMs) && !buried.has(card.number);
    const runningPart = (nowMs % MINUTE_MS) / MINUTE_MS;
    const list = rankMustReads({
      picks: picks.filter(({ card }) => shown(card)),
      readersPerMinute: (article) => minutes.readersPerMinute(article, runningPart),
      week: slowBoards.week.flatMap(({ article, decayedViews }) => {
        const card = cardOf(article);
        return shown(card) ? [{ card: card!, decayedViews }] : [];
      }),
      newest: latest.newest({ limit: MUST_READ_PLACES + buried.size }).filter(shown),
      places: MUST_READ_PLACES,
      nowMs,
    });
    return list.map((place) => mustReadEntry(place, minutes.viewsWithin(place.card.number, WINDOW_MINUTES)));
  }
}
