// The Must-Reads of this moment, from memory: picks are read from Postgres every few seconds, everything else is at
// hand.

import { type ArticleCard, isPublic } from '../articles/article-card';
import type { CardCache } from '../articles/card-cache';
import type { LatestStories } from '../articles/latest-stories';
import type { Clock, Stop } from '../platform/clock';
import type { Log } from '../platform/log/log';
import type { SnapshotMirror } from '../ranking/snapshot-mirror';
import type { MustReadPick } from './must-read-pick.entity';
import type { MustReadPickRepository } from './must-read-pick.repository';
import { type MustRead, type Pick, rankMustReads } from './must-reads';

export interface MustReadListParts {
  repository: MustReadPickRepository;
  cards: CardCache;
  latest: LatestStories;
  mirror: SnapshotMirror;
  clock: Clock;
  log: Log;
}

/** A new pick shows within so long. */
const READ_PICKS_EVERY_MS = 2_000;
/** How long the list is at most. */
export const MUST_READ_PLACES = 50;

export class MustReadList {
  private picks: readonly MustReadPick[] = [];
  private troubled = false;
  private stops: Stop[] = [];

  constructor(private readonly parts: MustReadListParts) {}

  async start(): Promise<void> {
    await this.readPicks();
    this.stops.push(this.parts.clock.every(READ_PICKS_EVERY_MS, () => this.readPicks()));
  }

  stop(): void {
    for (const stop of this.stops.splice(0)) stop();
  }

  /** All places, of articles that are public now. */
  current(): MustRead[] {
    const { cards, latest, mirror, clock } = this.parts;
    const nowMs = clock.nowMs();
    const week: { card: ArticleCard; decayedViews: number }[] = [];
    for (const { article, decayedViews } of mirror.snapshot?.week ?? []) {
      const card = cards.peek(article);
      if (card && isPublic(card, nowMs)) week.push({ card, decayedViews });
    }
    return rankMustReads({
      picks: this.activePicks(nowMs),
      readersPerMinute: (article) => mirror.snapshot?.reading.get(article)?.readersPerMinute ?? 0,
      week,
      newest: latest.newest({ limit: MUST_READ_PLACES }),
      places: MUST_READ_PLACES,
      nowMs,
    });
  }

  /** From and to are looked at now, not when the picks were read: a pick ends on the second. */
  private activePicks(nowMs: number): Pick[] {
    const active: Pick[] = [];
    for (const pick of this.picks) {
      const card = this.parts.cards.peekById(pick.articleId);
      if (!card || !isPublic(card, nowMs)) continue;
      if (pick.from.getTime() > nowMs || (pick.to !== null && pick.to.getTime() <= nowMs)) continue;
      const { value, lifetime, pinned, position } = pick;
      active.push({ card, value, lifetime, pinned, position, fromMs: pick.from.getTime() });
    }
    return active;
  }

  private async readPicks(): Promise<void> {
    const { repository, cards, clock, log } = this.parts;
    try {
      const picks = await repository.activePicks(clock.nowMs());
      await cards.byIds(picks.map((pick) => pick.articleId));
      this.picks = picks;
      this.troubled = false;
    } catch (error) {
      if (!this.troubled) log.warn({ err: error }, 'must-reads stand still: the picks cannot be read');
      this.troubled = true;
    }
  }
}
