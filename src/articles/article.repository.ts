import type { DataSource } from 'typeorm';

/** Which articles; all of it must hold. Readers' lists: only what is public at `nowMs`. */
export interface ArticleFilter {
  nowMs: number;
  /** Any of these sections. */
  sectionIds?: readonly string[];
  authorId?: string;
  tagSlug?: string;
  language?: string;
  publishedFrom?: Date;
  publishedBefore?: Date;
}

export interface NewestAfter {
  publishedAtMs: number;
  id: string;
}

interface Condition {
  where: string;
  values: unknown[];
}

/** A place in the order by views, the larger number first of two that have been viewed as often. */
export interface ViewsPlace {
  views: number;
  number: number;
}

export interface ViewsPage {
  after: ViewsPlace | undefined;
  limit: number;
  /** MOST leaves out what was never viewed. */
  order?: 'ALL' | 'MOST' | 'LEAST';
}

export class ArticleRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Numbers of a page, newest first, after a place in that order. */
  async newestPage(filter: ArticleFilter, after: NewestAfter | undefined, limit: number): Promise<number[]> {
    const { where, values } = await this.conditionOf(filter);
    const place = after
      ? ` and (a.published_at, a.id) < ($${values.push(new Date(after.publishedAtMs))}, $${values.push(after.id)})`
      : '';
    return this.numbers(
      `select a.number from article a where ${where}${place}
       order by a.published_at desc, a.id desc limit $${values.push(limit)}`,
      values,
    );
  }

  async countMatching(filter: ArticleFilter, which: 'ALL' | 'VIEWED' = 'ALL'): Promise<number> {
    const { where, values } = await this.conditionOf(filter);
    const views = which === 'VIEWED' ? ' join article_views v on v.article = a.number and v.views > 0' : '';
    const [row] = await this.dataSource.query(
      `select count(*) as count from article a${views} where ${where}`,
      values,
    );
    return Number(row.count);
  }

  /** How many are public, by section. */
  async countBySection(nowMs: number): Promise<Map<string, number>> {
    const rows: { sectionId: string; count: string }[] = await this.dataSource.query(
      `select section_id as "sectionId", count(*) as count from article
       where status = 'PUBLISHED' and published_at <= $1 group by section_id`,
      [new Date(nowMs)],
    );
    return new Map(rows.map(({ sectionId, count }) => [sectionId, Number(count)]));
  }

  /** A page in the order of views of all time, the most viewed first; by `article_views`, which Postgres keeps up. */
  async viewsPage(filter: ArticleFilter, { after, limit, order = 'ALL' }: ViewsPage): Promise<ViewsPlace[]> {
    const { where, values } = await this.conditionOf(filter);
    const isLeast = order === 'LEAST';
    const place = after
      ? ` and (v.views, v.article) ${isLeast ? '>' : '<'} ($${values.push(after.views)}, $${values.push(after.number)})`
      : '';
    const viewed = order === 'MOST' ? ' and v.views > 0' : '';
    const direction = isLeast ? 'asc' : 'desc';
    const rows: { number: number; views: string }[] = await this.dataSource.query(
      `select v.article as number, v.views from article_views v join article a on a.number = v.article
       where ${where}${viewed}${place}
       order by v.views ${direction}, v.article ${direction} limit $${values.push(limit)}`,
      values,
    );
    return rows.map(({ number, views }) => ({ number, views: Number(views) }));
  }

  /** Body by article id: sanitised HTML. */
  async bodiesOf(ids: readonly string[]): Promise<Map<string, string>> {
    const rows: { id: string; body: string }[] = await this.dataSource.query(
      `select id, body from article where id = any($1::uuid[])`,
      [ids],
    );
    return new Map(rows.map(({ id, body }) => [id, body]));
  }

  /** When articles of a source were published, by their id there. */
  async publishedBefore(source: string, externalIds: readonly string[]): Promise<Map<string, Date>> {
    const rows: { externalId: string; publishedAt: Date }[] = await this.dataSource.query(
      `select external_id as "externalId", published_at as "publishedAt" from article
       where source = $1 and external_id = any($2::text[]) and published_at is not null`,
      [source, externalIds],
    );
    return new Map(rows.map(({ externalId, publishedAt }) => [externalId, publishedAt]));
  }

  /** Id and number of articles of a source, by their id there. */
  async knownInSource(
    source: string,
    externalIds: readonly string[],
  ): Promise<Map<string, { id: string; number: number }>> {
    const rows: { externalId: string; id: string; number: number }[] = await this.dataSource.query(
      `select external_id as "externalId", id, number from article
       where source = $1 and external_id = any($2::text[])`,
      [source, externalIds],
    );
    return new Map(rows.map(({ externalId, id, number }) => [externalId, { id, number }]));
  }

  /** The largest number that an article has; 0 without any. */
  async newestNumber(): Promise<number> {
    const [row] = await this.dataSource.query(
      `select coalesce(max(number), 0)::integer as newest from article`,
    );
    return row.newest;
  }

  async isEmpty(): Promise<boolean> {
    const [row] = await this.dataSource.query(`select not exists (select from article) as empty`);
    return row.empty;
  }

  private async numbers(sql: string, values: unknown[]): Promise<number[]> {
    const rows: { number: number }[] = await this.dataSource.query(sql, values);
    return rows.map(({ number }) => number);
  }

  /**
   * The id of the tag is looked up first: with the id itself Postgres knows how common the tag is (of 100,000
   * articles, a page of a tag that 8,500 have took 13 ms against 96 with a join on the slug).
   */
  private async conditionOf({ tagSlug, ...filter }: ArticleFilter): Promise<Condition> {
    const values: unknown[] = [];
    if (tagSlug === undefined) return { where: conditionOf(filter, undefined, values), values };
    const tagId = await this.tagIdOf(tagSlug);
    return { where: tagId === undefined ? 'false' : conditionOf(filter, tagId, values), values };
  }

  async tagIdOf(slug: string): Promise<string | undefined> {
    const [tag] = await this.dataSource.query('select id from tag where slug = $1', [slug]);
    return tag?.id;
  }
}

/** On an article `a`. Every value is bound, after those that are there; nothing that a client writes becomes SQL. */
export function conditionOf(
  filter: Omit<ArticleFilter, 'tagSlug'>,
  tagId: string | undefined,
  values: unknown[],
): string {
  const parts = [`a.status = 'PUBLISHED'`, `a.published_at <= $${values.push(new Date(filter.nowMs))}`];
  if (filter.sectionIds) parts.push(`a.section_id = any($${values.push(filter.sectionIds)}::uuid[])`);
  if (filter.language !== undefined) parts.push(`a.language = $${values.push(filter.language)}`);
  if (filter.publishedFrom) parts.push(`a.published_at >= $${values.push(filter.publishedFrom)}`);
  if (filter.publishedBefore) parts.push(`a.published_at < $${values.push(filter.publishedBefore)}`);
  if (filter.authorId !== undefined) {
    const author = `$${values.push(filter.authorId)}`;
    parts.push(`exists (select from article_author w where w.article_id = a.id and w.author_id = ${author})`);
  }
  if (tagId !== undefined) {
    const tag = `$${values.push(tagId)}`;
    parts.push(`exists (select from article_tag t where t.article_id = a.id and t.tag_id = ${tag})`);
  }
  return parts.join(' and ');
}
