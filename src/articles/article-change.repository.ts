import type { DataSource, EntityManager } from 'typeorm';
import type { ArticleChangeKind } from './article-change.entity';

export interface ChangeRow {
  id: string;
  articleId: string;
  number: number;
  kind: ArticleChangeKind;
}

export interface ChangeToWrite {
  articleId: string;
  number: number;
  kind: ArticleChangeKind;
}

const columns = `id, article_id as "articleId", number, kind`;

export class ArticleChangeRepository {
  constructor(private readonly dataSource: DataSource) {}

  async newestId(): Promise<string> {
    const [row] = await this.dataSource.query(`select coalesce(max(id), 0) as id from article_change`);
    return row.id;
  }

  /** Those after `afterId` but for those that are `known`, oldest first. */
  changesAfter(afterId: string, known: readonly string[], atMost: number): Promise<ChangeRow[]> {
    return this.dataSource.query(
      `select ${columns} from article_change
       where id > $1 and id <> all($2::bigint[]) order by id limit $3`,
      [afterId, known, atMost],
    );
  }

  /** In the caller's transaction: the change and its announcement are there together or not at all. */
  async writeChanges(manager: EntityManager, changes: readonly ChangeToWrite[]): Promise<ChangeRow[]> {
    if (changes.length === 0) return [];
    return manager.query(
      `insert into article_change (article_id, number, kind)
       select * from unnest($1::uuid[], $2::integer[], $3::text[]) returning ${columns}`,
      [
        changes.map(({ articleId }) => articleId),
        changes.map(({ number }) => number),
        changes.map(({ kind }) => kind),
      ],
    );
  }
}
