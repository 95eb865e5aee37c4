import type { DataSource } from 'typeorm';
import type { NewestAfter } from './article.repository';

export interface AuthorPage {
  authorIds: readonly string[];
  limit: number;
  after: NewestAfter | undefined;
  nowMs: number;
}

/** What several authors have written, in one statement for all of them: every byline of a list may ask. */
export class AuthorArticlesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** By author id: numbers of a page, newest first, after a place in that order. */
  async newestOfEach({ authorIds, limit, after, nowMs }: AuthorPage): Promise<Map<string, number[]>> {
    const values: unknown[] = [authorIds, new Date(nowMs), limit];
    const place = after
      ? ` and (a.published_at, a.id) < ($${values.push(new Date(after.publishedAtMs))}, $${values.push(after.id)})`
      : '';
    const rows: { authorId: string; numbers: number[] }[] = await this.dataSource.query(
      `select asked.id as "authorId", array(
         select a.number from article_author w join article a on a.id = w.article_id
         where w.author_id = asked.id and a.status = 'PUBLISHED' and a.published_at <= $2${place}
         order by a.published_at desc, a.id desc limit $3
       ) as numbers
       from unnest($1::uuid[]) as asked(id)`,
      values,
    );
    return new Map(rows.map(({ authorId, numbers }) => [authorId, numbers]));
  }

  async countsOf(authorIds: readonly string[], nowMs: number): Promise<Map<string, number>> {
    const rows: { authorId: string; count: string }[] = await this.dataSource.query(
      `select w.author_id as "authorId", count(*) as count
       from article_author w join article a on a.id = w.article_id
       where w.author_id = any($1::uuid[]) and a.status = 'PUBLISHED' and a.published_at <= $2
       group by w.author_id`,
      [authorIds, new Date(nowMs)],
    );
    return new Map(rows.map(({ authorId, count }) => [authorId, Number(count)]));
  }
}
