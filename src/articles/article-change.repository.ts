import type { DataSource, EntityManager } from 'typeorm';
import type { ArticleChangeKind } from './article-change.entity';

/** Without an article where the tree of sections has changed. */
export interface ChangeToWrite {
  articleId: string | null;
  number: number | null;
  kind: ArticleChangeKind;
}

export interface ChangeRow extends ChangeToWrite {
  id: string;
}

const columns = `id, article_id as "articleId", number, kind`;

export class ArticleChangeRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Where a reader begins: at an id before all changes of the last `lookBackMs`, and those of them that it finds. */
  async beginning(lookBackMs: number): Promise<{ afterId: string; ids: string[] }> {
    const [row] = await this.dataSource.query(
      `with recent as (
         select id from article_change where at >= now() - $1 * interval '1 millisecond'
       )
       select least(
           (select coalesce(max(id), 0) from article_change where at < now() - $1 * interval '1 millisecond'),
           (select min(id) - 1 from recent)
         ) as "afterId",
         array(select id::text from recent order by id) as ids`,
      [lookBackMs],
    );
    return row;
  }

  /** What is older than any process can still have to hear of. */
  async deleteOlderThan(keepMs: number): Promise<void> {
    await this.dataSource.query(
      `delete from article_change where at < now() - $1 * interval '1 millisecond'`,
      [keepMs],
    );
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
