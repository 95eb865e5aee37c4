// How soon is a rise found, and how often is there none where one is told of? Bursts of a known beginning are put
// into a log of real readers. What else of it rises by itself cannot be known for sure, so false alarms are
// counted where nothing rises at all: in the same log read by chance (by-chance.ts). Of what is listed of the real
// log without a burst it is asked only whether the readers to come bear it out.

import { type CountedLog, firstAfter } from '../popular/counted-log';
import type { Burst } from './injected-bursts';
import { type Finder, formulas, lookThrough, type Period, PRODUCT } from './look';
import { comingOn, ListAbove } from './thresholds';

/** The articles that a finder tells of, at each tick, best first. */
export interface TrendLists extends Finder {
  /** How many false alarms an hour its threshold let pass where it was set; null for the product as it ships. */
  letPass: number | null;
  fromMs: number;
  stepMs: number;
  lists: number[][];
}

export interface BurstOutcome {
  /** Those of articles that were not listed before they began. */
  bursts: number;
  found: number;
  /** Minutes from the beginning of a burst; one that is never found counts as the longest. */
  medianDelay: number | null;
  ninetiethDelay: number | null;
  /** By readers a minute before: median delays. */
  byRate: { fromPerMinute: number; bursts: number; found: number; medianDelay: number | null }[];
  /** Of the first five of each minute, how many are bursting or were borne out when they came. */
  precision: number | null;
  /** Articles without a burst that came on the list, an hour; and those of them that were not borne out. */
  othersPerHour: number;
  notBorneOutPerHour: number;
}

