import { Field, ObjectType } from 'type-graphql';
import { UserError } from '../platform/graphql/user-error.type';
import { Comment } from './comment.entity';
import { CommentStatus } from './comment-status';

@ObjectType({ description: 'What became of a comment that was sent.' })
export class PostCommentPayload {
  @Field(() => Comment, {
    nullable: true,
    description: 'The comment as it is stored; null if it was refused.',
  })
  comment!: Comment | null;

  @Field(() => CommentStatus, {
    nullable: true,
    description: 'VISIBLE: readers see it now. HELD: a moderator looks at it first. Null if it was refused.',
  })
  status!: CommentStatus | null;

  @Field(() => [UserError], { description: 'Why it was refused; else empty.' })
  userErrors!: UserError[];
}
