import { Arg, Authorized, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import { accountOf } from '../accounts/account';
import { Scope } from '../accounts/scope';
import { ArticleCard } from '../articles/article-card';
import type { RequestContext } from '../platform/graphql/per-request';
import { answerOrUserErrors } from '../platform/graphql/user-errors';
import type { CommentCache } from './comment-cache';
import { CommentClosurePayload } from './comment-closure.type';
import type { Moderation } from './moderation';
import type { ShownArticles } from './shown-articles';

export interface CommentClosureParts {
  moderation: Moderation;
  cache: CommentCache;
  articles: ShownArticles;
  /** For all articles. */
  comments: 'open' | 'closed';
}

@Resolver(() => ArticleCard)
export class CommentClosureResolver {
  constructor(private readonly parts: CommentClosureParts) {}

  @FieldResolver(() => Boolean, {
    nullable: true,
    description: 'Whether readers may comment on it. Null, with an error, while it is not known.',
  })
  commentsOpen(@Root() article: ArticleCard): boolean | Promise<boolean> {
    return this.parts.comments === 'open' && this.parts.cache.isOpen(article.id);
  }

  @Authorized(Scope.COMMENTS_MODERATE)
  @Mutation(() => CommentClosurePayload, {
    description:
      'Ends commenting on an article; the comments that are there stay. Needs the scope COMMENTS_MODERATE.',
  })
  closeComments(
    @Arg('articleId', () => ID, { description: 'The article.' }) articleId: string,
    @Ctx() context: RequestContext,
  ): Promise<CommentClosurePayload> {
    return this.setClosed(context, articleId, 'closed');
  }

  @Authorized(Scope.COMMENTS_MODERATE)
  @Mutation(() => CommentClosurePayload, {
    description: 'Lets readers comment on an article again. Needs the scope COMMENTS_MODERATE.',
  })
  openComments(
    @Arg('articleId', () => ID, { description: 'The article.' }) articleId: string,
    @Ctx() context: RequestContext,
  ): Promise<CommentClosurePayload> {
    return this.setClosed(context, articleId, 'open');
  }

  private setClosed(
    context: RequestContext,
    articleId: string,
    state: 'closed' | 'open',
  ): Promise<CommentClosurePayload> {
    const { moderation, articles } = this.parts;
    const by = accountOf(context);
    return answerOrUserErrors(
      async () => {
        await moderation.setClosed(by, articleId, state);
        return { article: await articles.to(by, articleId) };
      },
      { article: null },
    );
  }
}
