import type { ViewToCount } from '../../src/views/count-views.script';
import { sliceOf } from '../../src/views/slice';

/** A view as the script gets it: one that nothing tells from a repeat, since it has neither visitor nor event id. */
export function aViewToCount(article: number, atMs: number, changes: Partial<ViewToCount> = {}): ViewToCount {
  return {
    article,
    atMs,
    rankingWeight: 1,
    counterName: 'DIRECT',
    minute: Math.floor(atMs / 60_000),
    slice: sliceOf(atMs),
    streamLine: `${article} ${atMs}`,
    ...changes,
  };
}
