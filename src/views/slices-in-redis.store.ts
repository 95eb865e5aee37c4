// What Redis still has of the growing counters, by name alone.

import { allPartitions, type Partition } from '../boards/partition';
import type { RedisConnection } from '../platform/redis/connection';
import type { Slice } from './slice';
import { lineagesKey, slicesKey } from './view-keys';

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

  private async ofEach(key: (partition: Partition) => string): Promise<string[][]> {
    return Promise.all(allPartitions.map((partition) => this.redis.client.smembers(key(partition))));
  }
}
