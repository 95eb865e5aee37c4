import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { Author } from '../authors/author.entity';
import type { Clock } from '../platform/clock';
import { Costs } from '../platform/graphql/costs';
import { readFirst } from '../platform/graphql/page-arguments';
import { perRequest, type RequestContext } from '../platform/graphql/per-request';
import { ArticleConnection } from './article-connection.type';
import { readNewestCursor } from './article-cursor';
import { ArticleFilterInput, ArticleOrderBy } from './article-filter.input';
import type { ArticleLists } from './article-lists';
import { AuthorArticleCountLoader, AuthorArticlesLoader } from './author-articles.loader';
import type { AuthorArticlesRepository } from './author-articles.repository';

@Resolver(() => Author)
export class ArticleListsResolver {
  constructor(
    private readonly lists: ArticleLists,
    private readonly byAuthor: AuthorArticlesRepository,
    private readonly clock: Clock,
  ) {}

  @Costs(20)
  @Query(() => ArticleConnection, {
    description:
      'All articles that readers may see. A filter that names an unknown author or tag finds none.',
  })
  articles(
    @Arg('filter', () => ArticleFilterInput, { nullable: true, description: 'Which; all without it.' })
    filter: ArticleFilterInput | null,
    @Arg('orderBy', () => ArticleOrderBy, {
      defaultValue: ArticleOrderBy.NEWEST,
      description: 'In which order.',
    })
    orderBy: ArticleOrderBy,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many: 0 to 200.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'The endCursor of the page before.' })
    after: string | null,
  ): Promise<ArticleConnection> {
    const page = { first: readFirst(first), after };
    return orderBy === ArticleOrderBy.VIEWS
      ? this.lists.mostViewed(filter ?? {}, page)
      : this.lists.newest(filter ?? {}, page);
  }

  @Costs(20)
  @FieldResolver(() => ArticleConnection, { name: 'articles', description: 'What they wrote, newest first.' })
  async articlesOfAuthor(
    @Root() author: Author,
    @Ctx() context: RequestContext,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many: 0 to 200.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'The endCursor of the page before.' })
    after: string | null,
  ): Promise<ArticleConnection> {
    const limit = readFirst(first) + 1;
    const place = after == null ? undefined : readNewestCursor(after);
    const nowMs = this.clock.nowMs();
    const pages = perRequest(
      context,
      `articles of authors, ${limit} after ${after ?? ''}`,
      () => new AuthorArticlesLoader(this.byAuthor, { limit, after: place, nowMs }),
    );
    const counts = () =>
      perRequest(context, AuthorArticleCountLoader, () => new AuthorArticleCountLoader(this.byAuthor, nowMs));
    const numbers = await pages.load(author.id);
    return this.lists.pageOf(numbers, { first, rank: place?.rank }, () => counts().load(author.id));
  }
}
