import { KEPT_MINUTES } from '../boards/board-keys';
import { wholeViews } from './even-spread';
import { lighterCounters } from './ranking-counters';
import type { ViewsOfSlice } from './rebuild-boards.repository';
import type { ViewsOfMinute } from './rebuild-boards.script';
import { SLICE_MS } from './slice';

const MINUTE_MS = 60_000;
const lighter = lighterCounters();

/** Whole views for each minute of the clock that has begun; those of minutes that are kept no more are left out. */
export function minutesOfSlices(slices: readonly ViewsOfSlice[], nowMs: number): ViewsOfMinute[] {
  const present = Math.floor(nowMs / MINUTE_MS);
  const found = new Map<string, ViewsOfMinute>();
  for (const { slice, article, counter, views } of slices) {
    const first = (slice * SLICE_MS) / MINUTE_MS;
    const minutes = Math.min(SLICE_MS / MINUTE_MS, present - first + 1);
    if (minutes <= 0) continue; // of a clock that was ahead
    wholeViews({ views, minutes, turn: article + counter }).forEach((ofMinute, at) => {
      const minute = first + at;
      if (ofMinute === 0 || minute <= present - KEPT_MINUTES) return;
      const key = `${minute} ${article}`;
      const sum = found.get(key) ?? { minute, article, views: 0, discount: 0 };
      sum.views += ofMinute;
      sum.discount += ofMinute * (1 - (lighter.get(counter) ?? 1));
      found.set(key, sum);
    });
  }
  return [...found.values()];
}
