// From records of a list to the places that an article had on it: a record holds until the list's next one, but not
// over a gap in which nobody ranked.

import { GUARDED_PLACES } from '../formulas/steadiness';
import type { RecordedPlace, RecordGap } from './ranked-minutes.repository';

/** Minutes of the clock; `until` is the one after the last. */
export interface PlaceRun {
  rank: number;
  from: number;
  until: number;
}

export interface PlacesOverTime {
  runs: PlaceRun[];
  bestRank: number | null;
  minutesListed: number;
  minutesInFirstFive: number;
  /** In which lists were recorded at all. */
  minutesRecorded: number;
}

/** @param range minutes of the clock; records and gaps reach back an hour before it. */
export function placesOverTime(
  places: readonly RecordedPlace[],
  gaps: readonly RecordGap[],
  range: { from: number; until: number },
): PlacesOverTime {
  const runs: PlaceRun[] = [];
  for (const { minute, rank, next } of places) {
    const gap = gaps.find(({ from }) => from > minute);
    const from = Math.max(minute, range.from);
    const until = Math.min(next ?? Infinity, gap?.from ?? Infinity, range.until);
    if (until <= from) continue;
    const last = runs.at(-1);
    if (last && last.rank === rank && last.until === from) last.until = until;
    else runs.push({ rank, from, until });
  }
  const minutesOf = (some: readonly PlaceRun[]) => some.reduce((sum, run) => sum + run.until - run.from, 0);
  return {
    runs,
    bestRank: runs.length === 0 ? null : Math.min(...runs.map((run) => run.rank)),
    minutesListed: minutesOf(runs),
    minutesInFirstFive: minutesOf(runs.filter((run) => run.rank <= GUARDED_PLACES)),
    minutesRecorded: recordedOf(gaps, range),
  };
}

function recordedOf(gaps: readonly RecordGap[], { from, until }: { from: number; until: number }): number {
  let missing = 0;
  for (const gap of gaps) {
    missing += Math.max(0, Math.min(gap.until ?? until, until) - Math.max(gap.from, from));
  }
  return until - from - missing;
}