export interface ChanceOutcome {
  falsePerHour: number;
  falsePerNightHour: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const FIVE = 5;
const RATES = [1 / 3, 0.5, 1, 2, 5];
/** Borne out: the readers of the quarter of an hour after are half as many again as the hour before lets expect. */
const BORNE_OUT = { factor: 1.5, afterMs: 15 * MINUTE_MS, beforeMs: HOUR_MS };
/** Less than half of the mean is night. */
const NIGHT_SHARE = 0.5;

/** The lists of all finders: the product's own, and of each formula with each threshold. */
export function listsOfAll(
  log: CountedLog,
  period: Period,
  thresholds: readonly (readonly number[])[],
  perHour: readonly number[],
  onLook: (nowMs: number) => void = () => undefined,
): TrendLists[] {
  const { fromMs, stepMs } = period;
  const product: TrendLists = { ...PRODUCT, letPass: null, fromMs, stepMs, lists: [] };
  const others = formulas.flatMap((formula, which) =>
    (thresholds[which] ?? []).map((threshold, at) => ({
      which,
      above: new ListAbove(threshold),
      listed: { ...formula, letPass: perHour[at]!, fromMs, stepMs, lists: [] } as TrendLists,
    })),
  );
  lookThrough(log, period, ({ nowMs, product: list, scores }) => {
    onLook(nowMs);
    product.lists.push(list);
    for (const { which, above, listed } of others) listed.lists.push(above.at(nowMs, scores[which]!));
  });
  return [product, ...others.map(({ listed }) => listed)];
}

export function judgeBursts(log: CountedLog, trends: TrendLists, bursts: readonly Burst[]): BurstOutcome {
  const { lists, fromMs, stepMs } = trends;
  const hours = (lists.length * stepMs) / HOUR_MS;
  const timeOf = (tick: number) => fromMs + tick * stepMs;
  const numbers = new Map(log.names.map((article, number) => [article, number]));
  const found = bursts.map((burst) => ({
    delay: delayOf(trends, burst, numbers.get(burst.article)!),
    perMinute: burst.readersPerMinute,
  }));
  const judged = found.filter((one): one is { delay: number; perMinute: number } => one.delay !== undefined);
  const isBursting = (article: number, atMs: number) =>
    bursts.some(
      (burst) =>
        numbers.get(burst.article) === article && atMs >= burst.fromMs && atMs <= burst.toMs + HOUR_MS / 2,
    );
  const readers = new ReadersAround(log);
  const coming = comingOn(lists, stepMs).map(({ article, tick }) => {
    const bursting = isBursting(article, timeOf(tick));
    return { article, tick, bursting, right: bursting || readers.bearOut(article, timeOf(tick)) };
  });
  const others = coming.filter(({ bursting }) => !bursting);
  const [all] = [judged.map(({ delay }) => delay)];
  return {
    bursts: judged.length,
    ...delaysOf(all),
    ninetiethDelay: quantile(all, 0.9),
    byRate: RATES.map((fromPerMinute, at) => {
      const until = RATES[at + 1] ?? Infinity;
      const some = judged.filter(({ perMinute }) => perMinute >= fromPerMinute && perMinute < until);
      return { fromPerMinute, bursts: some.length, ...delaysOf(some.map(({ delay }) => delay)) };
    }),
    precision: precisionOf(trends, coming, isBursting),
    othersPerHour: others.length / hours,
    notBorneOutPerHour: others.filter(({ right }) => !right).length / hours,
  };
}

/** Undefined where the article stood on the list already; infinite where it never comes. */
function delayOf({ lists, fromMs, stepMs }: TrendLists, burst: Burst, article: number): number | undefined {
  const first = Math.max(Math.ceil((burst.fromMs - fromMs) / stepMs), 0);
  if (lists[Math.max(first - 1, 0)]?.includes(article)) return undefined;
  for (let tick = first; tick < lists.length && fromMs + tick * stepMs <= burst.toMs; tick++) {
    if (lists[tick]!.includes(article)) return (fromMs + tick * stepMs - burst.fromMs) / MINUTE_MS;
  }
  return Infinity;
}

function delaysOf(delays: readonly number[]) {
  return { found: delays.filter((delay) => delay < Infinity).length, medianDelay: quantile(delays, 0.5) };
}

/** Once a minute: every tick would say the same again. */
function precisionOf(
  { lists, fromMs, stepMs }: TrendLists,
  coming: readonly { article: number; tick: number; right: boolean }[],
  isBursting: (article: number, atMs: number) => boolean,
): number | null {
  const cameRight = new Map<number, boolean>();
  const came = new Map<number, { article: number; right: boolean }[]>();
  for (const one of coming) came.set(one.tick, [...(came.get(one.tick) ?? []), one]);
  let listed = 0;
  let right = 0;
  lists.forEach((list, tick) => {
    for (const one of came.get(tick) ?? []) cameRight.set(one.article, one.right);
    const atMs = fromMs + tick * stepMs;
    if (atMs % MINUTE_MS >= stepMs) return;
    for (const article of list.slice(0, FIVE)) {
      listed++;
      if (cameRight.get(article) || isBursting(article, atMs)) right++;
    }
  });
  return listed === 0 ? null : right / listed;
}

/** Of a log in which nothing rises: whatever comes on the list is a false alarm. */
export function judgeChance(log: CountedLog, { lists, fromMs, stepMs }: TrendLists): ChanceOutcome {
  const coming = comingOn(lists, stepMs);
  const toMs = fromMs + lists.length * stepMs;
  const perHour = (firstAfter(log, toMs) - firstAfter(log, fromMs)) / ((toMs - fromMs) / HOUR_MS);
  const isNight = (tick: number) => {
    const hour = Math.floor((fromMs + tick * stepMs) / HOUR_MS) * HOUR_MS;
    return firstAfter(log, hour + HOUR_MS) - firstAfter(log, hour) < NIGHT_SHARE * perHour;
  };
  const nights = lists.filter((_, tick) => isNight(tick)).length;
  const atNight = coming.filter(({ tick }) => isNight(tick)).length;
  return {
    falsePerHour: coming.length / ((lists.length * stepMs) / HOUR_MS),
    falsePerNightHour: nights === 0 ? 0 : atNight / ((nights * stepMs) / HOUR_MS),
  };
}

class ReadersAround {
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

  /** By readers who come after it is listed, against those before the rise: two times that no chance has in common. */
  bearOut(article: number, atMs: number): boolean {
    const { factor, afterMs, beforeMs } = BORNE_OUT;
    const untilMs = atMs - afterMs;
    const after = (times: readonly number[]) => within(times, atMs, atMs + afterMs);
    const before = (times: readonly number[]) => Math.max(within(times, untilMs - beforeMs, untilMs), 1);
    const own = this.timesOf[article]!;
    return after(own) >= factor * before(own) * (after(this.site) / before(this.site));
  }
}

function within(times: readonly number[], fromMs: number, toMs: number): number {
  const atMs = times as unknown as Float64Array;
  return firstAfter({ atMs }, toMs) - firstAfter({ atMs }, fromMs);
}

function quantile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.floor(share * (sorted.length - 1))];
  return value === undefined || value === Infinity ? null : value;
}
