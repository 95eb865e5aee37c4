// How soon is a rise found, and how often is there none where one is told of? Bursts of a known beginning are put into
// a log of real readers; whatever else of it rises by itself is no false alarm: a listed article counts as false where
// the readers of the ten minutes around do not come to half as much again as its hour before lets expect.

import { ruleOfSettings } from '../../src/compose/ranking';
import { settingsFrom } from '../../src/compose/settings';
import { fixedRules } from '../../src/ranking/rules/ranking-rules';
import { SITE_LIST, trendingList } from '../../src/ranking/snapshot';
import { TrendingSource } from '../../src/ranking/trending/trending-source';
import { SourceUnderLog } from '../in-memory/source-under-log';
import { type CountedLog, firstAfter, viewAt } from '../popular/counted-log';
import type { Burst } from './injected-bursts';
import { ReadingsOfLate, type TrendFormula } from './trend-finders';

/** The articles that a finder tells of, at each tick, best first. */
export interface TrendLists {
  name: string;
  source: string;
  fromMs: number;
  stepMs: number;
  lists: number[][];
}

export interface TrendOutcome {
  name: string;
  source: string;
  bursts: number;
  found: number;
  /** Minutes from the beginning of a burst, of those that were found and of all (never counts as the longest). */
  medianDelay: number | null;
  ninetiethDelay: number | null;
  /** Of the first five of each tick, how many are bursting or do rise. */
  precision: number | null;
  /** Articles that came on the list without rising, an hour; and of the hours of night alone. */
  falsePerHour: number;
  falsePerNightHour: number;
  listedPerHour: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const FIVE = 5;
const RISES_BY = 1.5;
const AROUND_MS = { before: 5 * MINUTE_MS, after: 5 * MINUTE_MS };
/** Half of the mean is night. */
const NIGHT_SHARE = 0.5;

export interface Period {
  fromMs: number;
  toMs: number;
  stepMs: number;
}

/** The product, as it ranks. */
export function trendsOfProduct(log: CountedLog, period: Period): TrendLists {
  const settings = settingsFrom({});
  const rule = { ...ruleOfSettings(settings), stories: 'each' as const };
  const list = trendingList(SITE_LIST);
  const product = new SourceUnderLog(new TrendingSource(fixedRules(rule)), list);
  const lists = listsOver(log, period, {
    take: (at) => {
      const { article, atMs, publishedAtMs } = viewAt(log, at);
      product.publish(article, publishedAtMs);
      product.boards.count(article, atMs);
    },
    list: (nowMs) => product.list(nowMs),
  });
  return { name: 'Mostread', source: 'src/ranking/trending', ...period, lists };
}

/** What each formula gives for whatever is read of late, at each tick: thresholds are set afterwards. */
export function scoresOfFormulas(
  log: CountedLog,
  period: Period,
  formulas: readonly TrendFormula[],
): [article: number, score: number][][][] {
  const readings = new ReadingsOfLate();
  const scores: [number, number][][][] = formulas.map(() => []);
  listsOver(log, period, {
    take: (at) => readings.take(viewAt(log, at)),
    list: (nowMs, isJudged) => {
      if (!isJudged) return [];
      const found: [number, number][][] = formulas.map(() => []);
      for (const [article, reading] of readings.at(nowMs)) {
        for (const [which, formula] of formulas.entries()) {
          const score = formula.score(reading);
          if (score > 0) found[which]!.push([article, score]);
        }
      }
      for (const [which, all] of found.entries()) {
        scores[which]!.push(all.sort((a, b) => b[1] - a[1]).slice(0, KEPT));
      }
      return [];
    },
  });
  return scores;
}

/** No formula that tells of an article an hour has more above its threshold. */
const KEPT = 20;

export function listsAbove(scores: readonly [number, number][][], threshold: number): number[][] {
  return scores.map((tick) => tick.filter(([, score]) => score >= threshold).map(([article]) => article));
}

/** The least threshold with which no more than `mostPerHour` come on the list. */
export function thresholdFor(
  scores: readonly [number, number][][],
  { mostPerHour, stepMs }: { mostPerHour: number; stepMs: number },
): number {
  const sorted = scores.flatMap((tick) => tick.map(([, score]) => score)).sort((a, b) => a - b);
  const hours = (scores.length * stepMs) / HOUR_MS;
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const came = comingOn(listsAbove(scores, sorted[middle]!), stepMs).length;
    if (came / hours <= mostPerHour) high = middle;
    else low = middle + 1;
  }
  return sorted[low] ?? Infinity;
}

/** Who came on the list when; whoever was gone for less than half an hour has not left it. */
export function comingOn(lists: readonly number[][], stepMs: number): { article: number; tick: number }[] {
  const seen = new Map<number, number>();
  const coming: { article: number; tick: number }[] = [];
  lists.forEach((list, tick) => {
    for (const article of list) {
      if ((tick - (seen.get(article) ?? -Infinity)) * stepMs > HOUR_MS / 2) coming.push({ article, tick });
      seen.set(article, tick);
    }
  });
  return coming;
}

