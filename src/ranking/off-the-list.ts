// Places of a page that the list itself does not have: what has left it since its first page was asked for, and the
// newest that follow where it ends.

import type { ArticleCard } from '../articles/article-card';
import { explainWhole } from './explanation';
import { RankReason } from './rank-reason';
import type { RankedPlace } from './ranked-article.type';
import type { RankedEntry } from './ranked-entry';
import { type OrderName, writeNewestCursor } from './snapshot-cursor';

const bare = {
  viewsInWindow: 0,
  previousRank: null,
  listedSinceMs: null,
  figures: explainWhole(0),
  score: 0,
};

export function hasLeft(article: number): RankedEntry {
  return { ...bare, article, reason: RankReason.EARLIER };
}

/** @param after the rank of the place before them */
export function amongNewest(
  cards: readonly ArticleCard[],
  { filter, follows, after }: { filter: string; follows: OrderName | undefined; after: number },
): RankedPlace[] {
  return cards.map((card, position) => {
    const rank = after + position + 1;
    const place = { filter, publishedAtMs: card.publishedAt!.getTime(), id: card.id, rank, follows };
    const entry = { ...bare, article: card.number, reason: RankReason.NEWEST };
    return { card, rank, entry, cursor: () => writeNewestCursor(place) };
  });
}
