// On a Cluster a dead primary takes its own partitions along and leaves the others: whether Redis is up is a question
// for each of them.

import { StorePartlyGone, StoreUnavailable } from '../platform/errors';
import type { RedisConnection } from '../platform/redis/connection';
import { landmarksKey } from './board-keys';
import { allPartitions, PARTITIONS, type Partition } from './partition';

/** Of all partitions those whose server does not answer now. */
export async function partitionsOutOfReach(redis: RedisConnection): Promise<Partition[]> {
  const reached = await Promise.all(
    allPartitions.map((partition) =>
      redis.client.exists(landmarksKey(partition)).then(
        () => true,
        (error: unknown) => {
          if (error instanceof StoreUnavailable) return false;
          throw error;
        },
      ),
    ),
  );
  return allPartitions.filter((partition) => !reached[partition]);
}

/** @throws StoreUnavailable when none can be reached, StorePartlyGone when some cannot */
export async function reachAllPartitions(redis: RedisConnection): Promise<void> {
  const gone = await partitionsOutOfReach(redis);
  if (gone.length === PARTITIONS) throw new StoreUnavailable('Redis');
  if (gone.length > 0) throw new StorePartlyGone(`partitions ${gone.join(', ')} of 0 to ${PARTITIONS - 1}`);
}
