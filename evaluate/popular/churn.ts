// How restless a list is, over every list that was made and not only the judged ones: a list that is computed more
// often has more chances to flicker, and each change is one that a reader may see.

import { JUDGED_PLACES } from './judge';
import type { TickLists } from './tick-lists';

/** One number for each step of the grid but the first: what happened since the judged tick before, for an hour. */
export interface Churn {
  /** Articles that came among the first five. */
  entriesPerHour: Float64Array;
  firstChangesPerHour: Float64Array;
}

const HOUR_MS = 3_600_000;

export function churnOf(lists: TickLists, judged: readonly number[], gridMs: number): Churn {
  const entriesPerHour = new Float64Array(judged.length).fill(Number.NaN);
  const firstChangesPerHour = new Float64Array(judged.length).fill(Number.NaN);
  const anHour = HOUR_MS / gridMs;
  for (let at = 1; at < judged.length; at++) {
    let entries = 0;
    let firstChanges = 0;
    for (let tick = judged[at - 1]! + 1; tick <= judged[at]!; tick++) {
      const before = lists.at(tick - 1, JUDGED_PLACES);
      const now = lists.at(tick, JUDGED_PLACES);
      entries += now.filter((article) => !before.includes(article)).length;
      if (now[0] !== before[0]) firstChanges++;
    }
    entriesPerHour[at] = entries * anHour;
    firstChangesPerHour[at] = firstChanges * anHour;
  }
  return { entriesPerHour, firstChangesPerHour };
}

/** At each judged tick, how many of the five stood there `agoMs` before, as a share. */
export function overlapWith(lists: TickLists, judged: readonly number[], agoMs: number): Float64Array {
  const back = Math.round(agoMs / lists.ticks.stepMs);
  return Float64Array.from(judged, (tick) => {
    if (tick < back) return Number.NaN;
    const before = lists.at(tick - back, JUDGED_PLACES);
    const now = lists.at(tick, JUDGED_PLACES);
    return now.filter((article) => before.includes(article)).length / JUDGED_PLACES;
  });
}
