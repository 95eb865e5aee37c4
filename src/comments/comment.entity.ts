import { Field, ID, ObjectType } from 'type-graphql';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { ActorName } from '../articles/actor-name';
import { Article } from '../articles/article.entity';
import type { CommentStatus, HeldReason } from './comment-status';

@ObjectType({ description: 'What a reader wrote under an article, or an answer to it.' })
@Entity('comment')
@Check('comment_status_check', `status in ('VISIBLE', 'HELD', 'REJECTED')`)
@Index('comment_of', { synchronize: false })
@Index('comment_answers', { synchronize: false })
@Index('comment_event', { synchronize: false })
@Index('comment_held', { synchronize: false })
export class Comment {
  @Field(() => ID, { description: 'A UUID that stays.' })
  @PrimaryColumn('uuid')
  id!: string;

  @ForeignKey(() => Article, { name: 'comment_article_id_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'article_id' })
  articleId!: string;

  /** An answer is never answered. */
  @Field(() => ID, {
    nullable: true,
    description: 'The id of the comment that it answers; null for one on the article itself.',
  })
  @ForeignKey(() => Comment, { name: 'comment_parent_id_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'parent_id', nullable: true })
  parentId!: string | null;

  @Field(() => String, {
    description:
      'The name that its writer goes by: plain text on one line, 1 to 50 characters. Escape it where it stands ' +
      'in HTML.',
  })
  @Column('text', { name: 'author_name' })
  authorName!: string;

  @Field(() => String, {
    description:
      'Plain text of 1 to 300 characters as a reader counts them, with line ends. It is stored as it was ' +
      'written, and may hold what looks like HTML: escape it where it stands in HTML, and give its element dir="auto".',
  })
  @Column('text')
  text!: string;

  @Column('text')
  status!: CommentStatus;

  @Field(() => Date, { description: 'When it was written.' })
  @Column('timestamp with time zone', { name: 'created_at' })
  createdAt!: Date;

  /** The client's own, so that what is sent twice is written once. */
  @Column('text', { name: 'event_id', nullable: true })
  eventId!: string | null;

  @Column('text', { name: 'held_for', nullable: true })
  heldFor!: HeldReason | null;

  /** Grows with each change of its status. */
  @Column('integer', { default: 1 })
  version!: number;

  /** Who approved or rejected it last. */
  @Column('jsonb', { name: 'decided_by', nullable: true })
  decidedBy!: ActorName | null;

  @Column('timestamp with time zone', { name: 'decided_at', nullable: true })
  decidedAt!: Date | null;

  @Column('text', { name: 'rejection_reason', nullable: true })
  rejectionReason!: string | null;
}
