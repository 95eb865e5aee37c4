// The experiment as a whole: the product and every formula, each with the thresholds that let pass so many false alarms
// an hour, on one log with bursts in it, on the same log read by chance, and on that while the whole site surges.

import type { CountedLog } from '../popular/counted-log';
import { evenLog, logByChance, type Surge } from './by-chance';
import { cutLog, drawBursts, withBursts } from './injected-bursts';
import {
  type BurstOutcome,
  type ChanceOutcome,
  judgeBursts,
  judgeChance,
  listsOfAll,
  type TrendLists,
} from './judge-trends';
import type { Finder, Period } from './look';
import { comingOn, tunedThresholds } from './thresholds';

export interface TrendRules extends Period {
  seed: string;
  factors: readonly number[];
  /** From one burst to the next, and what is of the background. */
  burstEveryMs: number;
  leastPerMinute: number;
  /** So long before the period thresholds are set, and views are counted a day before that. */
  tuningMs: number;
  warmUpMs: number;
  surgeEveryMs: number;
  /** False alarms an hour that thresholds let pass: the points of the curve. */
  perHour: readonly number[];
  /** Readers a minute of articles that are read alike for so many hours, and how many there are. */
  even: { perMinute: readonly number[]; articles: number; hours: number };
}

export interface FinderOutcome extends Finder, ChanceOutcome {
  letPass: number | null;
  /** What came on while the site surged and half an hour after, and in the same minutes without surges. */
  inSurges: number;
  withoutSurges: number;
  factors: ({ factor: number } & BurstOutcome)[];
}

export interface TrendingOutcome {
  fromMs: number;
  toMs: number;
  bursts: number;
  burstsPerMinuteMedian: number;
  surges: number;
  finders: FinderOutcome[];
  /** Of the product: false alarms where all articles are read alike. */
  even: { perMinute: number; articles: number; hours: number; falsePerHour: number }[];
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const TENTHS = 10;
const SURGE_FACTORS = [2, 3];
const SURGE_MINUTES = [10, 20, 30];

export function runTrending(
  whole: CountedLog,
  rules: TrendRules,
  tell: (line: string) => void = () => undefined,
): TrendingOutcome {
  const { fromMs, toMs, stepMs, tuningMs, warmUpMs, factors, seed, perHour } = rules;
  const log = cutLog(whole, fromMs - tuningMs - warmUpMs - HOUR_MS, toMs + 2 * HOUR_MS);
  tell('Setting thresholds where nothing rises, on the time before');
  const before = { fromMs: fromMs - tuningMs, toMs: fromMs, stepMs };
  const tuning = logByChance(log, {
    ...{ seed: `${seed}/tuning`, fromMs: before.fromMs - warmUpMs, toMs: before.toMs },
  });
  const thresholds = tunedThresholds(tuning, before, perHour);
  const lists = (one: CountedLog) => listsOfAll(one, rules, thresholds, perHour, tellingTenths(rules, tell));

  tell('The log read by chance: whatever is listed is a false alarm');
  const stretch = { seed, fromMs: fromMs - warmUpMs, toMs };
  const byChance = logByChance(log, stretch);
  const calm = lists(byChance);
  const chance = calm.map((trends) => judgeChance(byChance, trends));
  const surges = surgesOf(rules);
  tell(`${surges.length} surges of the whole site, x${SURGE_FACTORS.join(' and x')}`);
  const surging = lists(logByChance(log, { ...stretch, surges }));

  const bursts = drawBursts(log, { ...rules, everyMs: rules.burstEveryMs, factor: 1 });
  const rates = bursts.map(({ readersPerMinute }) => readersPerMinute).sort((a, b) => a - b);
  const burst = factors.map((factor) => {
    tell(`${bursts.length} bursts, x${factor}`);
    const bursting = withBursts(log, bursts, { seed, factor });
    return lists(bursting).map((trends) => ({ factor, ...judgeBursts(bursting, trends, bursts) }));
  });
  tell('Articles that are all read alike');
  return {
    ...{ fromMs, toMs, bursts: bursts.length, burstsPerMinuteMedian: rates[rates.length >> 1] ?? 0 },
    surges: surges.length,
    finders: calm.map(({ name, source, letPass }, which) => ({
      ...{ name, source, letPass, ...chance[which]! },
      inSurges: comeIn(surging[which]!, surges),
      withoutSurges: comeIn(calm[which]!, surges),
      factors: burst.map((finders) => finders[which]!),
    })),
    even: rules.even.perMinute.map((perMinute) => falseAmongEven(perMinute, rules)),
  };
}

/** A pass through days of a log takes minutes: how far it has come is told ten times. */
function tellingTenths({ fromMs, toMs }: Period, tell: (line: string) => void): (nowMs: number) => void {
  let toldMs = fromMs;
  return (nowMs) => {
    if (nowMs - toldMs < (toMs - fromMs) / TENTHS) return;
    toldMs = nowMs;
    const hours = (ms: number) => ((ms - fromMs) / HOUR_MS).toFixed(1);
    tell(`  ${hours(nowMs)} of ${hours(toMs)} hours`);
  };
}

/** In turn of every factor and length. */
function surgesOf({ fromMs, toMs, surgeEveryMs }: TrendRules): Surge[] {
  const surges: Surge[] = [];
  for (let atMs = fromMs + surgeEveryMs / 4; atMs < toMs - HOUR_MS; atMs += surgeEveryMs) {
    const which = surges.length;
    const lengthMs = SURGE_MINUTES[which % SURGE_MINUTES.length]! * MINUTE_MS;
    surges.push({
      fromMs: atMs,
      toMs: atMs + lengthMs,
      factor: SURGE_FACTORS[which % SURGE_FACTORS.length]!,
    });
  }
  return surges;
}

/** A while after a surge as well: what falls back is no rise either. */
function comeIn({ lists, fromMs, stepMs }: TrendLists, surges: readonly Surge[]): number {
  const isIn = (atMs: number) =>
    surges.some((surge) => atMs >= surge.fromMs && atMs <= surge.toMs + HOUR_MS / 2);
  return comingOn(lists, stepMs).filter(({ tick }) => isIn(fromMs + tick * stepMs)).length;
}

function falseAmongEven(perMinute: number, { seed, even, stepMs }: TrendRules) {
  const { articles, hours } = even;
  const log = evenLog({
    ...{ seed: `${seed}/even ${perMinute}`, articles: [{ count: articles, perMinute }], hours: hours + 2 },
  });
  const period = { fromMs: 2 * HOUR_MS, toMs: (hours + 2) * HOUR_MS, stepMs };
  const [product] = listsOfAll(log, period, [], []);
  return { perMinute, articles, hours, falsePerHour: judgeChance(log, product!).falsePerHour };
}
