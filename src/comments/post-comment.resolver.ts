import { Arg, Authorized, Ctx, Mutation, Resolver } from 'type-graphql';
import { accountOf } from '../accounts/account';
import { Scope } from '../accounts/scope';
import type { RequestContext } from '../platform/graphql/per-request';
import { userErrorOf } from '../platform/graphql/user-error.type';
import { answerOrUserErrors } from '../platform/graphql/user-errors';
import { type CommentPosting, CommentRefused } from './post-comment';
import { PostCommentInput } from './post-comment.input';
import { PostCommentPayload } from './post-comment.type';

@Resolver()
export class PostCommentResolver {
  constructor(private readonly posting: CommentPosting) {}

  @Authorized(Scope.COMMENTS_WRITE)
  @Mutation(() => PostCommentPayload, {
    description:
      'Writes a comment on an article, or an answer to one. It is seen at once, unless it is held for a moderator. ' +
      'Needs the scope COMMENTS_WRITE, which everyone has.',
  })
  async postComment(
    @Arg('input', () => PostCommentInput, { description: 'The comment.' }) input: PostCommentInput,
    @Ctx() context: RequestContext,
  ): Promise<PostCommentPayload> {
    const refused = { comment: null, status: null };
    try {
      return await answerOrUserErrors(async () => {
        const comment = await this.posting.post(context, accountOf(context), input);
        return { comment, status: comment.status };
      }, refused);
    } catch (error) {
      if (error instanceof CommentRefused) return { ...refused, userErrors: error.reasons.map(userErrorOf) };
      throw error;
    }
  }
}
