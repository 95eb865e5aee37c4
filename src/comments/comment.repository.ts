import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { type Comment, CommentStatus } from './comment.entity';

export interface CommentDraft {
  articleId: string;
  authorName: string;
  text: string;
  createdAt: Date;
  answers?: readonly Omit<CommentDraft, 'articleId' | 'answers'>[];
}

/** Where a page of comments goes on: after this one, newest first. */
export interface CommentPlace {
  createdAtMs: number;
  id: string;
}

const columns = `c.id, c.article_id as "articleId", c.parent_id as "parentId", c.author_name as "authorName",
  c.text, c.status, c.created_at as "createdAt"`;

export class CommentRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** How many comments and answers readers see, by article. */
  async countsOf(articleIds: readonly string[]): Promise<Map<string, number>> {
    const rows: { articleId: string; count: string }[] = await this.dataSource.query(
      `select article_id as "articleId", count(*) as count from comment
       where article_id = any($1::uuid[]) and status = 'VISIBLE' group by article_id`,
      [articleIds],
    );
    return new Map(rows.map(({ articleId, count }) => [articleId, Number(count)]));
  }

  /** How many comments that are no answers readers see, by article: the length of the list that is paged. */
  async topCountsOf(articleIds: readonly string[]): Promise<Map<string, number>> {
    const rows: { articleId: string; count: string }[] = await this.dataSource.query(
      `select article_id as "articleId", count(*) as count from comment
       where article_id = any($1::uuid[]) and status = 'VISIBLE' and parent_id is null group by article_id`,
      [articleIds],
    );
    return new Map(rows.map(({ articleId, count }) => [articleId, Number(count)]));
  }

  /** The newest of each article, answers apart, after a place in that order. */
  async newestOf(
    articleIds: readonly string[],
    limit: number,
    after?: CommentPlace,
  ): Promise<Map<string, Comment[]>> {
    const place = after ? `and (c.created_at, c.id) < ($3, $4)` : '';
    const rows: Comment[] = await this.dataSource.query(
      `select newest.* from unnest($1::uuid[]) wanted(id) cross join lateral (
         select ${columns} from comment c
         where c.article_id = wanted.id and c.parent_id is null and c.status = 'VISIBLE' ${place}
         order by c.created_at desc, c.id desc limit $2
       ) newest`,
      after ? [articleIds, limit, new Date(after.createdAtMs), after.id] : [articleIds, limit],
    );
    return groupedBy(rows, (comment) => comment.articleId);
  }

  /** The answers to each of these comments, oldest first. */
  async answersTo(commentIds: readonly string[]): Promise<Map<string, Comment[]>> {
    const rows: Comment[] = await this.dataSource.query(
      `select ${columns} from comment c
       where c.parent_id = any($1::uuid[]) and c.status = 'VISIBLE' order by c.created_at, c.id`,
      [commentIds],
    );
    return groupedBy(rows, (comment) => comment.parentId as string);
  }

  /** Writes comments with their answers, seen by readers at once; all or none. */
  async writeVisible(drafts: readonly CommentDraft[]): Promise<void> {
    const rows = drafts.flatMap((draft) => {
      const id = uuidv7({ msecs: draft.createdAt.getTime() });
      const answers = (draft.answers ?? []).map((answer) => ({
        ...answer,
        id: uuidv7({ msecs: answer.createdAt.getTime() }),
        articleId: draft.articleId,
        parentId: id,
      }));
      return [{ ...draft, id, parentId: null }, ...answers];
    });
    await this.dataSource.query(
      `insert into comment (id, article_id, parent_id, author_name, text, created_at, status)
       select *, '${CommentStatus.VISIBLE}'
       from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[])`,
      [
        rows.map(({ id }) => id),
        rows.map(({ articleId }) => articleId),
        rows.map(({ parentId }) => parentId),
        rows.map(({ authorName }) => authorName),
        rows.map(({ text }) => text),
        rows.map(({ createdAt }) => createdAt),
      ],
    );
  }
}

function groupedBy(
  comments: readonly Comment[],
  keyOf: (comment: Comment) => string,
): Map<string, Comment[]> {
  const groups = new Map<string, Comment[]>();
  for (const comment of comments) {
    const key = keyOf(comment);
    const group = groups.get(key);
    if (group) group.push(comment);
    else groups.set(key, [comment]);
  }
  return groups;
}
