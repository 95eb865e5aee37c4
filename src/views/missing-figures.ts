// Which figures of Postgres the boards of Redis are missing, when Redis has come back with less than it had:
// empty, or as it was a while ago. Views counted since are on the boards, and theirs is the present lineage.

import type { Partition } from '../boards/partition';
import { SLICE_MS } from './slice';

/** The flusher deletes no counters of a slice that ended less than this ago. */
const DELETED_AFTER_MS = 2 * 60_000;

export interface KnownGeneration {
  id: number;
  name: string;
  lineage: string;
  partition: Partition;
  slice: number;
  /** By the clock of Postgres, as are the times below. */
  firstSeenMs: number;
}

/** What a part of a partition's boards is known to have. */
export interface BoardsSeen {
  partition: Partition;
  /** The lineage that counts now. */
  lineage: string;
  /** When it was first noticed that another one counts. */
  foundMs: number;
  /** Until when its boards were known to have everything; minus infinity where Redis knows nothing. */
  seenMs: number;
}

/**
 * - `wholly`: the boards have nothing of it.
 * - `partly`: Redis has it again, but maybe with less than Postgres.
 * - `none`: the boards have all of it.
 */
export function missingOf(
  generation: KnownGeneration,
  boards: BoardsSeen,
  inRedis: ReadonlySet<string>,
): 'wholly' | 'partly' | 'none' {
  if (generation.partition !== boards.partition) return 'none';
  const isPresent = generation.lineage === boards.lineage;
  if (inRedis.has(generation.name)) return isPresent ? 'none' : 'partly';
  if (isPresent && generation.firstSeenMs >= boards.foundMs) return 'none';
  const isRewound = boards.seenMs !== Number.NEGATIVE_INFINITY;
  if (isRewound && cameLate(generation)) return 'none';
  return generation.firstSeenMs > boards.seenMs ? 'wholly' : 'none';
}

/** Born when its slice was over: written and deleted at once, so that its absence says nothing. Few views are. */
function cameLate({ slice, firstSeenMs }: KnownGeneration): boolean {
  return firstSeenMs > (slice + 1) * SLICE_MS + DELETED_AFTER_MS;
}
