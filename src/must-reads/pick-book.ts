// The picks in memory, wherever Must-Reads are ranked or shown. They are read whenever an editor has changed one, those
// that begin later too, so that each begins and ends on the second, whether or not a store answers then.

import { type ArticleCard, isPublic } from '../articles/article-card';
import type { ArticleChanges } from '../articles/article-changes';
import type { CardCache } from '../articles/card-cache';
import type { Clock, Stop } from '../platform/clock';
import { LatestReading } from '../platform/latest-reading';
import type { Log } from '../platform/log/log';
import type { MustReadPickRepository, PickOfArticle } from './must-read-pick.repository';
import type { Pick as ActivePick, Pin } from './must-reads';

export interface PickBookParts {
  repository: Pick<MustReadPickRepository, 'picksNotOver'>;
  changes: Pick<ArticleChanges, 'onChangeAround'>;
  cards: CardCache;
  clock: Clock;
  log: Log;
}

/** Whatever could not be heard or read is there after so long. */
const READ_PICKS_EVERY_MS = 2_000;
const PICKS_AT_MOST = 2_000;
/** Longer than Postgres is given for the picks; their cards may have to be read, too. */
const READ_WITHIN_MS = 10_000;

interface PicksRead {
  picks: readonly PickOfArticle[];
  held: Map<number, ArticleCard>;
}

export class PickBook {
  private picks: readonly PickOfArticle[] = [];
  /** Of what is picked: no reading of old articles may push them out of memory. */
  private held = new Map<number, ArticleCard>();
  private readonly reading: LatestReading<PicksRead>;
  private troubled = false;
  private stops: Stop[] = [];
  private known: { picks: readonly ActivePick[]; untilMs: number } | undefined;

  constructor(private readonly parts: PickBookParts) {
    this.reading = new LatestReading({
      read: () => this.readPicks(),
      take: (read) => this.take(read),
      onFailure: (error) => this.standStill(error),
      withinMs: READ_WITHIN_MS,
    });
  }

  async start(): Promise<void> {
    const { changes, cards, clock } = this.parts;
    this.stops.push(
      changes.onChangeAround('PICKS', () => this.reading.anew()),
      cards.onCard((number, card) => this.takeCard(number, card)),
    );
    await this.reading.anew();
    this.stops.push(clock.every(READ_PICKS_EVERY_MS, () => this.reading.anew()));
  }

  stop(): void {
    for (const stop of this.stops.splice(0)) stop();
  }

  /** Those that hold now, of articles that are public: the same array as long as they are the same. */
  active(): readonly ActivePick[] {
    const nowMs = this.parts.clock.nowMs();
    if (this.known === undefined || nowMs >= this.known.untilMs) this.known = this.activeAt(nowMs);
    return this.known.picks;
  }

  /** From and to are looked at now, not when the picks were read: a pick ends on the second. */
  private activeAt(nowMs: number): { picks: readonly ActivePick[]; untilMs: number } {
    const picks: ActivePick[] = [];
    const turns = this.picks.flatMap(({ from, to, pinnedUntil }) => [
      ...[from.getTime(), to?.getTime() ?? 0, pinnedUntil?.getTime() ?? 0],
    ]);
    for (const pick of this.picks) {
      const card = this.parts.cards.peek(pick.number) ?? this.held.get(pick.number);
      // What is scheduled comes at its second.
      turns.push(card?.publishedAt?.getTime() ?? 0);
      if (!card || !isPublic(card, nowMs)) continue;
      if (pick.from.getTime() > nowMs || (pick.to !== null && pick.to.getTime() <= nowMs)) continue;
      const { value, lifetime, position } = pick;
      picks.push({ card, value, lifetime, position, fromMs: pick.from.getTime(), pin: pinAt(pick, nowMs) });
    }
    return { picks, untilMs: Math.min(...turns.filter((turnMs) => turnMs > nowMs)) };
  }

  private takeCard(number: number, card: ArticleCard | undefined): void {
    if (!this.held.has(number)) return;
    if (card === undefined) this.held.delete(number);
    else this.held.set(number, card);
    this.known = undefined;
  }

  private async readPicks(): Promise<PicksRead> {
    const { repository, cards, clock } = this.parts;
    const picks = await repository.picksNotOver(clock.nowMs(), PICKS_AT_MOST);
    const found = await cards.byNumbers(picks.map(({ number }) => number));
    return { picks, held: new Map(found.flatMap((card) => (card ? [[card.number, card]] : []))) };
  }

  private take({ picks, held }: PicksRead): void {
    this.troubled = false;
    const isSame = areSame(picks, this.picks) && held.size === this.held.size;
    this.held = held;
    this.picks = picks;
    if (!isSame) this.known = undefined;
  }

  private standStill(error: unknown): void {
    const { log } = this.parts;
    if (!this.troubled) log.warn({ err: error }, 'must-reads stand still: the picks cannot be read');
    this.troubled = true;
  }
}

function pinAt({ pinReason, pinnedUntil }: PickOfArticle, nowMs: number): Pin | undefined {
  const untilMs = pinnedUntil?.getTime();
  return pinReason === null || untilMs === undefined || untilMs <= nowMs
    ? undefined
    : { reason: pinReason, untilMs };
}

function areSame(some: readonly PickOfArticle[], others: readonly PickOfArticle[]): boolean {
  return JSON.stringify(some) === JSON.stringify(others);
}
