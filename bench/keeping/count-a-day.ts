import { byPartition } from '../../src/boards/partition';
import { systemClock } from '../../src/platform/clock';
import type { RedisConnection } from '../../src/platform/redis/connection';
import { CountCalls } from '../../src/views/count-calls';
import type { ViewToCount } from '../../src/views/count-views.script';
import { viewCounterName } from '../../src/views/counter-names';
import { SLICE_MS, sliceOf } from '../../src/views/slice';
import { rankingWeight, type ViewSource } from '../../src/views/view-source';

export interface DayToCount {
  views: number;
  articles: number;
  /** Every so manyth view is of one visitor, who reads all there is. */
  burstEvery: number;
  visitor: string;
}

const AT_ONCE = 8_000;
const sources: readonly ViewSource[] = ['DIRECT', 'SEARCH', 'SOCIAL', 'INTERNAL'];

/** Views of the last day, as they would have been counted, in the order of their time. */
export async function countADay(redis: RedisConnection, day: DayToCount): Promise<void> {
  const calls = new CountCalls({ redis, clock: systemClock, streamViews: day.views * 3 });
  const endMs = systemClock.nowMs();
  const beginMs = (sliceOf(endMs) - 95) * SLICE_MS;
  for (let first = 0; first < day.views; first += AT_ONCE) {
    const views = Array.from({ length: Math.min(AT_ONCE, day.views - first) }, (_, at) =>
      viewOf(first + at, day, beginMs + Math.floor(((endMs - beginMs) * (first + at)) / day.views)),
    );
    const groups = byPartition(views, ({ article }) => article);
    await Promise.all(
      [...groups].map(async ([partition, ofPartition]) => {
        for (let at = 0; at < ofPartition.length; at += 64)
          await calls.count(partition, ofPartition.slice(at, at + 64));
      }),
    );
  }
}

function viewOf(
  number: number,
  { articles, burstEvery, visitor: burst }: DayToCount,
  atMs: number,
): ViewToCount {
  const article = 1 + Math.floor(articles * (((number * 7_919) % 10_007) / 10_007) ** 3);
  const visitor = number % burstEvery === 0 ? burst : `v${String(number).padStart(15, '0')}`;
  const source = sources[number % sources.length]!;
  const counterName = viewCounterName(source);
  const weight = rankingWeight(source, undefined);
  const minute = Math.floor(atMs / 60_000);
  const isKept = Math.floor(systemClock.nowMs() / 60_000) - minute < 65;
  return {
    ...{ article, atMs, counterName, rankingWeight: weight, slice: sliceOf(atMs) },
    minute: isKept ? minute : undefined,
    streamLine: `${article} ${atMs} ${visitor} ${counterName} ${weight} -`,
  };
}
