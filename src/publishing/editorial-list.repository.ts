import type { DataSource } from 'typeorm';
import { ArticleStatus } from '../articles/article-status';

export type EditorialOrder = 'UPDATED' | 'CREATED';

/** All of it must hold. */
export interface EditorialFilter {
  nowMs: number;
  status?: ArticleStatus;
  sectionIds?: readonly string[];
  authorId?: string;
}

export interface EditorialPlace {
  atMs: number;
  id: string;
}

const columnOf: Readonly<Record<EditorialOrder, string>> = {
  UPDATED: 'a.changed_at',
  CREATED: 'a.created_at',
};

export class EditorialListRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Ids of a page, the latest first, after a place in that order. */
  async page(
    filter: EditorialFilter,
    { orderBy, after, limit }: { orderBy: EditorialOrder; after: EditorialPlace | undefined; limit: number },
  ): Promise<string[]> {
    const { where, values } = conditionOf(filter);
    const column = columnOf[orderBy];
    const place = after
      ? ` and (${column}, a.id) < ($${values.push(new Date(after.atMs))}, $${values.push(after.id)})`
      : '';
    const rows: { id: string }[] = await this.dataSource.query(
      `select a.id from article a where ${where}${place}
       order by ${column} desc, a.id desc limit $${values.push(limit)}`,
      values,
    );
    return rows.map(({ id }) => id);
  }

  async count(filter: EditorialFilter): Promise<number> {
    const { where, values } = conditionOf(filter);
    const [row] = await this.dataSource.query(
      `select count(*) as count from article a where ${where}`,
      values,
    );
    return Number(row.count);
  }
}

/** Every value is bound. */
function conditionOf({ nowMs, status, sectionIds, authorId }: EditorialFilter): {
  where: string;
  values: unknown[];
} {
  const values: unknown[] = [];
  const parts = ['true'];
  if (status === ArticleStatus.SCHEDULED || status === ArticleStatus.PUBLISHED) {
    const isDue = status === ArticleStatus.PUBLISHED ? '<=' : '>';
    parts.push(`a.status = 'PUBLISHED' and a.published_at ${isDue} $${values.push(new Date(nowMs))}`);
  } else if (status !== undefined) parts.push(`a.status = $${values.push(status)}`);
  if (sectionIds) parts.push(`a.section_id = any($${values.push(sectionIds)}::uuid[])`);
  if (authorId !== undefined) {
    const author = `$${values.push(authorId)}`;
    parts.push(`exists (select from article_author w where w.article_id = a.id and w.author_id = ${author})`);
  }
  return { where: parts.join(' and '), values };
}
