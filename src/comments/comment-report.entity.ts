import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Comment } from './comment.entity';
import type { ReportReason } from './report-reason';

// What a reader reports to the moderators. Who it was is kept as two marks: hashes of the day's pseudonyms with the
// comment's id. They tell two reports on one comment apart, say nothing across comments, and once the salt of the day
// is gone nobody can make them again.
@Entity('comment_report')
@Index('comment_report_once', { synchronize: false })
@Index('comment_report_open', { synchronize: false })
export class CommentReport {
  @PrimaryColumn('uuid')
  id!: string;

  @ForeignKey(() => Comment, { name: 'comment_report_comment_id_fkey', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'comment_id' })
  commentId!: string;

  @Column('text')
  reason!: ReportReason;

  /** May be empty. */
  @Column('text')
  text!: string;

  @Column('timestamp with time zone', { name: 'reported_at' })
  reportedAt!: Date;

  @Column('text', { name: 'visitor_mark' })
  visitorMark!: string;

  @Column('text', { name: 'network_mark', nullable: true })
  networkMark!: string | null;

  /** A moderator has looked at the comment since. */
  @Column('boolean', { name: 'is_settled', default: false })
  isSettled!: boolean;
}
