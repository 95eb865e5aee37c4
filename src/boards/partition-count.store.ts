import { MostreadError } from '../platform/errors';
import type { RedisConnection } from '../platform/redis/connection';
import { partitionCountKey } from './board-keys';
import { PARTITIONS } from './partition';

/** The counts lie where another number of partitions has put them, and would not be found. */
export class PartitionCountDiffers extends MostreadError {
  readonly code = 'PARTITION_COUNT_DIFFERS';

  constructor(store: string, kept: string) {
    super(
      `${store} was filled by a Mostread with ${kept} partitions; this one has ${PARTITIONS}. ` +
        'Start the version that filled it, or give this one a database and a key space of its own.',
    );
  }
}

/**
 * Writes the number of partitions into an empty key space. @throws PartitionCountDiffers where another one is
 * kept.
 */
export async function checkPartitionCount(redis: RedisConnection): Promise<void> {
  await redis.client.setnx(partitionCountKey(), PARTITIONS);
  const kept = await redis.client.get(partitionCountKey());
  if (kept !== String(PARTITIONS)) throw new PartitionCountDiffers('Redis', kept ?? 'an unknown number of');
}
