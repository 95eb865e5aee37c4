import type { DataSource } from 'typeorm';
import { VIEW_COUNTERS_BELOW } from './counter-names';

export interface StoredTotal {
  article: number;
  /** As nameOfGeneration gives it. */
  generation: string;
  lineage: string;
  views: number;
}

export interface ExcludedViews {
  article: number;
  views: number;
}

export interface StoredTotals {
  totals: StoredTotal[];
  /** Names of those asked for whose figures stand in a merged generation. */
  merged: string[];
}

/** What Postgres knows of the views of articles. */
export class ArticleTotalRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * The figures of each generation, and which of those that Redis has were merged: by one statement, so that no merging
   * falls between the two.
   */
  async stored(articles: readonly number[], inRedis: readonly string[]): Promise<StoredTotals> {
    const rows: (Omit<StoredTotal, 'article'> & { article: number | null })[] = await this.dataSource.query(
      `select t.article, g.name as generation, g.lineage, t.views::float8 as views
       from article_total t join counter_generation g on g.id = t.generation
       where t.article = any($1::integer[])
       union all
       select null, name, lineage, 0 from counter_generation where name = any($2::text[]) and is_merged`,
      [articles, inRedis],
    );
    return {
      totals: rows.filter((row): row is StoredTotal => row.article !== null),
      merged: rows.flatMap(({ article, generation }) => (article === null ? [generation] : [])),
    };
  }

  /** Taken out and not taken back. */
  excluded(articles: readonly number[]): Promise<ExcludedViews[]> {
    return this.dataSource.query(
      `select article, sum(amount - restored)::float8 as views from rollup_exclusion
       where article = any($1::integer[]) and counter < $2 group by article`,
      [articles, VIEW_COUNTERS_BELOW],
    );
  }
}
