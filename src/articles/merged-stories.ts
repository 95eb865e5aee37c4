// Several lists of articles, each newest first, read as one. Nothing is sorted: only as much is merged as somebody
// reads, and it is remembered for the next one. Of a site's newest thousands a list shows fifty.

import type { ArticleCard } from './article-card';

export class MergedStories {
  private readonly merged: ArticleCard[] = [];
  /** How many of each list have been merged. */
  private readonly taken: number[];

  /** @param lists that nobody changes any more */
  constructor(private readonly lists: readonly (readonly ArticleCard[])[]) {
    this.taken = lists.map(() => 0);
  }

  /** Newest first; undefined beyond the last. */
  at(place: number): ArticleCard | undefined {
    while (this.merged.length <= place) {
      const next = this.takeNewest();
      if (next === undefined) return undefined;
      this.merged.push(next);
    }
    return this.merged[place];
  }

  private takeNewest(): ArticleCard | undefined {
    const { lists, taken } = this;
    let newest: ArticleCard | undefined;
    let from = -1;
    for (let list = 0; list < lists.length; list++) {
      const card = lists[list]![taken[list]!];
      if (card === undefined || (newest !== undefined && newestFirst(newest, card) < 0)) continue;
      newest = card;
      from = list;
    }
    if (newest !== undefined) taken[from]!++;
    return newest;
  }
}

/** Of two at the same time the one with the larger id. */
export function newestFirst(one: ArticleCard, other: ArticleCard): number {
  return publishedMs(other) - publishedMs(one) || (one.id < other.id ? 1 : one.id > other.id ? -1 : 0);
}

export function publishedMs(card: ArticleCard): number {
  return card.publishedAt?.getTime() ?? 0;
}
