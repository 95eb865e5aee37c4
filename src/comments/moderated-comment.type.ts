import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Count } from '../platform/graphql/count.scalar';
import { PageInfo, pageInfoOf } from '../platform/graphql/page-info.type';
import { UserError } from '../platform/graphql/user-error.type';
import { Comment } from './comment.entity';
import { CommentStatus, HeldReason } from './comment-status';
import { ReportReason } from './report-reason';

export const QueueState = { HELD: 'HELD', REPORTED: 'REPORTED' } as const;

registerEnumType(QueueState, {
  name: 'ModerationQueueState',
  description: 'Which comments wait for a moderator.',
  valuesConfig: {
    HELD: { description: 'Those that readers do not see until a moderator approves them.' },
    REPORTED: { description: 'Those that readers see, and that some of them have reported.' },
  },
});

@ObjectType({ description: 'Reports on a comment for one reason.' })
export class CommentReports {
  @Field(() => ReportReason, { description: 'The reason.' })
  reason!: ReportReason;

  @Field(() => Count, { description: 'How many readers gave it.' })
  count!: number;

  @Field(() => [String], { description: 'What the latest of them wrote, newest first; plain text.' })
  texts!: string[];
}

@ObjectType({ description: 'A comment as moderators see it.' })
export class ModeratedComment {
  @Field(() => Comment, { description: 'The comment as it is stored.' })
  comment!: Comment;

  @Field(() => CommentStatus, { description: 'Where it stands.' })
  status!: CommentStatus;

  @Field(() => Int, { description: 'To be sent with a decision: nobody else has decided since.' })
  version!: number;

  @Field(() => HeldReason, { nullable: true, description: 'Why it waits; null if it does not.' })
  heldFor!: HeldReason | null;

  @Field(() => [CommentReports], {
    description: 'What readers have reported since a moderator last looked, by reason, most first.',
  })
  reports!: CommentReports[];

  @Field(() => String, { nullable: true, description: 'Who approved or rejected it last.' })
  decidedBy!: string | null;

  @Field(() => Date, { nullable: true, description: 'When that was.' })
  decidedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it was rejected, for moderators; else null.' })
  rejectionReason!: string | null;
}

@ObjectType({ description: 'A comment in the queue of the moderators.' })
export class ModerationQueueEdge {
  @Field(() => ModeratedComment, { description: 'The comment.' })
  node!: ModeratedComment;

  @Field(() => String, { description: 'Its place in the queue, to be given as "after".' })
  cursor!: string;
}

export interface ModerationQueuePage {
  edges: readonly ModerationQueueEdge[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  count: () => Promise<number>;
}

@ObjectType({ description: 'A page of what waits for a moderator.' })
export class ModerationQueueConnection {
  @Field(() => [ModerationQueueEdge], { description: 'The comments of this page, oldest first.' })
  readonly edges: readonly ModerationQueueEdge[];

  constructor(private readonly page: ModerationQueuePage) {
    this.edges = page.edges;
  }

  @Field(() => PageInfo, { description: 'Where this page lies in the queue.' })
  get pageInfo(): PageInfo {
    const { hasNextPage, hasPreviousPage } = this.page;
    return pageInfoOf(this.edges, { hasNextPage, hasPreviousPage });
  }

  @Field(() => Count, { description: 'How many wait in all.' })
  totalCount(): Promise<number> {
    return this.page.count();
  }
}

@ObjectType({ description: 'What became of a decision on a comment.' })
export class ModerateCommentPayload {
  @Field(() => ModeratedComment, {
    nullable: true,
    description: 'The comment as it stands now; null if the decision was refused.',
  })
  comment!: ModeratedComment | null;

  @Field(() => [UserError], { description: 'Why it was refused; else empty.' })
  userErrors!: UserError[];
}
