// Must-Reads where they are shown. The list comes with the snapshot; but editors must see at once what they have done,
// and a pick must end on the second, also while nobody ranks or Redis is out of reach. So each process knows the picks
// itself, and while they say otherwise than the list of the snapshot, it ranks them itself, from what the snapshot says
// of reading: the same recipe gives the same list. Mostly that lasts for a tick.

import { type ArticleCard, isPublic } from '../articles/article-card';
import type { CardCache } from '../articles/card-cache';
import type { LatestStories } from '../articles/latest-stories';
import type { Clock } from '../platform/clock';
import { MUST_READS_LIST } from '../ranking/rail';
import { ScorePartKind } from '../ranking/rank-figures';
import { RankReason } from '../ranking/rank-reason';
import type { RankedEntry } from '../ranking/ranked-entry';
import { listPlacements } from '../ranking/rules/placement';
import type { RankingRules } from '../ranking/rules/ranking-rules';
import type { SnapshotMirror } from '../ranking/snapshot-mirror';
import { MUST_READ_PLACES } from './must-read-source';
import { type Pick as ActivePick, gradeScore, mustReadEntry, type Pin, rankMustReads } from './must-reads';
import type { PickBook } from './pick-book';

export interface MustReadListParts {
  book: Pick<PickBook, 'active'>;
  cards: Pick<CardCache, 'peek'>;
  latest: LatestStories;
  mirror: SnapshotMirror;
  rules: RankingRules;
  clock: Clock;
}

export class MustReadList {
  private known:
    | { picks: readonly ActivePick[]; snapshot: unknown; entries: readonly RankedEntry[] | undefined }
    | undefined;

  constructor(private readonly parts: MustReadListParts) {}

  /** The list as this process ranks it, or undefined while that of the snapshot has the same picks. */
  ownEntries(): readonly RankedEntry[] | undefined {
    const { book, mirror } = this.parts;
    const picks = book.active();
    const { snapshot } = mirror;
    if (this.known?.picks !== picks || this.known.snapshot !== snapshot) {
      const entries = this.isAsRanked(this.shown(picks)) ? undefined : this.rank(picks);
      this.known = { picks, snapshot, entries };
    }
    return this.known.entries;
  }

  /** As it is shown. */
  current(): readonly RankedEntry[] {
    return this.ownEntries() ?? this.parts.mirror.list(MUST_READS_LIST)?.entries ?? [];
  }

  /** The same picks with the same grades, and the pins in the order of the editors, for the same reasons. */
  private isAsRanked(picks: readonly ActivePick[]): boolean {
    const list = this.parts.mirror.list(MUST_READS_LIST);
    if (list === undefined) return false;
    const placed = list.entries.filter(isPicked);
    if (placed.length !== Math.min(picks.length, MUST_READ_PLACES)) return false;
    const pickOf = new Map(picks.map((pick) => [pick.card.number, pick]));
    let position = 0;
    for (const { article, reason, figures } of placed) {
      const pick = pickOf.get(article);
      const grade = figures.parts.find(({ kind }) => kind === ScorePartKind.GRADE)?.value;
      if (pick === undefined || grade !== gradeScore(pick.value)) return false;
      if (!isSamePin(pick.pin, reason === RankReason.PINNED ? figures.placement : null)) return false;
      if (pick.pin && pick.position < position) return false;
      position = pick.position;
    }
    return true;
  }

  private rank(picks: readonly ActivePick[]): RankedEntry[] {
    const { cards, latest, mirror, clock } = this.parts;
    const nowMs = clock.nowMs();
    const buried = this.buried();
    const week: { card: ArticleCard; decayedViews: number }[] = [];
    for (const { article, decayedViews } of mirror.snapshot?.week ?? []) {
      const card = cards.peek(article);
      if (card && isPublic(card, nowMs) && !buried.has(article)) week.push({ card, decayedViews });
    }
    const list = rankMustReads({
      picks: this.shown(picks),
      readersPerMinute: (article) => mirror.snapshot?.reading.get(article)?.readersPerMinute ?? 0,
      week,
      newest: latest
        .newest({ limit: MUST_READ_PLACES + buried.size })
        .filter(({ number }) => !buried.has(number)),
      places: MUST_READ_PLACES,
      nowMs,
    });
    return list.map((place) => mustReadEntry(place, mirror.viewsInWindow(place.card.number)));
  }

  private shown(picks: readonly ActivePick[]): readonly ActivePick[] {
    const buried = this.buried();
    return buried.size === 0 ? picks : picks.filter(({ card }) => !buried.has(card.number));
  }

  private buried(): ReadonlySet<number> {
    const { rules, clock } = this.parts;
    return listPlacements(rules.placementsOf(MUST_READS_LIST, clock.nowMs())).buried;
  }
}

function isSamePin(pin: Pin | undefined, shown: Pin | null): boolean {
  return pin?.reason === shown?.reason && pin?.untilMs === shown?.untilMs;
}

function isPicked({ reason }: RankedEntry): boolean {
  return reason === RankReason.PINNED || reason === RankReason.PICKED;
}
