// A score is no list yet: from which score on is an article told of? All formulas get thresholds by one measure:
// so many false alarms an hour, on a log in which nothing rises, of the time before the one that is judged. And
// all are kept alike: what has risen stays for twenty minutes, as on Trending.

import type { CountedLog } from '../popular/counted-log';
import { formulas, lookThrough, type Period, PLACES, type Scored } from './look';

const HOUR_MS = 3_600_000;
const STAYS_MS = 20 * 60_000;
/** Whoever was gone for less has not left the list. */
const GONE_MS = HOUR_MS / 2;

/** Thresholds by formula and by how many false alarms an hour are let pass. */
export function tunedThresholds(
  byChance: CountedLog,
  period: Period,
  perHour: readonly number[],
): number[][] {
  const ticks: (readonly Scored[])[][] = formulas.map(() => []);
  lookThrough(byChance, period, ({ scores }) => {
    for (const [which, scored] of scores.entries()) ticks[which]!.push(scored);
  });
  return ticks.map((scores) =>
    perHour.map((mostPerHour) => thresholdFor(scores, { mostPerHour, stepMs: period.stepMs })),
  );
}

/** The least threshold with which no more than `mostPerHour` come on the list. */
export function thresholdFor(
  scores: readonly (readonly Scored[])[],
  { mostPerHour, stepMs }: { mostPerHour: number; stepMs: number },
): number {
  const sorted = scores.flatMap((tick) => tick.map(([, score]) => score)).sort((a, b) => a - b);
  const hours = (scores.length * stepMs) / HOUR_MS;
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const threshold = sorted[middle]!;
    const lists = scores.map((tick) => tick.filter(([, score]) => score >= threshold).map(([one]) => one));
    if (comingOn(lists, stepMs).length / hours <= mostPerHour) high = middle;
    else low = middle + 1;
  }
  return sorted[low] ?? Infinity;
}

/** The list of a formula with a threshold, tick by tick. */
export class ListAbove {
  private readonly aboveMs = new Map<number, number>();

  constructor(private readonly threshold: number) {}

  at(nowMs: number, scores: readonly Scored[]): number[] {
    const above = scores.filter(([, score]) => score >= this.threshold).map(([article]) => article);
    for (const article of above) {
      this.aboveMs.delete(article);
      this.aboveMs.set(article, nowMs);
    }
    const now = new Set(above);
    const staying: number[] = [];
    for (const [article, atMs] of this.aboveMs) {
      if (nowMs - atMs > STAYS_MS) this.aboveMs.delete(article);
      else if (!now.has(article)) staying.push(article);
    }
    return [...above, ...staying.reverse()].slice(0, PLACES);
  }
}

/** Who came on a list at which tick. */
export function comingOn(
  lists: readonly (readonly number[])[],
  stepMs: number,
): { article: number; tick: number }[] {
  const seen = new Map<number, number>();
  const coming: { article: number; tick: number }[] = [];
  lists.forEach((list, tick) => {
    for (const article of list) {
      if ((tick - (seen.get(article) ?? -Infinity)) * stepMs > GONE_MS) coming.push({ article, tick });
      seen.set(article, tick);
    }
  });
  return coming;
}
