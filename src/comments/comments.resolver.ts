import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { ArticleCard } from '../articles/article-card';
import { Count } from '../platform/graphql/count.scalar';
import { readFirst } from '../platform/graphql/page-arguments';
import { perRequest, type RequestContext } from '../platform/graphql/per-request';
import type { CommentRepository } from './comment.repository';
import { CommentConnection } from './comment-connection.type';
import { CommentCountLoader } from './comment-count.loader';
import { readCommentCursor } from './comment-cursor';
import { CommentPageLoader } from './comment-page.loader';
import { TopCommentCountLoader } from './top-comment-count.loader';

@Resolver(() => ArticleCard)
export class CommentsResolver {
  constructor(private readonly repository: CommentRepository) {}

  // Nullable, both: an article is still shown when its comments cannot be read.
  @FieldResolver(() => Count, {
    nullable: true,
    description:
      'How many comments and answers readers see under it. Null, with an error, while it is not known.',
  })
  commentCount(@Root() article: ArticleCard, @Ctx() context: RequestContext): Promise<number> {
    return perRequest(context, CommentCountLoader, () => new CommentCountLoader(this.repository)).load(
      article.id,
    );
  }

  @FieldResolver(() => CommentConnection, {
    nullable: true,
    description:
      'What readers wrote under it, newest first. Answers stand with the comment that they answer. Null, with an ' +
      'error, while they cannot be read.',
  })
  async comments(
    @Root() article: ArticleCard,
    @Ctx() context: RequestContext,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many: 0 to 200.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'The endCursor of the page before.' })
    after: string | null,
  ): Promise<CommentConnection> {
    const limit = readFirst(first) + 1;
    const place = after == null ? undefined : readCommentCursor(article.id, after);
    const pages = perRequest(
      context,
      `comments, ${limit} after ${after ?? ''}`,
      () => new CommentPageLoader(this.repository, limit, place),
    );
    const found = await pages.load(article.id);
    return new CommentConnection({
      comments: found.slice(0, first),
      hasNextPage: found.length > first,
      hasPreviousPage: place !== undefined,
      count: () => this.countOf(article.id, context),
    });
  }

  private countOf(articleId: string, context: RequestContext): Promise<number> {
    const counts = perRequest(
      context,
      TopCommentCountLoader,
      () => new TopCommentCountLoader(this.repository),
    );
    return counts.load(articleId);
  }
}
