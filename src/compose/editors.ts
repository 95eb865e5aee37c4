// The resolvers of those who make articles: their acts, and what they read that readers do not.

import { CardRepository } from '../articles/card.repository';
import { EditedArticles } from '../publishing/article-editing.repository';
import { ArticleRevisionRepository } from '../publishing/article-revision.repository';
import { EditingResolver } from '../publishing/editing.resolver';
import { EditorialArticles } from '../publishing/editorial-articles';
import { EditorialArticlesResolver } from '../publishing/editorial-articles.resolver';
import { EditorialListRepository } from '../publishing/editorial-list.repository';
import type { Newsroom } from './newsroom';
import type { Stores } from './stores';

export function resolversForEditors(
  { dataSource, clock }: Pick<Stores, 'dataSource' | 'clock'>,
  { editing, sections, authors }: Pick<Newsroom, 'editing' | 'sections' | 'authors'>,
): object[] {
  const edited = new EditedArticles(dataSource);
  const articles = new EditorialArticles({
    ...{ edited, sections, authors, clock },
    lists: new EditorialListRepository(dataSource),
    cards: new CardRepository(dataSource),
  });
  return [
    new EditingResolver(editing, articles),
    new EditorialArticlesResolver(articles, edited, new ArticleRevisionRepository(dataSource)),
  ];
}
