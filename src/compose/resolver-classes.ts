// Every resolver of the API by its class: enough to print the schema, which needs no store and no instance.

import { ArticleResolver } from '../articles/article.resolver';
import { ArticleContentResolver } from '../articles/article-content.resolver';
import { ArticleListsResolver } from '../articles/article-lists.resolver';
import { LatestStoriesResolver } from '../articles/latest-stories.resolver';
import { ShareLinksResolver } from '../articles/share-links.resolver';
import { AuthorResolver } from '../authors/author.resolver';
import { AnswersResolver } from '../comments/answers.resolver';
import { CommentsResolver } from '../comments/comments.resolver';
import { MustReadsResolver } from '../must-reads/must-reads.resolver';
import type { ResolverClass } from '../platform/graphql/build-schema';
import { SectionsEditingResolver } from '../publishing/sections-editing.resolver';
import { PopularNowResolver } from '../ranking/popular-now.resolver';
import { YouMayAlsoLikeResolver } from '../recommendations/you-may-also-like.resolver';
import { SectionResolver } from '../sections/section.resolver';
import { ArticleViewsResolver } from '../views/article-views.resolver';
import { RecordViewResolver } from '../views/record-view.resolver';

export const resolverClasses: readonly ResolverClass[] = [
  AnswersResolver,
  ArticleContentResolver,
  ArticleListsResolver,
  ArticleResolver,
  ArticleViewsResolver,
  AuthorResolver,
  CommentsResolver,
  LatestStoriesResolver,
  MustReadsResolver,
  PopularNowResolver,
  RecordViewResolver,
  SectionResolver,
  SectionsEditingResolver,
  ShareLinksResolver,
  YouMayAlsoLikeResolver,
];
