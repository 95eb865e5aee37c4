// Forward decay (Cormode, Shkapenyuk, Srivastava, Xu: Forward Decay, ICDE 2009). A view at time t adds 2^((t
// - L) / H) to its article's score, L being the landmark of the board and H its half-life; at time n the
// decayed count is score * 2^-((n - L) / H). Scores change only by views, so order never changes by waiting,
// and late views are right by construction. add-to-board.lua does the same inside Redis and moves the
// landmark on; the two change together.

export type Board = 'hour' | 'day' | 'week';

const HOUR_MS = 3_600_000;

export const halfLifeMs: Readonly<Record<Board, number>> = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  week: 7 * 24 * HOUR_MS,
};

export const allBoards: readonly Board[] = ['hour', 'day', 'week'];

/** What has decayed below this is trimmed: less than a fiftieth of a view. */
export const TRIMMED_BELOW_VIEWS = 0.02;

interface OnBoard {
  landmarkMs: number;
  halfLifeMs: number;
}

/** What a view at `atMs` adds to a score. */
export function viewWeight(atMs: number, { landmarkMs, halfLifeMs }: OnBoard): number {
  return 2 ** ((atMs - landmarkMs) / halfLifeMs);
}

/** The views that a score is worth at `nowMs`; 0 after some thousand half-lives of silence. */
export function decayedViews(score: number, nowMs: number, { landmarkMs, halfLifeMs }: OnBoard): number {
  const ageHalfLives = (nowMs - landmarkMs) / halfLifeMs;
  // In two steps, since a power ends at 2^-1074 while the score may be as large; the first is a whole number
  // and exact.
  const firstHalfLives = Math.trunc(ageHalfLives / 2);
  return score * 2 ** -firstHalfLives * 2 ** (firstHalfLives - ageHalfLives);
}
