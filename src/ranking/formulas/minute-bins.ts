// Cuts the last hour into the bins of the change points: single minutes near now, a quarter of an hour at the far
// end. Measured on a real log, these twelve are as good as half-minute bins, and every single minute gives no more.
// They are minutes of the clock: the newest is the running one, with the part of it that has passed as its length.

import type { ReadingBin } from './change-points';

/** Where the bins end, in minutes of the clock back from the end of the running one. */
const BIN_EDGES = [1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 45, 60] as const;
export const WINDOW_MINUTES = 60;
/** The site's rate at a minute is the mean of the ten before its end, and never nothing. */
const SITE_RATE_MINUTES = 10;
const SITE_RATE_FLOOR = 0.1;
/** How strongly an article's readers follow the site's: 0 not at all, 1 in proportion. */
const SITE_RATE_POWER = 0.25;
/**
 * Exposure begins a whole minute of the clock before that of publication: often the time of publication is only known
 * from the first view (an imported log), and exposure that begins with a reader makes a great rate of one. What little
 * is expected of a new article (change-points.ts) guards against the same: with it, on a real log, no earlier minute
 * captures .9743 of the readers as well.
 */
const EARLIER_MINUTES = 1;
/** A reader in the first moment of a minute is no rate of thousands a minute. */
const LEAST_EXPOSURE_MINUTES = 1 / 60;

/** Readers minute by minute, newest first: [0] is the running minute. */
export type MinuteCounts = ArrayLike<number>;

/** A minute of the clock that counts, where others do not: what was silent in it is taken away. */
export interface CountedMinute {
  /** How many minutes of the clock ago: 0 is the running one. */
  back: number;
  /** How much of it counts, 0 to 1. */
  part: number;
}

/** What all articles of one moment share. */
export interface SiteRhythm {
  /** How much of the running minute has passed, 0 to 1. */
  runningPart: number;
  /** The site's rate now, readers a minute. */
  readersPerMinute: number;
  /** Per bin, oldest first: how much longer or shorter its minutes count, by how busy the site was. */
  stretch: readonly number[];
  /** The minutes that count, newest first, where some do not: bins are cut out of these, as if they were all. */
  counted?: readonly CountedMinute[];
}

/**
 * @param siteCounts the readers of the whole site; 69 minutes and more, so that the oldest bin has its ten.
 * @param counted where not all of the minutes count
 */
export function siteRhythm(
  siteCounts: MinuteCounts,
  runningPart: number,
  counted?: readonly CountedMinute[],
): SiteRhythm {
  const counts = counted === undefined ? siteCounts : counted.map(({ back }) => siteCounts[back] ?? 0);
  const partOf = (index: number) => {
    if (counted !== undefined) return counted[index]!.part;
    return index === 0 ? runningPart : 1;
  };
  const nowRate = siteRateAt(counts, 0, partOf);
  const stretch = BIN_EDGES.map((edge, index) => {
    const start = index === 0 ? 0 : BIN_EDGES[index - 1]!;
    const middle = Math.floor((start + edge - 1) / 2);
    return (siteRateAt(counts, middle, partOf) / nowRate) ** SITE_RATE_POWER;
  });
  const rhythm = { runningPart, readersPerMinute: nowRate, stretch: stretch.reverse() };
  return counted === undefined ? rhythm : { ...rhythm, counted };
}

function siteRateAt(siteCounts: MinuteCounts, minute: number, partOf: (back: number) => number): number {
  let readers = 0;
  let minutes = 0;
  const end = Math.min(minute + SITE_RATE_MINUTES, siteCounts.length - 1);
  for (let back = minute; back <= end; back++) {
    readers += siteCounts[back] ?? 0;
    minutes += partOf(back);
  }
  return readers / Math.max(minutes, 1) + SITE_RATE_FLOOR;
}

/**
 * An article's bins, oldest first.
 * @param ageMinutes since its publication: the minutes before it could not be read and have no exposure.
 */
export function minuteBins(counts: MinuteCounts, ageMinutes: number, rhythm: SiteRhythm): ReadingBin[] {
  if (rhythm.counted !== undefined) return countedBins(counts, ageMinutes, rhythm, rhythm.counted);
  const bins: ReadingBin[] = [];
  const openMinutes = Math.ceil(Math.max(ageMinutes - rhythm.runningPart, 0)) + EARLIER_MINUTES;
  for (let index = BIN_EDGES.length - 1; index >= 0; index--) {
    const start = index === 0 ? 0 : BIN_EDGES[index - 1]!;
    const edge = BIN_EDGES[index]!;
    let readers = 0;
    for (let back = start; back < edge; back++) readers += counts[back] ?? 0;
    const minutes = index === 0 ? rhythm.runningPart : edge - start;
    const open = index === 0 ? minutes : Math.min(Math.max(openMinutes + 1 - start, 0), minutes);
    const exposure = readers > 0 ? Math.max(open, LEAST_EXPOSURE_MINUTES) : open;
    bins.push({ minutes, readers, exposure: exposure * rhythm.stretch[BIN_EDGES.length - 1 - index]! });
  }
  return bins;
}

/** The same where time has stood still: a bin beyond what is known has no length. */
function countedBins(
  counts: MinuteCounts,
  ageMinutes: number,
  { runningPart, stretch }: SiteRhythm,
  counted: readonly CountedMinute[],
): ReadingBin[] {
  const openMinutes = Math.ceil(Math.max(ageMinutes - runningPart, 0)) + EARLIER_MINUTES;
  const bins: ReadingBin[] = [];
  let beganMinutesAgo = 0;
  let at = 0;
  for (const [index, edge] of BIN_EDGES.entries()) {
    let [readers, minutes, open] = [0, 0, 0];
    for (; at < Math.min(edge, counted.length); at++) {
      const { back, part } = counted[at]!;
      readers += counts[back] ?? 0;
      minutes += part;
      if (back <= openMinutes) open += part;
      beganMinutesAgo = back + runningPart;
    }
    const exposure = readers > 0 ? Math.max(open, LEAST_EXPOSURE_MINUTES) : open;
    const stretched = exposure * stretch[BIN_EDGES.length - 1 - index]!;
    bins.push({ minutes, readers, exposure: stretched, beganMinutesAgo });
  }
  return bins.reverse();
}
