// What Redis still has of the growing counters, by name alone.

import { allPartitions, type Partition } from '../boards/partition';
import type { RedisConnection } from '../platform/redis/connection';
import { counterNumberOf } from './counter-names';
import { type Generation, nameOfGeneration } from './generation-name';
import type { Slice } from './slice';
import { GENERATION_FIELD, lineagesKey, sliceCountersKey, slicesKey } from './view-keys';

export class SlicesInRedisStore {
  constructor(private readonly redis: RedisConnection) {}

  /** Slices of which any partition has counters, of any lineage. @throws StoreUnavailable */
  async slices(): Promise<Set<Slice>> {
    const names = await this.ofEach(slicesKey);
    return new Set(names.flat().map((name) => Number(name.split(':')[0])));
  }

  /** By partition, the lineages of which there are totals. @throws StoreUnavailable */
  async lineages(): Promise<string[][]> {
    return this.ofEach(lineagesKey);
  }

  /** Of a partition, the living counters by the name that Postgres knows them by. @throws StoreUnavailable */
  async generations(partition: Partition): Promise<Map<string, Required<Generation>>> {
    const names = await this.redis.client.smembers(slicesKey(partition));
    const slices = names.map((name) => {
      const [slice, lineage = ''] = name.split(':');
      return { slice: Number(slice), lineage };
    });
    const births = (await this.redis.inOneWrite((commands) => {
      for (const { slice, lineage } of slices) {
        commands.hget(sliceCountersKey(slice, lineage, partition), GENERATION_FIELD);
      }
    })) as (string | null)[];
    const generations = slices.flatMap((named, at) => {
      const birth = births[at];
      return birth === null || birth === undefined ? [] : [{ ...named, partition, birth }];
    });
    return new Map(generations.map((generation) => [nameOfGeneration(generation), generation]));
  }

  /** What one of them holds now, by "article counter"; empty where it has been deleted. @throws StoreUnavailable */
  async amounts({ slice, lineage, partition, birth }: Required<Generation>): Promise<Map<string, number>> {
    const hash = await this.redis.client.hgetall(sliceCountersKey(slice, lineage, partition));
    if (hash[GENERATION_FIELD] !== birth) return new Map();
    const amounts = new Map<string, number>();
    for (const [field, amount] of Object.entries(hash)) {
      const colon = field.indexOf(':');
      const counter = colon < 0 ? undefined : counterNumberOf(field.slice(colon + 1));
      if (counter !== undefined) amounts.set(`${field.slice(0, colon)} ${counter}`, Number(amount));
    }
    return amounts;
  }

  private async ofEach(key: (partition: Partition) => string): Promise<string[][]> {
    return Promise.all(allPartitions.map((partition) => this.redis.client.smembers(key(partition))));
  }
}
