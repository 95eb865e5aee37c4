import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { ArticleChangeKind } from '../articles/article-change.entity';
import { ArticleChangeRepository } from '../articles/article-change.repository';
import { Comment } from './comment.entity';
import { CommentStatus } from './comment-status';
import { authorNameOf, commentTextOf } from './comment-text';

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

export interface CommentCounts {
  /** Comments and answers that readers see. */
  all: number;
  /** Those that are no answers: the length of the list that is paged. */
  top: number;
  /** A moderator has closed them: what is there stays, and nothing new is taken. */
  isClosed: boolean;
}

/** The newest comments of an article, newest first, and the answers to each, oldest first. */
export interface CommentThreads {
  comments: Comment[];
  answers: Map<string, Comment[]>;
}

const columns = `c.id, c.article_id as "articleId", c.parent_id as "parentId", c.author_name as "authorName",
  c.text, c.status, c.created_at as "createdAt"`;

/** An answer goes out of sight with the comment that it answers, and comes back with it. */
const isSeen = `c.status = 'VISIBLE' and (c.parent_id is null or exists (
  select from comment parent where parent.id = c.parent_id and parent.status = 'VISIBLE'))`;

export class CommentRepository {
  private readonly changeRows: ArticleChangeRepository;

  constructor(private readonly dataSource: DataSource) {
    this.changeRows = new ArticleChangeRepository(dataSource);
  }

  /** What readers see, by article; without those that have no comment and take some. */
  async countsOf(articleIds: readonly string[]): Promise<Map<string, CommentCounts>> {
    const rows: { articleId: string; all: string; top: string; isClosed: boolean }[] =
      await this.dataSource.query(
        `select wanted.id as "articleId", count(c.id) as all,
           count(c.id) filter (where c.parent_id is null) as top, closure.article_id is not null as "isClosed"
         from unnest($1::uuid[]) wanted(id)
         left join comment c on c.article_id = wanted.id and ${isSeen}
         left join comment_closure closure on closure.article_id = wanted.id
         group by wanted.id, closure.article_id having count(c.id) > 0 or closure.article_id is not null`,
        [articleIds],
      );
    return new Map(
      rows.map(({ articleId, all, top, isClosed }) => [
        articleId,
        { all: Number(all), top: Number(top), isClosed },
      ]),
    );
  }

  /** The newest comments of each article with all their answers, in one statement: they are of one moment. */
  async threadsOf(articleIds: readonly string[], limit: number): Promise<Map<string, CommentThreads>> {
    const rows: Comment[] = await this.dataSource.query(
      `with shown as (
         select newest.* from unnest($1::uuid[]) wanted(id) cross join lateral (
           select c.* from comment c
           where c.article_id = wanted.id and c.parent_id is null and c.status = 'VISIBLE'
           order by c.created_at desc, c.id desc limit $2
         ) newest
       )
       select ${columns} from shown c
       union all
       select ${columns} from comment c where c.parent_id in (select id from shown) and c.status = 'VISIBLE'`,
      [articleIds, limit],
    );
    const oldestFirst = rows.sort(
      (a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1),
    );
    // Each article has its own, also where it is empty: what is made of one is remembered under it.
    const threads = new Map(articleIds.map((id): [string, CommentThreads] => [id, noThreads()]));
    for (const row of oldestFirst) {
      // The very object comes back as the root of its fields: type-graphql makes a copy of what is no instance.
      const comment = Object.assign(new Comment(), row);
      const thread = threads.get(comment.articleId) as CommentThreads;
      if (comment.parentId === null) thread.comments.unshift(comment);
      else thread.answers.set(comment.parentId, [...(thread.answers.get(comment.parentId) ?? []), comment]);
    }
    return threads;
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

  /**
   * Writes comments with their answers, seen by readers at once; all or none. Processes show them within a second.
   * @throws CommentEmpty, CommentTooLong, NameEmpty, NameTooLong, TooManyMarks or CommentUnreadable
   */
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
    await this.dataSource.transaction(async (manager) => {
      await manager.query(
        `insert into comment (id, article_id, parent_id, author_name, text, created_at, status)
       select *, '${CommentStatus.VISIBLE}'
       from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[])`,
        [
          rows.map(({ id }) => id),
          rows.map(({ articleId }) => articleId),
          rows.map(({ parentId }) => parentId),
          rows.map(({ authorName }) => authorNameOf(authorName)),
          rows.map(({ text }) => commentTextOf(text)),
          rows.map(({ createdAt }) => createdAt),
        ],
      );
      const articles: { articleId: string; number: number }[] = await manager.query(
        `select id as "articleId", number from article where id = any($1::uuid[])`,
        [[...new Set(rows.map(({ articleId }) => articleId))]],
      );
      const kind = ArticleChangeKind.COMMENTS;
      await this.changeRows.writeChanges(
        manager,
        articles.map((article) => ({ ...article, kind })),
      );
    });
  }
}

function noThreads(): CommentThreads {
  return { comments: [], answers: new Map() };
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
