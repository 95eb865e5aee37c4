import type { DataSource } from 'typeorm';
import type { ActorName } from '../articles/actor-name';
import type { Comment } from './comment.entity';
import type { CommentPlace } from './comment.repository';
import type { HeldReason } from './comment-status';
import type { ReportReason } from './report-reason';

/** HELD: readers do not see it yet, or no more. REPORTED: they see it, and some have reported it. */
export type QueueState = 'HELD' | 'REPORTED';

export interface ReportGroup {
  reason: ReportReason;
  count: number;
  /** The latest that say more. */
  texts: string[];
}

/** A comment with all that moderators see of it. */
export interface StoredModeratedComment extends Omit<Comment, 'decidedBy' | 'eventId'> {
  heldFor: HeldReason | null;
  decidedBy: ActorName | null;
  reports: ReportGroup[];
}

const TEXTS_SHOWN = 5;

const columns = `c.id, c.article_id as "articleId", c.parent_id as "parentId", c.author_name as "authorName", c.text,
  c.status, c.created_at as "createdAt", c.held_for as "heldFor", c.version, c.decided_by as "decidedBy",
  c.decided_at as "decidedAt", c.rejection_reason as "rejectionReason", (
    select coalesce(json_agg(grouped order by grouped.count desc, grouped.reason), '[]') from (
      select reason, count(*)::integer as count, coalesce(
          (array_agg(r.text order by r.reported_at desc) filter (where r.text <> ''))[1:${TEXTS_SHOWN}], '{}'
        ) as texts
      from comment_report r where r.comment_id = c.id and not r.is_settled group by reason
    ) grouped
  ) as reports`;

const conditions: Readonly<Record<QueueState, string>> = {
  HELD: `c.status = 'HELD'`,
  REPORTED: `c.status = 'VISIBLE'
    and c.id in (select comment_id from comment_report where not is_settled)`,
};

export class ModerationQueueRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Oldest first: who has waited longest comes first. */
  page(state: QueueState, limit: number, after?: CommentPlace): Promise<StoredModeratedComment[]> {
    const place = after ? 'and (c.created_at, c.id) > ($2, $3)' : '';
    return this.dataSource.query(
      `select ${columns} from comment c where ${conditions[state]} ${place} order by c.created_at, c.id limit $1`,
      after ? [limit, new Date(after.createdAtMs), after.id] : [limit],
    );
  }

  async count(state: QueueState): Promise<number> {
    const [{ count }] = await this.dataSource.query(
      `select count(*) as count from comment c where ${conditions[state]}`,
    );
    return Number(count);
  }

  async byId(id: string): Promise<StoredModeratedComment | undefined> {
    const [comment] = await this.dataSource.query(`select ${columns} from comment c where c.id = $1`, [id]);
    return comment;
  }
}
