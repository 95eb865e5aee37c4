// The cards of all that is read, brought into memory before a tick ranks: so many in a tick at most, and an article
// that is not there is left alone for a while.

import type { ArticleCard } from '../articles/article-card';
import type { Clock, Stop } from '../platform/clock';
import type { Log } from '../platform/log/log';
import type { SlowBoards } from './board-readings';

/** What ranking needs of the cards in memory. */
export interface RankedCards {
  /** From memory alone; public or not. */
  peek(article: number): ArticleCard | undefined;
  byNumbers(articles: readonly number[]): Promise<readonly (ArticleCard | undefined)[]>;
}

export const LOAD_PER_TICK = 2_000;
/** A tick waits no longer for Postgres: lists go on with the cards that are there. */
const LOAD_WITHIN_MS = 250;
const ASK_AGAIN_MS = 10_000;
/** Of so many articles it is remembered that they are not there. */
const NOT_THERE_AT_MOST = 50_000;

export interface CardsToLoad {
  /** What lists cannot do without, however many. */
  first?: Iterable<number>;
  /** What has come to be read since the last tick. */
  read: Iterable<number>;
  boards: SlowBoards;
  nowMs: number;
  withinMs?: number;
}

export class TickCards {
  private readonly notThere = new Map<number, number>();
  /** Asked for since the last loading, and not in memory. */
  private readonly missed = new Set<number>();
  private loading: Promise<void> | undefined;

  constructor(
    private readonly cards: RankedCards,
    private readonly clock: Pick<Clock, 'after'>,
    private readonly log: Log,
  ) {}

  /** From memory alone; what is not there is loaded before the next tick. */
  cardOf(article: number): ArticleCard | undefined {
    const card = this.cards.peek(article);
    if (card === undefined && this.missed.size < LOAD_PER_TICK) this.missed.add(article);
    return card;
  }

  /** Ends when they are there, or when the time is over; then they come in while ticks go on. */
  async load(wanted: CardsToLoad): Promise<void> {
    this.loading ??= this.begin(wanted)?.finally(() => {
      this.loading = undefined;
    });
    if (this.loading === undefined) return;
    // By the clock that ranks, so that a replay, whose time stands still meanwhile, loads all on any machine.
    let stopWaiting: Stop | undefined;
    const timeIsOver = new Promise<void>((resolve) => {
      stopWaiting = this.clock.after(wanted.withinMs ?? LOAD_WITHIN_MS, resolve);
    });
    await Promise.race([this.loading, timeIsOver]);
    stopWaiting?.();
  }

  /** Undefined where all are there. */
  private begin({ first = [], read, boards, nowMs }: CardsToLoad): Promise<void> | undefined {
    const wanted = new Set<number>();
    const want = (article: number) => {
      if (this.cards.peek(article) !== undefined) return;
      if ((this.notThere.get(article) ?? -Infinity) <= nowMs) wanted.add(article);
    };
    for (const article of first) want(article);
    const most = Math.max(wanted.size, LOAD_PER_TICK);
    const wantSome = (article: number) => wanted.size < most && want(article);
    for (const article of this.missed) wantSome(article);
    this.missed.clear();
    for (const board of [boards.hour, boards.day, boards.week]) {
      for (const { article } of board) wantSome(article);
    }
    for (const article of read) wantSome(article);
    return wanted.size === 0 ? undefined : this.finish(wanted, nowMs);
  }

  private async finish(wanted: ReadonlySet<number>, nowMs: number): Promise<void> {
    try {
      await this.cards.byNumbers([...wanted]);
    } catch (error) {
      this.log.warn({ err: error }, 'some articles cannot be ranked: their cards cannot be read');
    }
    if (this.notThere.size > NOT_THERE_AT_MOST) this.notThere.clear();
    for (const article of wanted) {
      if (this.cards.peek(article) === undefined) this.notThere.set(article, nowMs + ASK_AGAIN_MS);
      else this.notThere.delete(article);
    }
  }
}
