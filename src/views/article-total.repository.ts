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

/** What Postgres knows of the views of articles. */
export class ArticleTotalRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The figures of each generation. */
  stored(articles: readonly number[]): Promise<StoredTotal[]> {
    return this.dataSource.query(
      `select t.article, g.name as generation, g.lineage, t.views::float8 as views
       from article_total t join counter_generation g on g.id = t.generation
       where t.article = any($1::integer[])`,
      [articles],
    );
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
