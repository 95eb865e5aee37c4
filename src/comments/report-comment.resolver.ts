import { Arg, Authorized, Ctx, Mutation, Resolver } from 'type-graphql';
import { accountOf } from '../accounts/account';
import { Scope } from '../accounts/scope';
import type { RequestContext } from '../platform/graphql/per-request';
import { answerOrUserErrors } from '../platform/graphql/user-errors';
import { ReportCommentInput } from './moderation.input';
import type { CommentReporting } from './report-comment';
import { ReportCommentPayload } from './report-comment.type';

@Resolver()
export class ReportCommentResolver {
  constructor(private readonly reporting: CommentReporting) {}

  @Authorized(Scope.COMMENTS_WRITE)
  @Mutation(() => ReportCommentPayload, {
    description:
      'Tells the moderators that something is wrong with a comment; once for each visitor and comment. Needs the ' +
      'scope COMMENTS_WRITE, which everyone has.',
  })
  reportComment(
    @Arg('input', () => ReportCommentInput, { description: 'The report.' }) input: ReportCommentInput,
    @Ctx() context: RequestContext,
  ): Promise<ReportCommentPayload> {
    return answerOrUserErrors(
      async () => {
        await this.reporting.report(context, accountOf(context), input);
        return { reported: true };
      },
      { reported: null },
    );
  }
}
