// The totals that Redis has: those of the lineage that counts now, and those of ended ones until a flusher has moved
// them to Postgres.

import { allPartitions, type Partition } from '../boards/partition';
import type { RedisConnection } from '../platform/redis/connection';
import { nameOfGeneration } from './generation-name';
import { GENERATION_FIELD, lineagesKey, totalsKey } from './view-keys';

export interface LineageTotals {
  lineage: string;
  /** As nameOfGeneration gives it. */
  generation: string;
  /** In the order asked for. */
  views: number[];
}

export class ViewTotalsStore {
  /** Those that were there at the last reading; a new one is found with the next. */
  private readonly known = allPartitions.map((): readonly string[] => []);

  constructor(private readonly redis: RedisConnection) {}

  /** Of articles of one partition. @throws StoreUnavailable */
  async read(partition: Partition, articles: readonly number[]): Promise<LineageTotals[]> {
    const known = this.known[partition] ?? [];
    const fields = [GENERATION_FIELD, ...articles.map(String)];
    const [lineages, ...readings] = (await this.redis.inOneWrite((commands) => {
      commands.smembers(lineagesKey(partition));
      for (const lineage of known) commands.hmget(totalsKey(lineage, partition), ...fields);
    })) as [string[], ...(string | null)[][]];
    const fresh = lineages.filter((lineage) => !known.includes(lineage));
    this.known[partition] = lineages;
    const others = fresh.length === 0 ? [] : await this.readOf(fresh, partition, fields);
    return [...known, ...fresh].flatMap((lineage, at) =>
      totalsOf(lineage, [...readings, ...others][at] ?? []),
    );
  }

  private async readOf(
    lineages: readonly string[],
    partition: Partition,
    fields: readonly string[],
  ): Promise<(string | null)[][]> {
    return (await this.redis.inOneWrite((commands) => {
      for (const lineage of lineages) commands.hmget(totalsKey(lineage, partition), ...fields);
    })) as (string | null)[][];
  }
}

function totalsOf(lineage: string, [birth, ...views]: readonly (string | null)[]): LineageTotals[] {
  if (birth == null) return []; // moved to Postgres meanwhile
  return [{ lineage, generation: nameOfGeneration({ birth, lineage }), views: views.map(Number) }];
}
