// A board of the whole site, dealt out to the lists that its articles belong to.

import type { ArticleCard } from '../articles/article-card';
import type { BoardPlace } from '../boards/board.store';
import type { ListMembership } from './candidates';

/** As many places as each list has, best first. */
export function boardPerList(
  board: readonly BoardPlace[],
  of: {
    membership: ListMembership;
    cardOf: (article: number) => ArticleCard | undefined;
    eligible: (card: ArticleCard, list: string) => boolean;
    depthOf: (list: string) => number;
  },
): Map<string, BoardPlace[]> {
  const perList = new Map<string, BoardPlace[]>();
  for (const place of board) {
    const card = of.cardOf(place.article);
    if (!card) continue;
    for (const name of of.membership.listsOf(card)) {
      if (!of.eligible(card, name)) continue;
      const places = perList.get(name) ?? [];
      if (places.length < of.depthOf(name)) places.push(place);
      perList.set(name, places);
    }
  }
  return perList;
}
