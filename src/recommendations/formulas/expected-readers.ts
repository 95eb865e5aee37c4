// How many readers an article is expected to find beside others: those of the last minutes, which say all where many
// read; where few do, also those of the last hour, and that what is new finds readers before any have been seen.
//
//   e_j = readers_j  +  10 * views_j / views of all  +  2^(-age_j / 12 h)
//
// The shares of all e are the prior of You May Also Like. On a site of a hundred readers a minute the last two terms
// are one in a hundred together; on one of seven an hour they are nearly all, and hit 2.8 points more of the next
// clicks (docs/decisions/0061).

/** What is read of one article. */
export interface PresentReading {
  readersPerMinute: number;
  /** Of the last hour. */
  viewsInWindow: number;
}

/** What is decayed with a half-life of five minutes adds up to so many minutes of a steady rate. */
const MINUTES_OF_READERS = 5 / Math.LN2;
/** The last hour says as much as so many readers of the last minutes. */
const READERS_OF_HOUR = 10;
const NEW_HALF_LIFE_MS = 12 * 3_600_000;
/** An older article is no longer new. */
export const NEWNESS_ENDS_MS = 24 * 3_600_000;

/**
 * Readers of the last minutes, and those of the last hour as far as they count beside them.
 * @param viewsOfAll in the last hour; with none the hour says nothing.
 */
export function readersAtPresent(
  { readersPerMinute, viewsInWindow }: PresentReading,
  viewsOfAll: number,
): number {
  const ofHour = viewsOfAll > 0 ? (READERS_OF_HOUR * viewsInWindow) / viewsOfAll : 0;
  return readersPerMinute * MINUTES_OF_READERS + ofHour;
}

/** Readers that are expected because the article is new: one at its publication, 0 from a day on. */
export function readersByNewness(ageMs: number): number {
  return ageMs < NEWNESS_ENDS_MS ? 2 ** (-Math.max(0, ageMs) / NEW_HALF_LIFE_MS) : 0;
}
