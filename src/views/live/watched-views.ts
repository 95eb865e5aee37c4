// Views of the articles that are followed. All of them are asked for together, a few times a second, and only while
// there are any; who follows an article hears of it when its number is another one.

import { type ArticleCard, isPublic } from '../../articles/article-card';
import type { CardCache } from '../../articles/card-cache';
import type { Clock, Stop } from '../../platform/clock';
import { TooMuchFollowed } from '../../platform/graphql/live/live.errors';
import { type LiveListener, LiveStream } from '../../platform/graphql/live/live-stream';
import type { ViewTotals } from '../view-totals';
import type { ArticleViewsChange } from './article-views-change.type';

export interface WatchedViewsParts {
  totals: Pick<ViewTotals, 'settledTotals'>;
  cards: Pick<CardCache, 'peek'>;
  clock: Clock;
  /** How many different articles may be followed at a time. */
  articlesMax: number;
}

type Listener = LiveListener<ArticleViewsChange>;

interface Watched {
  last: ArticleViewsChange;
  listeners: Set<Listener>;
}

/** Between the end of a reading and the next: what is told comes four times a second at most. */
const READ_EVERY_MS = 250;

export class WatchedViews {
  private readonly watched = new Map<number, Watched>();
  private stopWaiting: Stop | undefined;
  private isReading = false;

  constructor(private readonly parts: WatchedViewsParts) {}

  /** How many different articles are followed. */
  get count(): number {
    return this.watched.size;
  }

  /** @throws StoreUnavailable, TooMuchFollowed */
  async follow(card: ArticleCard): Promise<LiveStream<ArticleViewsChange>> {
    const { number } = card;
    this.refuseBeyondLimit(number);
    const [views] = await this.parts.totals.settledTotals([number]);
    if (views instanceof Error) throw views;
    const first = { article: card, views: views ?? 0, at: this.now() };
    return new LiveStream({
      present: () => this.watched.get(number)?.last ?? first,
      listen: (listener: Listener) => this.listen(number, first, listener),
    });
  }

  private listen(number: number, first: ArticleViewsChange, listener: Listener): Stop {
    // Another may have begun with an older number, which it has told: this one goes on from there.
    const watched = this.watched.get(number) ?? { last: first, listeners: new Set<Listener>() };
    watched.listeners.add(listener);
    this.watched.set(number, watched);
    this.readSoon();
    return () => {
      watched.listeners.delete(listener);
      if (watched.listeners.size > 0) return;
      if (this.watched.get(number) === watched) this.watched.delete(number);
      this.restIfIdle();
    };
  }

  private readSoon(): void {
    if (this.isReading || this.watched.size === 0) return;
    this.stopWaiting ??= this.parts.clock.after(READ_EVERY_MS, async () => {
      this.stopWaiting = undefined;
      this.isReading = true;
      try {
        await this.read();
      } finally {
        this.isReading = false;
        this.readSoon();
      }
    });
  }

  private async read(): Promise<void> {
    const articles = [...this.watched.keys()];
    // While a store is away the last number stands.
    const totals = await this.parts.totals.settledTotals(articles).catch(() => []);
    const at = this.now();
    articles.forEach((article, index) => {
      const watched = this.watched.get(article);
      if (watched !== undefined) this.take(article, watched, { views: totals[index], at });
    });
  }

  private take(
    article: number,
    watched: Watched,
    read: { views: number | Error | undefined; at: Date },
  ): void {
    const { views, at } = read;
    const card = this.parts.cards.peek(article) ?? watched.last.article;
    if (!isPublic(card, at.getTime())) this.end(article, watched);
    else if (typeof views === 'number') this.takeViews(watched, { article: card, views, at });
  }

  private takeViews(watched: Watched, { article, views, at }: ArticleViewsChange): void {
    const isNews = views !== watched.last.views;
    watched.last = { article, views, at: isNews ? at : watched.last.at };
    if (!isNews) return;
    for (const listener of watched.listeners) listener.changed(watched.last);
  }

  /** Readers may not see it any more. */
  private end(article: number, watched: Watched): void {
    this.watched.delete(article);
    for (const listener of [...watched.listeners]) listener.ended();
    this.restIfIdle();
  }

  private restIfIdle(): void {
    if (this.watched.size > 0) return;
    this.stopWaiting?.();
    this.stopWaiting = undefined;
  }

  private refuseBeyondLimit(number: number): void {
    const { articlesMax } = this.parts;
    const isFull = this.watched.size >= articlesMax && !this.watched.has(number);
    if (isFull) throw new TooMuchFollowed({ by: 'articles', allowed: articlesMax });
  }

  private now(): Date {
    return new Date(this.parts.clock.nowMs());
  }
}
