// A neighbour board holds what the readers of one article read next, decayed by a clock of its own that runs with its
// onward clicks and, slowly, with the hours: the list of a busy article forgets in a minute, that of a quiet one in
// weeks. On a real log this finds 3.5 points more of the next clicks than session kNN, at a seventh of its time.
//
// While a board knows few onward clicks it holds the way back, too: what its readers had read directly before. Where
// few read, that says half of what is known (docs/decisions/0061).

import type { OnwardClicks } from './formulas/back-off';

/** The board halves with every hundred onward clicks of its article, and with every week. */
export const CLICKS_PER_HALF_LIFE = 100;
export const MS_PER_HALF_LIFE = 7 * 24 * 3_600_000;
/** What the article read before the last gives to its board, without a tick of its clock. */
export const EARLIER_READ_WEIGHT = 0.4;
/**
 * What a way back gives to a board that has seen no onward click, without a tick; to one that has seen n of them it
 * gives 10 / (10 + n) of that.
 */
export const WAY_BACK_WEIGHT = 0.7;
export const WAY_BACK_HALVES_AT_CLICKS = 10;
/** Before the number of an article that was read before: no reader went on to it. */
export const WAY_BACK = '<';
/**
 * Trimmed to so many, ways back with them, when there are a few more: a kilobyte. Beyond 128 members Redis leaves the
 * compact form for good.
 */
export const KEPT_NEIGHBOURS = 28;
export const TRIMMED_ABOVE = 32;
/**
 * The members that count all onward clicks and keep the clock: the clicks so far, undecayed, and the landmark, a time
 * of the board's own clock. No article has such a number.
 */
export const ALL_CLICKS = '*';
export const CLICKS_SO_FAR = '#';
export const LANDMARK = '@';
/** After so long without a click, of which there were few, nothing is left of a board. */
export const KEEP_SECONDS = 28 * 24 * 3_600;

/** One reader went on from `from` to `to`; or, on the way back, had read `to` directly before `from`. */
export interface CoVisit {
  from: number;
  to: number;
  /** Of a way back before it fades. */
  weight: number;
  /** Whether the clock of `from` goes on: only for what was read directly before. */
  ticks: 0 | 1;
  isWayBack: boolean;
}

/** The pairs that a view of `article` makes with what its reader read before, latest first. */
export function coVisits(article: number, readBefore: readonly number[]): CoVisit[] {
  const [last, earlier] = [...new Set(readBefore)].filter((other) => other !== article);
  const visits: CoVisit[] = [];
  if (last === undefined) return visits;
  visits.push({ from: last, to: article, weight: 1, ticks: 1, isWayBack: false });
  if (earlier !== undefined)
    visits.push({ from: earlier, to: article, weight: EARLIER_READ_WEIGHT, ticks: 0, isWayBack: false });
  visits.push({ from: article, to: last, weight: WAY_BACK_WEIGHT, ticks: 0, isWayBack: true });
  return visits;
}

/** What a visit adds to a board that has seen so many onward clicks. count-co-visits.lua does the same. */
export function addedBy(
  { weight, isWayBack }: Pick<CoVisit, 'weight' | 'isWayBack'>,
  clicks: number,
): number {
  if (!isWayBack) return weight;
  return (weight * WAY_BACK_HALVES_AT_CLICKS) / (WAY_BACK_HALVES_AT_CLICKS + clicks);
}

/** The member of a board that a visit adds to. */
export function memberOf({ to, isWayBack }: Pick<CoVisit, 'to' | 'isWayBack'>): string {
  return isWayBack ? `${WAY_BACK}${to}` : String(to);
}

/** The time of a board's own clock, in half-lives. */
export function boardTime(clicks: number, nowMs: number): number {
  return clicks / CLICKS_PER_HALF_LIFE + nowMs / MS_PER_HALF_LIFE;
}

/** What a board says now. */
export function onwardClicks(
  board: { scores: readonly (readonly [member: string, score: number])[]; clicks: number; landmark: number },
  nowMs: number,
): OnwardClicks {
  const decay = 2 ** Math.min(0, board.landmark - boardTime(board.clicks, nowMs));
  const to = new Map<number, number>();
  const back = { total: 0, from: new Map<number, number>() };
  let total = 0;
  let kept = 0;
  for (const [member, score] of board.scores) {
    const clicks = score * decay;
    if (member === ALL_CLICKS) total = clicks;
    else if (member.startsWith(WAY_BACK)) {
      back.from.set(Number(member.slice(WAY_BACK.length)), clicks);
      back.total += clicks;
    } else {
      to.set(Number(member), clicks);
      kept += clicks;
    }
  }
  return { total: Math.max(total, kept), to, back };
}
