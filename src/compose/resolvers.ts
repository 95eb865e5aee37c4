// The resolvers of what is read. Those of counting and of the rails come with their own parts.

import { ArticleResolver } from '../articles/article.resolver';
import { ArticleContentResolver } from '../articles/article-content.resolver';
import { ArticleContents } from '../articles/article-contents';
import { ArticleLists } from '../articles/article-lists';
import { ArticleListsResolver } from '../articles/article-lists.resolver';
import { AuthorArticlesRepository } from '../articles/author-articles.repository';
import { LatestStoriesResolver } from '../articles/latest-stories.resolver';
import { ShareLinksResolver } from '../articles/share-links.resolver';
import { TombstoneRepository } from '../articles/tombstone.repository';
import { TombstoneResolver } from '../articles/tombstone.resolver';
import { AuthorResolver } from '../authors/author.resolver';
import { AnswersResolver } from '../comments/answers.resolver';
import { CommentLists } from '../comments/comment-lists';
import { CommentsResolver } from '../comments/comments.resolver';
import { SectionResolver } from '../sections/section.resolver';
import type { Newsroom } from './newsroom';
import type { Settings } from './settings';
import type { Stores } from './stores';

export interface ReadersParts {
  newsroom: Newsroom;
  stores: Pick<Stores, 'dataSource' | 'clock'>;
  settings: Pick<Settings, 'articles' | 'share'>;
}

export function resolversForReaders({ newsroom, stores, settings }: ReadersParts): object[] {
  const { articles, authors, cards, commentCache, comments, images, latest, sections } = newsroom;
  const { clock, dataSource } = stores;
  const lists = new ArticleLists({ articles, authors, cards, clock, latest, sections });
  const maxMegabytes = settings.articles.bodyCacheMegabytes;
  const contents = new ArticleContents({ articles, images, maxMegabytes });
  const commentLists = new CommentLists(comments, commentCache);
  return [
    new AnswersResolver(commentLists),
    new ArticleResolver(cards, clock),
    new ArticleContentResolver(contents),
    new ArticleListsResolver(lists, new AuthorArticlesRepository(dataSource), clock),
    new AuthorResolver(authors),
    new CommentsResolver(commentLists),
    new LatestStoriesResolver(lists),
    new SectionResolver(sections),
    new ShareLinksResolver(settings.share),
    new TombstoneResolver(new TombstoneRepository(dataSource)),
  ];
}
