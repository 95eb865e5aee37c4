// Ends what is kept under pseudonyms of visitors: views one by one after VIEW_STREAM_HOURS, and the visitor that an
// exclusion names once no view can be under its pseudonym any more. Any number of processes may do it at once.

import { allPartitions, type Partition } from '../boards/partition';
import type { Clock } from '../platform/clock';
import type { RedisConnection } from '../platform/redis/connection';
import { runScript } from '../platform/redis/script';
import type { ExclusionRepository } from './exclusion.repository';
import { trimViewStream } from './trim-view-stream.script';

export interface ViewStreamKeeperParts {
  redis: RedisConnection;
  exclusions: Pick<ExclusionRepository, 'forgetVisitorsOf'>;
  clock: Clock;
  streamHours: number;
}

const HOUR_MS = 3_600_000;
/**
 * A pseudonym that an exclusion names is one of its day or of a day before: a day has at most 25 hours, yesterday's
 * pseudonyms are known 45 minutes into the next, and views may wait 40 minutes for Redis.
 */
const PSEUDONYMS_COUNT_MS = 27 * HOUR_MS;
/** Of a partition in one run, of some hundred entries each. */
const CALLS_MAX = 100;

export class ViewStreamKeeper {
  constructor(private readonly parts: ViewStreamKeeperParts) {}

  /** A partition that is away keeps no other from it. @throws StoreUnavailable */
  async run(): Promise<void> {
    const { exclusions, clock, streamHours } = this.parts;
    const beforeMs = clock.nowMs() - streamHours * HOUR_MS;
    const trimmed = await Promise.allSettled(
      allPartitions.map((partition) => this.trim(partition, beforeMs)),
    );
    await exclusions.forgetVisitorsOf(new Date(beforeMs - PSEUDONYMS_COUNT_MS));
    for (const one of trimmed) if (one.status === 'rejected') throw one.reason;
  }

  private async trim(partition: Partition, beforeMs: number): Promise<void> {
    for (let calls = 0; calls < CALLS_MAX; calls++) {
      if ((await runScript(this.parts.redis, trimViewStream, { partition, beforeMs })) === 'DONE') return;
    }
  }
}
