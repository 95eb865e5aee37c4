import { partitionOf } from '../../src/boards/partition';
import type { Clock } from '../../src/platform/clock';
import type { RedisConnection } from '../../src/platform/redis/connection';
import { CountCalls } from '../../src/views/count-calls';
import { viewCounterName } from '../../src/views/counter-names';
import { type Rail, rankingWeight, type ViewSource } from '../../src/views/view-source';
import { aViewToCount } from './a-view-to-count';

/** A view of a log: nothing tells it from a repeat, so that each of them counts. */
export interface LoggedView {
  article: number;
  atMs: number;
  visitor: string;
  source: ViewSource;
  rail?: Rail;
  slot?: number;
  isAboveCap?: boolean;
}

/** Sixteen characters, as a pseudonym has. */
export function aVisitor(number: number): string {
  return `visitor-${String(number).padStart(8, '0')}`;
}

/** Counts a log as it would have been counted, in its order. */
export async function countLog(
  { redis, clock, streamViews = 1_000_000 }: { redis: RedisConnection; clock: Clock; streamViews?: number },
  views: readonly LoggedView[],
): Promise<void> {
  const calls = new CountCalls({ redis, clock, streamViews });
  for (const { article, atMs, visitor, source, rail, slot, isAboveCap } of views) {
    const counterName = viewCounterName(source, rail, slot);
    const weight = isAboveCap ? 0 : rankingWeight(source, rail);
    const streamLine = `${article} ${atMs} ${visitor} ${counterName} ${weight} ${slot ?? '-'}`;
    await calls.count(partitionOf(article), [
      aViewToCount(article, atMs, { counterName, rankingWeight: weight, streamLine }),
    ]);
  }
}
