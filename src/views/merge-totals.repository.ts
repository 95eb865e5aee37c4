import type { DataSource } from 'typeorm';
import { allPartitions, type Partition } from '../boards/partition';
import { ROLLUP_LOCK } from './rollup-lock';

export interface ClosedTotals {
  generation: number;
  partition: Partition;
}

/** A Redis that is restored from a copy within that time brings its counters back, and their totals are shown. */
const ABSENT_FOR = '30 days';
/** Fewer rows an article are quick to add up; merging takes a rewriting of each. */
const MERGED_FROM = 8;
const LOCK_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 60_000;

export class MergeTotalsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** `lineages` are those that Redis has totals of, by partition. */
  async noteAbsent(lineages: readonly (readonly string[])[]): Promise<void> {
    const pairs = allPartitions.flatMap((partition) =>
      (lineages[partition] ?? []).map((lineage) => ({ partition, lineage })),
    );
    await this.dataSource.query(
      `update counter_generation as g set absent_since = case when found.is_there then null else now() end
       from (select id, (partition, lineage) in (select * from unnest($1::smallint[], $2::text[])) as is_there
             from counter_generation where slice is null and not is_merged and lineage <> '') as found
       where g.id = found.id and (g.absent_since is null) <> found.is_there`,
      [pairs.map(({ partition }) => partition), pairs.map(({ lineage }) => lineage)],
    );
  }

  /** Of partitions that have many. */
  async closed(): Promise<ClosedTotals[]> {
    return this.dataSource.query(
      `select generation, partition from (
         select id as generation, partition, count(*) over (partition by partition) as many
         from counter_generation
         where slice is null and not is_merged and absent_since < now() - interval '${ABSENT_FOR}'
       ) as closed where many >= ${MERGED_FROM} order by generation`,
    );
  }

  /** Adds its figures to those of the partition's generation for that; whatever still comes of it is dropped. */
  async merge({ generation, partition }: ClosedTotals): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.query(`set local lock_timeout = ${LOCK_TIMEOUT_MS}`);
      await manager.query(`set local statement_timeout = ${STATEMENT_TIMEOUT_MS}`);
      await manager.query('select pg_advisory_xact_lock($1)', [ROLLUP_LOCK]);
      const merged = await manager.query('select 1 from counter_generation where id = $1 and not is_merged', [
        generation,
      ]);
      if (merged.length === 0) return; // by another process
      await manager.query(
        `insert into counter_generation (name, lineage, partition) values ($1, '', $2) on conflict do nothing`,
        [`merged:${partition}`, partition],
      );
      await manager.query(
        `insert into article_total (article, generation, views)
         select t.article, g.id, t.views from article_total t, counter_generation g
         where t.generation = $1 and g.name = $2
         on conflict (article, generation) do update set views = article_total.views + excluded.views`,
        [generation, `merged:${partition}`],
      );
      await manager.query('delete from article_total where generation = $1', [generation]);
      await manager.query('update counter_generation set is_merged = true where id = $1', [generation]);
    });
  }
}
