import { Field, ID, InputType, Int } from 'type-graphql';
import { ReportReason } from './report-reason';

@InputType({ description: 'A comment that a reader reports to the moderators.' })
export class ReportCommentInput {
  @Field(() => ID, { description: 'The comment.' })
  commentId!: string;

  @Field(() => ReportReason, { description: 'What is wrong with it.' })
  reason!: ReportReason;

  @Field(() => String, {
    nullable: true,
    description: 'More about it, for the moderators: plain text of up to 300 characters.',
  })
  text?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What the client calls this visitor, 1 to 200 characters; as in postComment.',
  })
  visitor?: string | null;
}

@InputType({ description: 'A comment that a moderator lets through.' })
export class ApproveCommentInput {
  @Field(() => ID, { description: 'The comment.' })
  id!: string;

  @Field(() => Int, { description: 'The version that the moderator looked at.' })
  version!: number;
}

@InputType({ description: 'A comment that a moderator takes away.' })
export class RejectCommentInput {
  @Field(() => ID, { description: 'The comment.' })
  id!: string;

  @Field(() => Int, { description: 'The version that the moderator looked at.' })
  version!: number;

  @Field(() => String, { description: 'Why, for the other moderators: 1 to 500 characters.' })
  reason!: string;
}
