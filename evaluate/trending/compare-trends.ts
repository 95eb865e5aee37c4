// The experiment as a whole: for each factor the product and the formulas in use elsewhere, on the same log with the
// same bursts; and the log with a surge of the whole site in place of bursts.

import type { CountedLog } from '../popular/counted-log';
import { type Burst, cutLog, drawBursts, withBursts, withSurges } from './injected-bursts';
import {
  comingOn,
  listsAbove,
  outcomeOfTrends,
  type Period,
  scoresOfFormulas,
  type TrendLists,
  type TrendOutcome,
  thresholdFor,
  trendsOfProduct,
} from './run-trending';
import { trendFormulas } from './trend-finders';

export interface TrendRules extends Period {
  seed: string;
  factors: readonly number[];
  /** From one burst to the next, and what is of the background. */
  burstEveryMs: number;
  leastPerMinute: number;
  /** So long before the period thresholds are set, and views are counted twice as long before. */
  tuningMs: number;
}

export interface SurgeOutcome {
  name: string;
  surges: number;
  /** Articles that came on the list while the site surged, and that did not in the same minutes without it. */
  entries: number;
}

export interface TrendingOutcome {
  fromMs: number;
  toMs: number;
  factors: { factor: number; bursts: number; burstsPerMinuteMedian: number; finders: TrendOutcome[] }[];
  surge: { factor: number; finders: SurgeOutcome[] };
}

const HOUR_MS = 3_600_000;
const FALSE_PER_HOUR = 1;
const SURGE = { factor: 3, everyMs: 8 * HOUR_MS, lengthMs: HOUR_MS };

export function runTrending(
  whole: CountedLog,
  rules: TrendRules,
  tell: (line: string) => void = () => undefined,
): TrendingOutcome {
  const { fromMs, toMs, tuningMs, factors, seed } = rules;
  const log = cutLog(whole, fromMs - 2 * tuningMs - HOUR_MS, toMs + 2 * HOUR_MS);
  tell('Setting the thresholds of the others on the days before');
  const thresholds = tunedThresholds(log, rules);
  const bursts = drawBursts(log, { ...rules, everyMs: rules.burstEveryMs, factor: 1 });
  const perMinute = bursts.map(({ readersPerMinute }) => readersPerMinute).sort((a, b) => a - b);
  return {
    ...{ fromMs, toMs },
    factors: factors.map((factor) => {
      tell(`${bursts.length} bursts, x${factor}`);
      const burst = withBursts(log, bursts, { seed, factor });
      return {
        ...{ factor, bursts: bursts.length },
        burstsPerMinuteMedian: perMinute[perMinute.length >> 1] ?? 0,
        finders: everyone(burst, rules, thresholds).map((lists) => outcomeOfTrends(burst, lists, bursts)),
      };
    }),
    surge: surgeOutcome(log, rules, thresholds, tell),
  };
}

function tunedThresholds(log: CountedLog, { fromMs, tuningMs, stepMs }: TrendRules): number[] {
  const period = { fromMs: fromMs - tuningMs, toMs: fromMs, stepMs };
  return scoresOfFormulas(log, period, trendFormulas).map((scores) =>
    thresholdFor(scores, { mostPerHour: FALSE_PER_HOUR, stepMs }),
  );
}

function everyone(log: CountedLog, period: Period, thresholds: readonly number[]): TrendLists[] {
  const { fromMs, stepMs } = period;
  const others = scoresOfFormulas(log, period, trendFormulas).map((scores, which): TrendLists => {
    const { name, source } = trendFormulas[which]!;
    return { name, source, fromMs, stepMs, lists: listsAbove(scores, thresholds[which]!) };
  });
  return [trendsOfProduct(log, period), ...others];
}

/** A surge lasts an hour, and half an hour after it is looked at as well: what falls back is no rise either. */
function surgeOutcome(
  log: CountedLog,
  rules: TrendRules,
  thresholds: readonly number[],
  tell: (line: string) => void,
): TrendingOutcome['surge'] {
  const surges: Pick<Burst, 'fromMs' | 'toMs'>[] = [];
  for (
    let atMs = rules.fromMs + SURGE.everyMs / 4;
    atMs < rules.toMs - SURGE.lengthMs;
    atMs += SURGE.everyMs
  ) {
    surges.push({ fromMs: atMs, toMs: atMs + SURGE.lengthMs });
  }
  tell(`${surges.length} surges of the whole site, x${SURGE.factor}`);
  const calm = everyone(log, rules, thresholds);
  const surging = everyone(withSurges(log, surges, { ...rules, factor: SURGE.factor }), rules, thresholds);
  const inSurge = (atMs: number) =>
    surges.some((one) => atMs >= one.fromMs && atMs <= one.toMs + HOUR_MS / 2);
  const entriesOf = ({ lists, fromMs, stepMs }: TrendLists) =>
    comingOn(lists, stepMs).filter(({ tick }) => inSurge(fromMs + tick * stepMs));
  return {
    factor: SURGE.factor,
    finders: surging.map((lists, which): SurgeOutcome => {
      const without = entriesOf(calm[which]!);
      const near = (HOUR_MS / 2 / rules.stepMs) | 0;
      const own = entriesOf(lists).filter(
        ({ article, tick }) =>
          !without.some((one) => one.article === article && Math.abs(one.tick - tick) <= near),
      );
      return { name: lists.name, surges: surges.length, entries: own.length };
    }),
  };
}

export function trendingTable(outcome: TrendingOutcome): string {
  const lines: string[] = [];
  const time = (ms: number) => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
  lines.push(`${time(outcome.fromMs)} to ${time(outcome.toMs)} UTC`);
  for (const { factor, bursts, burstsPerMinuteMedian, finders } of outcome.factors) {
    const before = burstsPerMinuteMedian.toFixed(1);
    lines.push(
      '',
      `x${factor}: ${bursts} bursts of articles with ${before} readers a minute before (median)`,
    );
    lines.push(
      `${'finder'.padEnd(30)}${columns(['found', 'median min', '90 % min', 'precision@5', 'false/h', 'at night', 'listed/h'])}`,
    );
    for (const one of finders) {
      const figures = [
        `${Math.round((100 * one.found) / Math.max(one.bursts, 1))} %`,
        digits(one.medianDelay, 1),
        digits(one.ninetiethDelay, 1),
        digits(one.precision, 3),
        digits(one.falsePerHour, 2),
        digits(one.falsePerNightHour, 2),
        digits(one.listedPerHour, 2),
      ];
      lines.push(`${one.name.padEnd(30)}${columns(figures)}`);
    }
  }
  const { surge } = outcome;
  lines.push(
    '',
    `the whole site x${surge.factor}, ${surge.finders[0]?.surges ?? 0} times for an hour: listed for it`,
  );
  for (const { name, entries } of surge.finders)
    lines.push(`${name.padEnd(30)}${columns([String(entries)])}`);
  lines.push(
    '',
    'false: the ten minutes around have less than half as many readers again as the hour before lets expect.',
    'The thresholds of the others are such that they told of one article an hour on the days before.',
  );
  return lines.join('\n');
}

const columns = (figures: readonly string[]) => figures.map((figure) => figure.padStart(13)).join('');
const digits = (value: number | null, places: number) => (value === null ? '-' : value.toFixed(places));
