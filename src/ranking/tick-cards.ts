// The cards of all that is read, brought into memory before a tick ranks: so many in a tick at most, and an article
// that is not there is left alone for a while.

import type { ArticleCard } from '../articles/article-card';
import type { Log } from '../platform/log/log';
import type { SlowBoards } from './board-readings';

/** What ranking needs of the cards in memory. */
export interface RankedCards {
  /** From memory alone; public or not. */
  peek(article: number): ArticleCard | undefined;
  byNumbers(articles: readonly number[]): Promise<readonly (ArticleCard | undefined)[]>;
}

const LOAD_PER_TICK = 2_000;
const ASK_AGAIN_MS = 10_000;
/** Of so many articles it is remembered that they are not there. */
const NOT_THERE_AT_MOST = 50_000;

export class TickCards {
  private readonly notThere = new Map<number, number>();
  /** Asked for since the last loading, and not in memory. */
  private readonly missed = new Set<number>();

  constructor(
    private readonly cards: RankedCards,
    private readonly log: Log,
  ) {}

  /** From memory alone; what is not there is loaded before the next tick. */
  cardOf(article: number): ArticleCard | undefined {
    const card = this.cards.peek(article);
    if (card === undefined && this.missed.size < LOAD_PER_TICK) this.missed.add(article);
    return card;
  }

  /** @param read what has come to be read since the last tick */
  async load(read: Iterable<number>, { hour, day, week }: SlowBoards, nowMs: number): Promise<void> {
    const wanted = new Set<number>();
    const want = (article: number) => {
      if (wanted.size >= LOAD_PER_TICK || this.cards.peek(article) !== undefined) return;
      if ((this.notThere.get(article) ?? -Infinity) <= nowMs) wanted.add(article);
    };
    for (const article of this.missed) want(article);
    this.missed.clear();
    for (const article of read) want(article);
    for (const board of [hour, day, week]) for (const place of board) want(place.article);
    if (wanted.size === 0) return;
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
