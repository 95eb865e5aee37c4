// What moderators and the reports of readers change. The comment is locked first: what is decided from stays as it is
// until it is decided.

import type { DataSource, EntityManager } from 'typeorm';
import { AuditSubject } from '../accounts/audit-entry.entity';
import type { AuditLogRepository, EditorialAct } from '../accounts/audit-log.repository';
import type { ActorName } from '../articles/actor-name';
import { ArticleChangeKind } from '../articles/article-change.entity';
import type { ArticleChangeRepository, ChangeRow } from '../articles/article-change.repository';
import type { CommentReport } from './comment-report.entity';
import type { CommentStatus, HeldReason } from './comment-status';

/** Opaque to everyone else. */
export type ModerationTransaction = EntityManager;

/** A comment as far as moderation goes. */
export interface CommentPlace {
  id: string;
  articleId: string;
  number: number;
  status: CommentStatus;
  heldFor: HeldReason | null;
  version: number;
  decidedBy: ActorName | null;
  decidedAt: Date | null;
  rejectionReason: string | null;
  /** Reports that no moderator has looked at yet. */
  openReports: number;
}

export interface Decision {
  status: CommentStatus;
  heldFor: HeldReason | null;
  decidedBy: ActorName | null;
  decidedAt: Date | null;
  rejectionReason: string | null;
}

export class ModerationRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly changeRows: ArticleChangeRepository,
    private readonly audit: AuditLogRepository,
  ) {}

  inOne<T>(work: (transaction: ModerationTransaction) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(work);
  }

  /** Undefined when there is none. */
  async lock(manager: ModerationTransaction, commentId: string): Promise<CommentPlace | undefined> {
    const [place]: Omit<CommentPlace, 'openReports'>[] = await manager.query(
      `select c.id, c.article_id as "articleId", a.number, c.status, c.held_for as "heldFor", c.version,
         c.decided_by as "decidedBy", c.decided_at as "decidedAt",
         c.rejection_reason as "rejectionReason"
       from comment c join article a on a.id = c.article_id where c.id = $1 for no key update of c`,
      [commentId],
    );
    if (place === undefined) return undefined;
    // In a statement of its own: it sees what was committed while the lock was waited for.
    const [{ count }] = await manager.query(
      `select count(*)::integer as count from comment_report where comment_id = $1 and not is_settled`,
      [commentId],
    );
    return { ...place, openReports: count };
  }

  /** With its place in the audit log, and with the change where readers see another picture than before. */
  async decide(
    manager: ModerationTransaction,
    place: CommentPlace,
    { decision, act }: { decision: Decision; act: Omit<EditorialAct, 'subject' | 'subjectId'> },
  ): Promise<ChangeRow[]> {
    const { status, heldFor, decidedBy, decidedAt, rejectionReason } = decision;
    await manager.query(
      `update comment set status = $2, held_for = $3, decided_by = $4::jsonb, decided_at = $5, rejection_reason = $6,
         version = version + 1 where id = $1`,
      [place.id, status, heldFor, decidedBy && JSON.stringify(decidedBy), decidedAt, rejectionReason],
    );
    await this.audit.write(manager, { ...act, subject: AuditSubject.COMMENT, subjectId: place.id });
    if (status === place.status) return [];
    const { articleId, number } = place;
    return this.changeRows.writeChanges(manager, [{ articleId, number, kind: ArticleChangeKind.COMMENTS }]);
  }

  async settleReports(manager: ModerationTransaction, commentId: string): Promise<void> {
    await manager.query(
      `update comment_report set is_settled = true where comment_id = $1 and not is_settled`,
      [commentId],
    );
  }

  /** False when this reader has reported it before. */
  async report(manager: ModerationTransaction, report: Omit<CommentReport, 'isSettled'>): Promise<boolean> {
    const rows: unknown[] = await manager.query(
      `insert into comment_report (id, comment_id, reason, text, reported_at, visitor_mark, network_mark)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict (comment_id, visitor_mark) do nothing returning id`,
      [
        ...[report.id, report.commentId, report.reason, report.text],
        ...[report.reportedAt, report.visitorMark, report.networkMark],
      ],
    );
    return rows.length > 0;
  }

  /** Marks of reports since then, by their ids, after this one. */
  async marksSince(
    since: Date,
    { after, limit }: { after: string; limit: number },
  ): Promise<{ id: string; commentId: string; visitorMark: string }[]> {
    return this.dataSource.query(
      `select id, comment_id as "commentId", visitor_mark as "visitorMark" from comment_report
       where reported_at >= $1 and id > $2 order by id limit $3`,
      [since, after, limit],
    );
  }

  /** The reports stay, and nobody's. */
  async replaceMarks(ids: readonly string[]): Promise<void> {
    await this.dataSource.query(
      `update comment_report set visitor_mark = 'forgotten ' || id where id = any($1::uuid[])`,
      [ids],
    );
  }

  /** However many visitors one network claims to have, it is one. */
  async openReporters(manager: ModerationTransaction, commentId: string): Promise<number> {
    const [{ count }] = await manager.query(
      `select count(distinct coalesce(network_mark, visitor_mark))::integer as count
       from comment_report where comment_id = $1 and not is_settled`,
      [commentId],
    );
    return count;
  }

  /** Gives the changes; none when it was so already. Undefined when there is no such article. */
  async setClosed(
    manager: ModerationTransaction,
    articleId: string,
    { state, by, atMs }: { state: 'closed' | 'open'; by: ActorName; atMs: number },
  ): Promise<{ isChanged: boolean; changes: ChangeRow[] } | undefined> {
    const [article] = await manager.query(`select number from article where id = $1 for no key update`, [
      articleId,
    ]);
    if (article === undefined) return undefined;
    const changed: unknown[] =
      state === 'closed'
        ? await manager.query(
            `insert into comment_closure (article_id, closed_at, closed_by) values ($1, $2, $3::jsonb)
             on conflict (article_id) do nothing returning article_id`,
            [articleId, new Date(atMs), JSON.stringify(by)],
          )
        : (
            await manager.query(`delete from comment_closure where article_id = $1 returning article_id`, [
              articleId,
            ])
          )[0];
    if (changed.length === 0) return { isChanged: false, changes: [] };
    const change = { articleId, number: article.number, kind: ArticleChangeKind.COMMENTS };
    return { isChanged: true, changes: await this.changeRows.writeChanges(manager, [change]) };
  }

  writeAudit(manager: ModerationTransaction, act: EditorialAct): Promise<void> {
    return this.audit.write(manager, act);
  }
}
