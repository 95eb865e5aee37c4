import { Arg, Authorized, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { accountOf } from '../accounts/account';
import { Scope } from '../accounts/scope';
import { ArticleCard } from '../articles/article-card';
import type { RequestContext } from '../platform/graphql/per-request';
import { answerOrUserErrors } from '../platform/graphql/user-errors';
import {
  ModerateCommentPayload,
  ModeratedComment,
  ModerationQueueConnection,
  QueueState,
} from './moderated-comment.type';
import type { Moderation } from './moderation';
import { ApproveCommentInput, RejectCommentInput } from './moderation.input';
import type { ModerationQueue } from './moderation-queue';
import type { ShownArticles } from './shown-articles';

@Resolver(() => ModeratedComment)
export class ModerationResolver {
  constructor(
    private readonly moderation: Moderation,
    private readonly queue: ModerationQueue,
    private readonly articles: ShownArticles,
  ) {}

  @Authorized(Scope.COMMENTS_MODERATE)
  @Query(() => ModerationQueueConnection, {
    description: 'What waits for a moderator, oldest first. Needs the scope COMMENTS_MODERATE.',
  })
  moderationQueue(
    @Arg('state', () => QueueState, { description: 'Held comments, or reported ones.' })
    state: keyof typeof QueueState,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many: 0 to 100.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'The endCursor of the page before.' })
    after: string | null,
  ): Promise<ModerationQueueConnection> {
    return this.queue.page(state, { first, after: after ?? null });
  }

  @Authorized(Scope.COMMENTS_MODERATE)
  @Query(() => ModeratedComment, {
    nullable: true,
    description:
      'A comment as moderators see it, wherever it stands: to decide on one that nobody has reported, or once more. ' +
      'Null if there is none. Needs the scope COMMENTS_MODERATE.',
  })
  moderatedComment(
    @Arg('id', () => ID, { description: 'The id of the comment.' }) id: string,
  ): Promise<ModeratedComment | null> {
    return this.queue.find(id);
  }

  @FieldResolver(() => ArticleCard, {
    nullable: true,
    description:
      'The article that it is about. Null while readers may not see it, unless the caller has the scope ARTICLES_READ.',
  })
  article(
    @Root() { comment }: ModeratedComment,
    @Ctx() context: RequestContext,
  ): Promise<ArticleCard | null> {
    return this.articles.to(accountOf(context), comment.articleId);
  }

  @Authorized(Scope.COMMENTS_MODERATE)
  @Mutation(() => ModerateCommentPayload, {
    description:
      'Lets readers see a comment, and settles what they have reported of it. Needs the scope COMMENTS_MODERATE.',
  })
  approveComment(
    @Arg('input', () => ApproveCommentInput, { description: 'Which one.' }) input: ApproveCommentInput,
    @Ctx() context: RequestContext,
  ): Promise<ModerateCommentPayload> {
    return answerOrUserErrors(
      async () => {
        await this.moderation.approve(accountOf(context), input);
        return { comment: await this.queue.byId(input.id) };
      },
      { comment: null },
    );
  }

  @Authorized(Scope.COMMENTS_MODERATE)
  @Mutation(() => ModerateCommentPayload, {
    description:
      'Takes a comment away, and with it its answers from the sight of readers. Needs the scope COMMENTS_MODERATE.',
  })
  rejectComment(
    @Arg('input', () => RejectCommentInput, { description: 'Which one, and why.' }) input: RejectCommentInput,
    @Ctx() context: RequestContext,
  ): Promise<ModerateCommentPayload> {
    return answerOrUserErrors(
      async () => {
        await this.moderation.reject(accountOf(context), input);
        return { comment: await this.queue.byId(input.id) };
      },
      { comment: null },
    );
  }
}
