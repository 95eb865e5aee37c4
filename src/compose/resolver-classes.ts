// Every resolver of the API by its class: enough to print the schema, which needs no store and no instance.

import { ApiKeysResolver } from '../accounts/api-keys.resolver';
import { AuditLogResolver } from '../accounts/audit-log.resolver';
import { MeResolver } from '../accounts/me.resolver';
import { ArticleResolver } from '../articles/article.resolver';
import { ArticleContentResolver } from '../articles/article-content.resolver';
import { ArticleListsResolver } from '../articles/article-lists.resolver';
import { LatestStoriesResolver } from '../articles/latest-stories.resolver';
import { ShareLinksResolver } from '../articles/share-links.resolver';
import { TombstoneResolver } from '../articles/tombstone.resolver';
import { ArticleAudienceResolver } from '../audience/article-audience.resolver';
import { MostReadResolver } from '../audience/most-read.resolver';
import { RecordActivityResolver } from '../audience/record-activity.resolver';
import { SiteAudienceResolver } from '../audience/site-audience.resolver';
import { AuthorResolver } from '../authors/author.resolver';
import { AnswersResolver } from '../comments/answers.resolver';
import { CommentClosureResolver } from '../comments/comment-closure.resolver';
import { CommentsResolver } from '../comments/comments.resolver';
import { ModerationResolver } from '../comments/moderation.resolver';
import { PostCommentResolver } from '../comments/post-comment.resolver';
import { ReportCommentResolver } from '../comments/report-comment.resolver';
import { ExperimentsResolver } from '../experiments/experiments.resolver';
import { MustReadsResolver } from '../must-reads/must-reads.resolver';
import { MustReadsChangedResolver } from '../must-reads/must-reads-changed.resolver';
import { PicksResolver } from '../must-reads/picks.resolver';
import type { ResolverClass } from '../platform/graphql/build-schema';
import { AuthorsEditingResolver } from '../publishing/authors-editing.resolver';
import { EditingResolver } from '../publishing/editing.resolver';
import { EditorialArticlesResolver } from '../publishing/editorial-articles.resolver';
import { ImagesEditingResolver } from '../publishing/images-editing.resolver';
import { SectionsEditingResolver } from '../publishing/sections-editing.resolver';
import { SurroundingsListsResolver } from '../publishing/surroundings-lists.resolver';
import { TagsEditingResolver } from '../publishing/tags-editing.resolver';
import { RankingHistoryResolver } from '../ranking/history/ranking-history.resolver';
import { RankedListsChangedResolver } from '../ranking/live/ranked-lists-changed.resolver';
import { PopularNowResolver } from '../ranking/popular-now.resolver';
import { PlacementsResolver } from '../ranking/rules/placements.resolver';
import { RankingPreviewResolver } from '../ranking/rules/preview.resolver';
import { RankingRulesResolver } from '../ranking/rules/rules.resolver';
import { TrendingResolver } from '../ranking/trending/trending.resolver';
import { RecommendationsResolver } from '../recommendations/recommendations.resolver';
import { YouMayAlsoLikeResolver } from '../recommendations/you-may-also-like.resolver';
import { SectionResolver } from '../sections/section.resolver';
import { ArticleViewsResolver } from '../views/article-views.resolver';
import { ExclusionsResolver } from '../views/exclusions.resolver';
import { ForgetVisitorResolver } from '../views/forget-visitor.resolver';
import { HeaviestVisitorsResolver } from '../views/heaviest-visitors.resolver';
import { ArticleViewsChangedResolver } from '../views/live/article-views-changed.resolver';
import { RecordViewResolver } from '../views/record-view.resolver';
import { StaffCookieResolver } from '../visitors/staff-cookie.resolver';

export const resolverClasses: readonly ResolverClass[] = [
  ApiKeysResolver,
  AuditLogResolver,
  MeResolver,
  AnswersResolver,
  ArticleAudienceResolver,
  ArticleContentResolver,
  ArticleListsResolver,
  ArticleResolver,
  ArticleViewsChangedResolver,
  ArticleViewsResolver,
  AuthorResolver,
  AuthorsEditingResolver,
  ImagesEditingResolver,
  TagsEditingResolver,
  CommentClosureResolver,
  CommentsResolver,
  EditingResolver,
  EditorialArticlesResolver,
  ExclusionsResolver,
  ForgetVisitorResolver,
  HeaviestVisitorsResolver,
  LatestStoriesResolver,
  MostReadResolver,
  MustReadsChangedResolver,
  MustReadsResolver,
  PicksResolver,
  PlacementsResolver,
  RankedListsChangedResolver,
  ExperimentsResolver,
  PopularNowResolver,
  RankingHistoryResolver,
  TrendingResolver,
  ModerationResolver,
  PostCommentResolver,
  ReportCommentResolver,
  RankingPreviewResolver,
  RankingRulesResolver,
  RecordActivityResolver,
  RecordViewResolver,
  SectionResolver,
  SectionsEditingResolver,
  SurroundingsListsResolver,
  ShareLinksResolver,
  SiteAudienceResolver,
  StaffCookieResolver,
  TombstoneResolver,
  RecommendationsResolver,
  YouMayAlsoLikeResolver,
];
