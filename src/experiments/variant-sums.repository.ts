// What experiments have counted, in Postgres: of one generation of a counter the larger figure wins, so that writing
// the same again, late or by several processes changes nothing.

import type { DataSource } from 'typeorm';
import { BUCKETS } from './buckets';
import type { BucketSums } from './formulas/compare-variants';

export interface SumToWrite extends BucketSums {
  /** Number of the experiment. */
  experiment: number;
  hour: number;
  bucket: number;
  generation: string;
}

export interface SumOfHour extends BucketSums {
  hour: number;
  bucket: number;
}

const COLUMNS = 'experiment, hour, bucket, generation, impressions, clicks, readers';

export class VariantSumsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Of experiments that are not there, nothing is written. */
  async write(sums: readonly SumToWrite[]): Promise<void> {
    if (sums.length === 0) return;
    await this.dataSource.query(
      `insert into experiment_sum as kept (${COLUMNS})
       select ${COLUMNS} from jsonb_populate_recordset(null::experiment_sum, $1::jsonb) given
       where exists (select from experiment where number = given.experiment and result is null)
       order by experiment, bucket, hour, generation
       on conflict (experiment, bucket, hour, generation) do update set
         impressions = greatest(kept.impressions, excluded.impressions),
         clicks = greatest(kept.clicks, excluded.clicks), readers = greatest(kept.readers, excluded.readers)
       where excluded.impressions > kept.impressions or excluded.clicks > kept.clicks
         or excluded.readers > kept.readers`,
      [JSON.stringify(sums)],
    );
  }

  /** Of each bucket, all hours together; those without anything too. */
  async ofBuckets(experiment: number): Promise<BucketSums[]> {
    const rows: (Record<keyof BucketSums, string> & { bucket: number })[] = await this.dataSource.query(
      `select bucket, sum(impressions)::bigint as impressions, sum(clicks)::bigint as clicks,
         sum(readers)::bigint as readers
       from experiment_sum where experiment = $1 group by bucket`,
      [experiment],
    );
    const sums = Array.from({ length: BUCKETS }, () => ({ impressions: 0, clicks: 0, readers: 0 }));
    for (const { bucket, ...row } of rows) sums[bucket] = amountsOf(row);
    return sums;
  }

  /** By the hour of the list that was shown, and by bucket. */
  async ofHours(experiment: number): Promise<SumOfHour[]> {
    const rows: (Record<keyof BucketSums, string> & { hour: number; bucket: number })[] =
      await this.dataSource.query(
        `select hour, bucket, sum(impressions)::bigint as impressions, sum(clicks)::bigint as clicks,
           sum(readers)::bigint as readers
         from experiment_sum where experiment = $1 group by hour, bucket order by hour, bucket`,
        [experiment],
      );
    return rows.map(({ hour, bucket, ...row }) => ({ hour, bucket, ...amountsOf(row) }));
  }

  /** Keeps the result of an experiment, and nothing of its buckets. */
  async fold(experiment: number, result: object): Promise<void> {
    await this.dataSource.transaction(async (transaction) => {
      await transaction.query(`update experiment set result = $2::jsonb where number = $1`, [
        experiment,
        JSON.stringify(result),
      ]);
      await transaction.query(`delete from experiment_sum where experiment = $1`, [experiment]);
    });
  }

  /** What was kept when the sums of its buckets were deleted. */
  async folded(experiment: number): Promise<unknown> {
    const rows: { result: unknown }[] = await this.dataSource.query(
      `select result from experiment where number = $1`,
      [experiment],
    );
    return rows[0]?.result ?? undefined;
  }
}

function amountsOf(row: Record<keyof BucketSums, string>): BucketSums {
  return {
    impressions: Number(row.impressions),
    clicks: Number(row.clicks),
    readers: Number(row.readers),
  };
}
