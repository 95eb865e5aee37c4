// The Must-Reads of this moment, from memory. Picks are read whenever an editor has changed one, those that begin later
// too, so that each begins and ends on the second; everything else is at hand.

import { type ArticleCard, isPublic } from '../articles/article-card';
import type { ArticleChanges } from '../articles/article-changes';
import type { CardCache } from '../articles/card-cache';
import type { LatestStories } from '../articles/latest-stories';
import { Momentary } from '../articles/momentary';
import type { Clock, Stop } from '../platform/clock';
import type { Log } from '../platform/log/log';
import type { SnapshotMirror } from '../ranking/snapshot-mirror';
import type { MustReadPickRepository, PickOfArticle } from './must-read-pick.repository';
import { type Pick as ActivePick, type MustRead, rankMustReads } from './must-reads';

export interface MustReadListParts {
  repository: MustReadPickRepository;
  changes: Pick<ArticleChanges, 'onChangeAround'>;
  cards: CardCache;
  latest: LatestStories;
  mirror: SnapshotMirror;
  clock: Clock;
  log: Log;
}

/** Whatever could not be heard or read is there after so long. */
const READ_PICKS_EVERY_MS = 2_000;
const PICKS_AT_MOST = 2_000;
/** How long the list is at most. */
export const MUST_READ_PLACES = 50;

export class MustReadList {
  private picks: readonly PickOfArticle[] = [];
  /** Of what is picked: no reading of old articles may push them out of memory. */
  private held = new Map<number, ArticleCard>();
  private reading: Promise<void> | undefined;
  private troubled = false;
  private stops: Stop[] = [];

  private readonly lists: Momentary<string, MustRead[]>;
  /** When the next of the picks begins or ends. */
  private nextTurnMs = 0;

  constructor(private readonly parts: MustReadListParts) {
    this.lists = new Momentary(parts.cards, parts.clock, 1);
  }

  async start(): Promise<void> {
    const { changes, cards, clock } = this.parts;
    this.stops.push(
      changes.onChangeAround('PICKS', () => this.readAnew()),
      cards.onCard((number, card) => this.takeCard(number, card)),
    );
    await this.readAnew();
    this.stops.push(clock.every(READ_PICKS_EVERY_MS, () => this.readAnew()));
  }

  stop(): void {
    for (const stop of this.stops.splice(0)) stop();
  }

  /** All places, of articles that are public now. */
  current(): readonly MustRead[] {
    const { mirror, clock } = this.parts;
    if (clock.nowMs() >= this.nextTurnMs) this.lists.clear();
    return this.lists.get('', mirror.snapshot, () => this.rank());
  }

  private rank(): MustRead[] {
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
  private activePicks(nowMs: number): ActivePick[] {
    const active: ActivePick[] = [];
    const turns = this.picks.flatMap(({ from, to }) => [from.getTime(), to?.getTime() ?? 0]);
    this.nextTurnMs = Math.min(...turns.filter((turnMs) => turnMs > nowMs));
    for (const pick of this.picks) {
      const card = this.parts.cards.peek(pick.number) ?? this.held.get(pick.number);
      if (!card || !isPublic(card, nowMs)) continue;
      if (pick.from.getTime() > nowMs || (pick.to !== null && pick.to.getTime() <= nowMs)) continue;
      const { value, lifetime, pinned, position } = pick;
      active.push({ card, value, lifetime, pinned, position, fromMs: pick.from.getTime() });
    }
    return active;
  }

  private takeCard(number: number, card: ArticleCard | undefined): void {
    if (!this.held.has(number)) return;
    if (card === undefined) this.held.delete(number);
    else this.held.set(number, card);
  }

  /** Not by a reading that has begun already: that one may not know what has just changed. */
  private async readAnew(): Promise<void> {
    await this.reading;
    this.reading ??= this.readPicks().finally(() => {
      this.reading = undefined;
    });
    await this.reading;
  }

  private async readPicks(): Promise<void> {
    const { repository, cards, clock, log } = this.parts;
    try {
      const picks = await repository.picksNotOver(clock.nowMs(), PICKS_AT_MOST);
      const found = await cards.byNumbers(picks.map(({ number }) => number));
      this.held = new Map(found.flatMap((card) => (card ? [[card.number, card]] : [])));
      this.picks = picks;
      this.lists.clear();
      this.troubled = false;
    } catch (error) {
      if (!this.troubled) log.warn({ err: error }, 'must-reads stand still: the picks cannot be read');
      this.troubled = true;
    }
  }
}