export function outcomeOfTrends(log: CountedLog, trends: TrendLists, bursts: readonly Burst[]): TrendOutcome {
  const { lists, fromMs, stepMs, name, source } = trends;
  const truth = new TruthOfRises(log);
  const numbers = new Map(log.names.map((article, number) => [article, number]));
  const timeOf = (tick: number) => fromMs + tick * stepMs;
  const burstsOf = grouped(bursts, ({ article }) => numbers.get(article)!);
  const isBursting = (article: number, atMs: number) =>
    burstsOf.get(article)?.some((burst) => atMs >= burst.fromMs && atMs <= burst.toMs + HOUR_MS / 2) ?? false;
  const rises = (article: number, atMs: number) => isBursting(article, atMs) || truth.rises(article, atMs);

  const delays = bursts.map(({ article, fromMs: beganMs, toMs }) => {
    const number = numbers.get(article)!;
    const first = Math.max(Math.ceil((beganMs - fromMs) / stepMs), 0);
    for (let tick = first; tick < lists.length && timeOf(tick) <= toMs; tick++) {
      if (lists[tick]!.includes(number)) return (timeOf(tick) - beganMs) / MINUTE_MS;
    }
    return Infinity;
  });
  const coming = comingOn(lists, stepMs);
  const wrong = coming.filter(({ article, tick }) => !rises(article, timeOf(tick)));
  const isNight = nightOf(log, trends);
  const hours = (lists.length * stepMs) / HOUR_MS;
  const nightHours = (lists.filter((_, tick) => isNight(timeOf(tick))).length * stepMs) / HOUR_MS;
  const wrongAtNight = wrong.filter(({ tick }) => isNight(timeOf(tick))).length;
  return {
    ...{ name, source, bursts: bursts.length },
    found: delays.filter((delay) => delay < Infinity).length,
    medianDelay: quantile(delays, 0.5),
    ninetiethDelay: quantile(delays, 0.9),
    precision: precisionOf(lists, timeOf, rises),
    falsePerHour: wrong.length / hours,
    falsePerNightHour: nightHours === 0 ? 0 : wrongAtNight / nightHours,
    listedPerHour: coming.length / hours,
  };
}

/** Once a minute: every tick would say the same again. */
function precisionOf(
  lists: readonly number[][],
  timeOf: (tick: number) => number,
  rises: (article: number, atMs: number) => boolean,
): number | null {
  let listed = 0;
  let right = 0;
  lists.forEach((list, tick) => {
    if (timeOf(tick) % MINUTE_MS !== 0) return;
    for (const article of list.slice(0, FIVE)) {
      listed++;
      if (rises(article, timeOf(tick))) right++;
    }
  });
  return listed === 0 ? null : right / listed;
}

/** Which articles do rise, by what came afterwards as well. */
class TruthOfRises {
  private readonly timesOf: number[][];
  private readonly site: number[] = [];

  constructor(log: CountedLog) {
    this.timesOf = log.names.map(() => []);
    for (let at = 0; at < log.atMs.length; at++) {
      if (log.counts[at] === 0) continue;
      this.timesOf[log.article[at]!]!.push(log.atMs[at]!);
      this.site.push(log.atMs[at]!);
    }
  }

  /** A rise is still one for half an hour: the list keeps what has risen. */
  rises(article: number, atMs: number): boolean {
    for (let backMs = 0; backMs <= HOUR_MS / 2; backMs += 5 * MINUTE_MS) {
      if (this.factorAt(article, atMs - backMs) >= RISES_BY) return true;
    }
    return false;
  }

  /** Readers of the minutes around against the hour before those, with the site's own change. */
  private factorAt(article: number, atMs: number): number {
    const fromMs = atMs - AROUND_MS.before;
    const toMs = atMs + AROUND_MS.after;
    const own = this.timesOf[article]!;
    const siteChange =
      within(this.site, fromMs, toMs) / Math.max(within(this.site, fromMs - HOUR_MS, fromMs), 1);
    const before = Math.max(within(own, fromMs - HOUR_MS, fromMs), 1);
    return within(own, fromMs, toMs) / (before * siteChange);
  }
}

function within(times: readonly number[], fromMs: number, toMs: number): number {
  const atMs = times as unknown as Float64Array;
  return firstAfter({ atMs }, toMs) - firstAfter({ atMs }, fromMs);
}

function nightOf(log: CountedLog, { fromMs, stepMs, lists }: TrendLists): (atMs: number) => boolean {
  const toMs = fromMs + stepMs * lists.length;
  const mean = (firstAfter(log, toMs) - firstAfter(log, fromMs)) / ((toMs - fromMs) / HOUR_MS);
  const known = new Map<number, boolean>();
  return (atMs) => {
    const hour = Math.floor(atMs / HOUR_MS);
    const isKnown = known.get(hour);
    if (isKnown !== undefined) return isKnown;
    const views = firstAfter(log, (hour + 1) * HOUR_MS) - firstAfter(log, hour * HOUR_MS);
    known.set(hour, views < NIGHT_SHARE * mean);
    return views < NIGHT_SHARE * mean;
  };
}

function quantile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.floor(share * (sorted.length - 1))];
  return value === undefined || value === Infinity ? null : value;
}

function grouped<T>(all: readonly T[], keyOf: (one: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

interface Listing {
  take(at: number): void;
  list(nowMs: number, isJudged: boolean): number[];
}

/** Everything of the log is told; lists are asked for within the period, and once a minute in the hour before. */
function listsOver(log: CountedLog, { fromMs, toMs, stepMs }: Period, { take, list }: Listing): number[][] {
  const lists: number[][] = [];
  let next = 0;
  const tell = (nowMs: number) => {
    const known = firstAfter(log, nowMs);
    for (; next < known; next++) if (log.counts[next] === 1) take(next);
  };
  for (let nowMs = fromMs - HOUR_MS; nowMs < fromMs; nowMs += MINUTE_MS) {
    tell(nowMs);
    list(nowMs, false);
  }
  for (let nowMs = fromMs; nowMs < toMs; nowMs += stepMs) {
    tell(nowMs);
    lists.push(list(nowMs, true));
  }
  return lists;
}
