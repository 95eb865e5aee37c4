// The newest of a newsroom that match a filter, and how many there are: what follows a list that is shorter than asked.

import { isPublic } from '../articles/article-card';
import { readUuid } from '../platform/graphql/id-or-slug';
import type { MatchingArticles } from '../ranking/newest-matching';
import type { PopularNowFilter } from '../ranking/popular-now-filter';
import type { Newsroom } from './newsroom';

export function matchingIn(
  newsroom: Pick<Newsroom, 'articles' | 'authors' | 'cards' | 'sections'>,
  nowMs: () => number,
): MatchingArticles {
  const { articles, authors, cards, sections } = newsroom;
  const authorIdOf = async (idOrSlug: string) =>
    readUuid(idOrSlug) ?? (await authors.authorBySlug(idOrSlug))?.id;
  /** Undefined when it names an author who does not exist: then nothing matches. */
  const filterOf = async ({ section, author, tag, language }: Omit<PopularNowFilter, 'excluding'>) => {
    const authorId = author === undefined ? undefined : await authorIdOf(author);
    if (author !== undefined && authorId === undefined) return undefined;
    const sectionIds = section && [...sections.withDescendants(section.id)];
    return { nowMs: nowMs(), sectionIds, authorId, tagSlug: tag, language };
  };
  return {
    async newest({ filter, after, limit }) {
      const wanted = await filterOf(filter);
      if (wanted === undefined) return [];
      const found = await cards.byNumbers(await articles.newestPage(wanted, after, limit));
      // Between the statement and here one may have been withdrawn.
      return found.filter((card) => card !== undefined).filter((card) => isPublic(card, nowMs()));
    },
    async count(filter) {
      const wanted = await filterOf(filter);
      return wanted === undefined ? 0 : articles.countMatching(wanted);
    },
  };
}
