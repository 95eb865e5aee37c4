// Reads what experiments have counted, for whoever brings it to Postgres.

import { allPartitions, type Partition } from '../boards/partition';
import type { RedisConnection } from '../platform/redis/connection';
import { GENERATION_FIELD } from '../views/view-keys';
import { variantCountersKey, variantNamesKey } from './variant-keys';

export interface CountersOfHour {
  partition: Partition;
  /** "hour:lineage". */
  name: string;
  hour: number;
  /** One life of the hash, by which Postgres tells it from any other. */
  generation: string;
  /** "experiment:bucket:what" -> amount. */
  figures: Readonly<Record<string, string>>;
}

export class VariantCountersStore {
  constructor(private readonly redis: RedisConnection) {}

  /** @throws StoreUnavailable, as everything here */
  async names(): Promise<{ partition: Partition; name: string }[]> {
    const named = await Promise.all(
      allPartitions.map(async (partition) => {
        const names = await this.redis.client.smembers(variantNamesKey(partition));
        return names.map((name) => ({ partition, name }));
      }),
    );
    return named.flat();
  }

  /** Undefined when they have expired. */
  async read(partition: Partition, name: string): Promise<CountersOfHour | undefined> {
    const all = await this.redis.client.hgetall(variantCountersKey(name, partition));
    const { [GENERATION_FIELD]: birth, ...figures } = all;
    if (birth === undefined) return undefined;
    const hour = Number(name.split(':')[0]);
    return { partition, name, hour, generation: `${birth} ${partition} ${name}`, figures };
  }

  async forget(partition: Partition, name: string): Promise<void> {
    await this.redis.client.srem(variantNamesKey(partition), name);
  }
}
