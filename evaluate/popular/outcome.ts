// What an evaluation ends with, as it is printed, written as JSON and drawn: every figure with its interval, every list
// with its source.

import type { Churn } from './churn';
import type { HorizonScores } from './judge';
import { type TimeToList, timeToList } from './time-to-list';

/** The mean over the judged ticks and its 95 % interval by blocks; NaN, null in JSON, where there are fewer than two blocks. */
export interface Estimate {
  mean: number;
  low: number;
  high: number;
}

export type ListKind = 'ours' | 'baseline' | 'ceiling';

export interface HorizonOutcome {
  minutes: number;
  /** How many were judged. */
  ticks: number;
  capture: Estimate;
  ndcg: Estimate;
  precision: Estimate;
  firstHit: Estimate;
  share: Estimate;
}

export interface ListOutcome {
  name: string;
  source: string;
  kind: ListKind;
  horizons: HorizonOutcome[];
  /** Over every list that was made; null for what is no list over time. */
  entriesPerHour: Estimate | null;
  firstChangesPerHour: Estimate | null;
  /** The share of the five that stood there a quarter of an hour before. */
  overlap15: Estimate | null;
  timeToList: { all: TimeToList; young: TimeToList } | null;
  /** What the list captures when it is shown so much later. */
  staleness: { seconds: number; capture: number }[];
  /** By how much ours captures more, tick by tick; null for ours, and where ours was not run. */
  oursLeads: Estimate | null;
}

export interface EvaluatedLog {
  name: string;
  /** Of the whole log. */
  views: number;
  articles: number;
  visitors: number;
  firstMs: number;
  lastMs: number;
  /** One visitor in so many was kept, the how-manieth part; all: figures are means over every part. Null where all were. */
  thinned: { oneIn: number; part: number | 'all' } | null;
}

export interface EvaluationOutcome {
  log: EvaluatedLog;
  fromMs: number;
  toMs: number;
  tickSeconds: number;
  gridSeconds: number;
  /** Of the horizon by which lists are compared. */
  mainMinutes: number;
  leastReaders: number;
  /** Of the intervals. */
  blockMinutes: number;
  /** Judged ticks at the main horizon, and unique views a minute in the period. */
  judgedTicks: number;
  viewsPerMinute: number;
  seed: string;
  lists: ListOutcome[];
  /** What the means are of, where they are over every part of a thinned log. */
  parts?: EvaluationOutcome[];
}

/** What is drawn and cannot be read from the figures. */
export interface EvaluationCurves {
  /** Judged ticks. */
  atMs: number[];
  /** Of the main horizon, by the name of the list; NaN where not judged. */
  capture: Map<string, Float64Array>;
}

/** The mean of the numbers that are some, and its interval; `blockOf` says to which block each belongs. */
export type EstimateOf = (values: Float64Array, blockOf: Int32Array) => Estimate;

export interface ScoredList {
  name: string;
  source: string;
  kind: ListKind;
  scores: HorizonScores[];
  churn: Churn | null;
  overlap15: Float64Array | null;
  /** Minutes until it showed what rose, and what was young and rose. */
  waits: { all: number[]; young: number[] } | null;
  staleness: { seconds: number; capture: number }[];
}

export function outcomeOf(
  list: ScoredList,
  ours: ScoredList | undefined,
  at: { main: number; blockOf: Int32Array; estimate: EstimateOf },
): ListOutcome {
  const estimate = (values: Float64Array) => at.estimate(values, at.blockOf);
  const { name, source, kind, churn, overlap15, waits, staleness } = list;
  const main = (of: ScoredList) => of.scores[at.main]!.capture;
  return {
    ...{ name, source, kind, staleness },
    timeToList: waits && { all: timeToList(waits.all), young: timeToList(waits.young) },
    horizons: list.scores.map((scores) => ({
      minutes: scores.horizonMs / 60_000,
      ticks: scores.capture.filter((one) => !Number.isNaN(one)).length,
      capture: estimate(scores.capture),
      ndcg: estimate(scores.ndcg),
      precision: estimate(scores.precision),
      firstHit: estimate(scores.firstHit),
      share: estimate(scores.share),
    })),
    entriesPerHour: churn && estimate(churn.entriesPerHour),
    firstChangesPerHour: churn && estimate(churn.firstChangesPerHour),
    overlap15: overlap15 && estimate(overlap15),
    oursLeads:
      ours === undefined || ours === list
        ? null
        : estimate(main(ours).map((captured, tick) => captured - main(list)[tick]!)),
  };
}
