// The counters of slices that Redis still has: what a flusher has not written yet, and what it keeps until Postgres has
// confirmed it.

import { allPartitions } from '../boards/partition';
import type { RedisConnection } from '../platform/redis/connection';
import { counterNumberOf, VIEW_COUNTERS_BELOW } from './counter-names';
import { nameOfGeneration } from './generation-name';
import type { Slice } from './slice';
import { GENERATION_FIELD, sliceCountersKey, slicesKey } from './view-keys';

export interface CountOfGeneration {
  /** As Postgres names it. */
  generation: string;
  slice: Slice;
  article: number;
  counter: number;
  amount: number;
}

export class LiveSlicesStore {
  constructor(private readonly redis: RedisConnection) {}

  /** The view counters of the slices from `from` to before `until`. @throws StoreUnavailable */
  async viewCounts(
    { from, until }: { from: Slice; until: Slice },
    isWanted: (count: Pick<CountOfGeneration, 'article' | 'counter'>) => boolean,
  ): Promise<CountOfGeneration[]> {
    const counts: CountOfGeneration[] = [];
    await Promise.all(
      allPartitions.map(async (partition) => {
        for (const name of await this.redis.client.smembers(slicesKey(partition))) {
          const [slice, lineage] = [Number(name.split(':')[0]), name.split(':')[1] ?? ''];
          if (slice < from || slice >= until) continue;
          const hash = await this.redis.client.hgetall(sliceCountersKey(slice, lineage, partition));
          const birth = hash[GENERATION_FIELD];
          if (birth === undefined) continue; // deleted meanwhile: Postgres has it
          const generation = nameOfGeneration({ birth, lineage, slice });
          for (const [field, amount] of Object.entries(hash)) {
            const [articleText, counterName = ''] = field.split(':');
            const counter = counterNumberOf(counterName);
            if (counter === undefined || counter >= VIEW_COUNTERS_BELOW) continue;
            const article = Number(articleText);
            if (!isWanted({ article, counter })) continue;
            counts.push({ generation, slice, article, counter, amount: Number(amount) });
          }
        }
      }),
    );
    return counts;
  }
}
