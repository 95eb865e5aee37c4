import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { perRequest, type RequestContext } from '../platform/graphql/per-request';
import { AnswersLoader } from './answers.loader';
import { Comment } from './comment.entity';
import type { CommentRepository } from './comment.repository';

@Resolver(() => Comment)
export class AnswersResolver {
  constructor(private readonly repository: CommentRepository) {}

  @FieldResolver(() => [Comment], { description: 'The answers to it, oldest first. An answer has none.' })
  answers(@Root() comment: Comment, @Ctx() context: RequestContext): Comment[] | Promise<Comment[]> {
    if (comment.parentId !== null) return [];
    return perRequest(context, AnswersLoader, () => new AnswersLoader(this.repository)).load(comment.id);
  }
}
