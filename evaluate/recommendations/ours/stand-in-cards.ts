// Stand-ins for the articles of a log, for what the product asks of cards: an article is there once it has been read,
// so that nothing is known of one before its first reader. A log has no headlines and no languages.

import { ArticleCard } from '../../../src/articles/article-card';
import { ArticleStatus } from '../../../src/articles/article-status';
import type { CardCache } from '../../../src/articles/card-cache';
import type { LatestStories, NewestFilter } from '../../../src/articles/latest-stories';
import type { Clock } from '../../../src/platform/clock';

export class StandInCards {
  private readonly cards: (ArticleCard | undefined)[] = [];
  private readonly isPublished: boolean[] = [];
  private readonly byAge = new Map<string | undefined, ArticleCard[]>([[undefined, []]]);
  private readonly newestLists = new Map<string, ArticleCard[]>();

  constructor(private readonly sectionOf: readonly string[]) {}

  /** It has been read: from now on it is among the newest. */
  publish(article: number, atMs: number): void {
    if (this.isPublished[article]) return;
    this.isPublished[article] = true;
    // A question of the hourly protocol may have named it earlier, which says nothing of when it came.
    delete this.cards[numberOf(article)];
    const card = this.know(article, atMs);
    for (const section of [undefined, card.sectionId]) {
      const stories = this.byAge.get(section) ?? [];
      this.byAge.set(section, stories);
      stories.push(card);
    }
    this.newestLists.clear();
  }

  /** The card of what somebody has read, who knows of it before it is counted. */
  know(article: number, atMs: number): ArticleCard {
    const number = numberOf(article);
    this.cards[number] ??= cardOf(article, atMs, this.sectionOf[article]!);
    return this.cards[number]!;
  }

  /** What the product's lists ask of the cache of cards. */
  asCache(): CardCache {
    const peek = (number: number) => this.cards[number];
    const peekById = (id: string) => peek(Number(id));
    return {
      changes: 0,
      has: (number: number) => peek(number) !== undefined,
      ...{ peek, peekById },
      byNumbers: async (numbers: readonly number[]) => numbers.map(peek),
      byIds: async (ids: readonly string[]) => ids.map(peekById),
    } as unknown as CardCache;
  }

  asLatest(clock: Pick<Clock, 'nowMs'>): LatestStories {
    return {
      newest: (filter: NewestFilter) => this.newest(filter),
      youngerThan: (ageMs: number) => this.since(clock.nowMs() - ageMs),
    } as unknown as LatestStories;
  }

  /** Newest first. */
  private since(fromMs: number): ArticleCard[] {
    const all = this.byAge.get(undefined)!;
    let first = all.length;
    while (first > 0 && all[first - 1]!.publishedAt!.getTime() >= fromMs) first--;
    return all.slice(first).reverse();
  }

  private newest({ sectionId, limit }: NewestFilter): ArticleCard[] {
    const name = `${sectionId ?? ''} ${limit}`;
    const known = this.newestLists.get(name);
    if (known) return known;
    const list = (this.byAge.get(sectionId) ?? []).slice(-limit).reverse();
    this.newestLists.set(name, list);
    return list;
  }
}

/** Numbers of articles begin with 1. */
export const numberOf = (article: number): number => article + 1;
export const articleOf = (number: number): number => number - 1;

function cardOf(article: number, atMs: number, sectionId: string): ArticleCard {
  const number = numberOf(article);
  return Object.assign(new ArticleCard(), {
    ...{
      number,
      id: String(number),
      slug: `article-${number}`,
      headline: '',
      standfirst: '',
      language: 'und',
    },
    ...{ sectionId, status: ArticleStatus.PUBLISHED, publishedAt: new Date(atMs), authors: [], tags: [] },
  });
}
