// Writing a comment: one transaction, in which the comment and the change that all processes must hear of are there
// together or not at all. Counts are counted from the rows, never kept beside them, so that no crash can part the two.

import type { DataSource, EntityManager } from 'typeorm';
import { ArticleChangeKind } from '../articles/article-change.entity';
import type { ArticleChangeRepository, ChangeRow } from '../articles/article-change.repository';
import type { Comment } from './comment.entity';
import { CommentStatus, type HeldReason } from './comment-status';
import {
  AnswerToAnswer,
  CommentsClosed,
  NoArticleToComment,
  NoCommentToAnswer,
  TooManyAnswers,
} from './comments.errors';

/** What is shown of a comment together, always; so their number has an end. */
export const ANSWERS_MAX = 200;

export interface NewComment {
  id: string;
  articleId: string;
  parentId: string | null;
  authorName: string;
  text: string;
  createdAt: Date;
  eventId: string | null;
  /** Null: readers see it at once. */
  heldFor: HeldReason | null;
}

export interface PostedComment {
  comment: Comment;
  changes: ChangeRow[];
}

const columns = `id, article_id as "articleId", parent_id as "parentId", author_name as "authorName", text, status,
  created_at as "createdAt"`;

export class CommentWritingRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly changeRows: ArticleChangeRepository,
  ) {}

  /** What has been written under this event id. */
  async byEvent(eventId: string): Promise<Comment | undefined> {
    const [comment] = await this.dataSource.query(`select ${columns} from comment where event_id = $1`, [
      eventId,
    ]);
    return comment;
  }

  /**
   * Writes it; of what comes twice under one event id, at whatever moment, the first is written and given both times.
   * @throws NoArticleToComment, CommentsClosed, NoCommentToAnswer, AnswerToAnswer or TooManyAnswers
   */
  async post(comment: NewComment): Promise<PostedComment> {
    const posted = await this.dataSource.transaction((manager) => this.insert(manager, comment));
    if (posted !== undefined) return posted;
    return { comment: (await this.byEvent(comment.eventId as string)) as Comment, changes: [] };
  }

  private async insert(manager: EntityManager, comment: NewComment): Promise<PostedComment | undefined> {
    const number = await numberOfOpenArticle(manager, comment);
    if (comment.parentId !== null) await checkParent(manager, comment.parentId, comment.articleId);
    const [row]: Comment[] = await manager.query(
      `insert into comment (id, article_id, parent_id, author_name, text, created_at, event_id, held_for, status)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (event_id) do nothing returning ${columns}`,
      [
        ...[comment.id, comment.articleId, comment.parentId, comment.authorName, comment.text],
        ...[comment.createdAt, comment.eventId, comment.heldFor],
        comment.heldFor === null ? CommentStatus.VISIBLE : CommentStatus.HELD,
      ],
    );
    if (row === undefined) return undefined;
    const { articleId } = comment;
    const changes =
      comment.heldFor === null
        ? await this.changeRows.writeChanges(manager, [
            { articleId, number, kind: ArticleChangeKind.COMMENTS },
          ])
        : [];
    return { comment: row, changes };
  }
}

/** Public and open at this moment, whatever a card in memory says. */
async function numberOfOpenArticle(
  manager: EntityManager,
  { articleId, createdAt }: NewComment,
): Promise<number> {
  const [article]: { number: number; isClosed: boolean }[] = await manager.query(
    `select a.number, exists (select from comment_closure where article_id = a.id) as "isClosed" from article a
     where a.id = $1 and a.status = 'PUBLISHED' and a.published_at <= $2`,
    [articleId, createdAt],
  );
  if (article === undefined) throw new NoArticleToComment();
  if (article.isClosed) throw new CommentsClosed();
  return article.number;
}

/** It stays as it is until the answer is written: nobody can reject it meanwhile. */
async function checkParent(manager: EntityManager, parentId: string, articleId: string): Promise<void> {
  const [parent]: Pick<Comment, 'parentId' | 'articleId' | 'status'>[] = await manager.query(
    `select parent_id as "parentId", article_id as "articleId", status from comment where id = $1
     for no key update`,
    [parentId],
  );
  const isSeen = parent?.articleId === articleId && parent.status === CommentStatus.VISIBLE;
  if (parent === undefined || !isSeen) throw new NoCommentToAnswer();
  if (parent.parentId !== null) throw new AnswerToAnswer(parent.parentId);
  const [{ count }] = await manager.query(
    `select count(*) as count from comment where parent_id = $1 and status <> 'REJECTED'`,
    [parentId],
  );
  if (Number(count) >= ANSWERS_MAX) throw new TooManyAnswers(ANSWERS_MAX);
}
