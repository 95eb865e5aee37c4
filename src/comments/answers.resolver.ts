import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Costs } from '../platform/graphql/costs';
import type { RequestContext } from '../platform/graphql/per-request';
import { Comment } from './comment.entity';
import type { CommentLists } from './comment-lists';

@Resolver(() => Comment)
export class AnswersResolver {
  constructor(private readonly lists: CommentLists) {}

  @Costs(5)
  @FieldResolver(() => [Comment], { description: 'The answers to it, oldest first. An answer has none.' })
  answers(
    @Root() comment: Comment,
    @Ctx() context: RequestContext,
  ): readonly Comment[] | Promise<readonly Comment[]> {
    return this.lists.answersTo(comment, context);
  }
}
