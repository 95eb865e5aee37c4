import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { ArticleCard } from '../articles/article-card';
import { Costs } from '../platform/graphql/costs';
import { Count } from '../platform/graphql/count.scalar';
import type { RequestContext } from '../platform/graphql/per-request';
import { CommentConnection } from './comment-connection.type';
import type { CommentLists } from './comment-lists';

@Resolver(() => ArticleCard)
export class CommentsResolver {
  constructor(private readonly lists: CommentLists) {}

  // Nullable, both: an article is still shown when its comments cannot be read.
  @Costs(2)
  @FieldResolver(() => Count, {
    nullable: true,
    description:
      'How many comments and answers readers see under it. Null, with an error, while it is not known.',
  })
  commentCount(@Root() article: ArticleCard): number | Promise<number> {
    return this.lists.commentCount(article.id);
  }

  @Costs(10)
  @FieldResolver(() => CommentConnection, {
    nullable: true,
    description:
      'What readers wrote under it, newest first. Answers stand with the comment that they answer. Null, with an ' +
      'error, while they cannot be read.',
  })
  comments(
    @Root() article: ArticleCard,
    @Ctx() context: RequestContext,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many: 0 to 200.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'The endCursor of the page before.' })
    after: string | null,
  ): CommentConnection | Promise<CommentConnection> {
    return this.lists.page(article.id, { first, after: after ?? null }, context);
  }
}
