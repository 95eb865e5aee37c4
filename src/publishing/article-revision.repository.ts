import type { DataSource } from 'typeorm';
import type { ArticleRevision } from './article-revision.entity';
import type { Transaction } from './article-writing.repository';
import type { StoredArticle } from './stored-article';

const columns = `article_id as "articleId", version, at, "by", status, published_at as "publishedAt", content`;

/** Before it is changed: each version is kept once, by whoever replaces it. */
export async function keepRevision(transaction: Transaction, article: StoredArticle): Promise<void> {
  const { id, version, changedAt, changedBy, status, publishedAt, content } = article;
  await transaction.query(
    `insert into article_revision (article_id, version, at, "by", status, published_at, content)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      id,
      version,
      changedAt,
      changedBy && JSON.stringify(changedBy),
      status,
      publishedAt,
      JSON.stringify(content),
    ],
  );
}

export async function findRevision(
  transaction: Transaction,
  { articleId, version }: { articleId: string; version: number },
): Promise<ArticleRevision | undefined> {
  const rows: ArticleRevision[] = await transaction.query(
    `select ${columns} from article_revision where article_id = $1 and version = $2`,
    [articleId, version],
  );
  return rows[0];
}

export class ArticleRevisionRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Those before a version, the latest first. */
  page(articleId: string, beforeVersion: number | undefined, limit: number): Promise<ArticleRevision[]> {
    return this.dataSource.query(
      `select ${columns} from article_revision where article_id = $1 and version < coalesce($2, 2147483647)
       order by version desc limit $3`,
      [articleId, beforeVersion, limit],
    );
  }

  async count(articleId: string): Promise<number> {
    const [row] = await this.dataSource.query(
      'select count(*) as count from article_revision where article_id = $1',
      [articleId],
    );
    return Number(row.count);
  }
}
