// From everyone's lists to figures: one judge, the same ticks, the same blocks.

import { splitHalf } from './ceilings/split-half';
import { churnOf, overlapWith } from './churn';
import type { Contestant } from './contestants';
import { emptyScores, type HorizonScores, Judge, type JudgeRules, mainHorizon } from './judge';
import {
  type EstimateOf,
  type EvaluationCurves,
  type EvaluationOutcome,
  outcomeOf,
  type ScoredList,
} from './outcome';
import { blockBootstrap } from './statistics/block-bootstrap';
import { type TickLists, type Ticks, timeOfTick } from './tick-lists';
import { type Rise, risesIn, waitsFor } from './time-to-list';
import type { ChosenLog } from './what-is-judged';

export interface Evaluation {
  log: ChosenLog;
  ticks: Ticks;
  contestants: readonly Contestant[];
  judging: JudgeRules;
  /** Of the bootstrap: what hangs together stays together. */
  blockMs: number;
  seed: string;
  makeLists: (contestant: Contestant) => Promise<TickLists>;
  isStopped: () => boolean;
}

export interface Evaluated {
  outcome: EvaluationOutcome;
  curves: EvaluationCurves;
  /** What the figures are worked out of. */
  scored: readonly ScoredList[];
  lists: ReadonlyMap<string, TickLists>;
}

const MINUTE_MS = 60_000;
/** How old a list is when it is shown, in seconds. */
const AGES_SECONDS = [10, 60, 300, 600, 3_600] as const;
const OVERLAP_MS = 15 * MINUTE_MS;

/** Undefined when it was stopped. */
export async function evaluate(evaluation: Evaluation): Promise<Evaluated | undefined> {
  const { log, ticks, contestants, judging, isStopped } = evaluation;
  const lists = new Map<string, TickLists>();
  for (const contestant of contestants) {
    lists.set(contestant.name, await evaluation.makeLists(contestant));
    if (isStopped()) return undefined;
  }
  const judge = new Judge(log.views, ticks, judging);
  const scored = [...scoredLists(judge, contestants, lists, log), halves(judge, log, evaluation.seed)];
  const about = aboutPeriod(evaluation, scored[0]!.scores[mainHorizon(judging.horizonsMs)]!);
  const atMs = judge.judged.map((_, at) => judge.timeOf(at));
  return { ...figuresOf(scored, atMs, about), lists };
}

/** Every figure of the lists with its interval, by the judged ticks `atMs`. */
export function figuresOf(
  scored: readonly ScoredList[],
  atMs: number[],
  about: Omit<EvaluationOutcome, 'lists'>,
): Omit<Evaluated, 'lists'> {
  const { seed } = about;
  const blockMs = about.blockMinutes * MINUTE_MS;
  const blockOf = Int32Array.from(atMs, (ms) => Math.floor(ms / blockMs));
  const ours = scored.find(({ kind }) => kind === 'ours');
  const main = mainHorizon(scored[0]!.scores.map(({ horizonMs }) => horizonMs));
  const estimate: EstimateOf = (values, blocks) => blockBootstrap(values, blocks, { seed });
  return {
    scored,
    outcome: { ...about, lists: scored.map((list) => outcomeOf(list, ours, { main, blockOf, estimate })) },
    curves: {
      atMs,
      capture: new Map(scored.map(({ name, scores }) => [name, scores[main]!.capture])),
    },
  };
}

function scoredLists(
  judge: Judge,
  contestants: readonly Contestant[],
  lists: ReadonlyMap<string, TickLists>,
  { views }: ChosenLog,
): ScoredList[] {
  const made = [...lists.values()];
  const scores = judge.scores(made);
  const aged = AGES_SECONDS.map((seconds) => ({
    seconds,
    scores: judge.scores(made, { agedMs: seconds * 1_000 }),
  }));
  const { gridMs, leastReaders, horizonsMs } = judge.rules;
  const main = mainHorizon(horizonsMs);
  const rises = risesIn(judge, views.publishedAtMs, leastReaders);
  return contestants.map(({ name, source, kind }, at): ScoredList => {
    const list = made[at]!;
    return {
      ...{ name, source, kind, scores: scores[at]! },
      churn: churnOf(list, judge.judged, gridMs),
      overlap15: overlapWith(list, judge.judged, OVERLAP_MS),
      waits: waits(list, rises),
      staleness: aged.map((one) => ({
        seconds: one.seconds,
        capture: meanOf(one.scores[at]![main]!.capture),
      })),
    };
  });
}

/** Half of the readers to come rank for the other half: it captures, and is no list that anybody could show. */
function halves(judge: Judge, { views }: ChosenLog, seed: string): ScoredList {
  const { horizonsMs, leastReaders } = judge.rules;
  const timesMs = judge.judged.map((_, at) => judge.timeOf(at));
  return {
    name: 'split-half',
    source: 'half of the readers of the horizon rank, the other half is captured; both ways',
    kind: 'ceiling',
    scores: horizonsMs.map((horizonMs) => ({
      ...emptyScores(horizonMs, timesMs.length),
      capture: splitHalf(views, timesMs, { horizonMs, seed, leastReaders }),
    })),
    ...{ churn: null, overlap15: null, waits: null, staleness: [] },
  };
}

function waits(list: TickLists, rises: readonly Rise[]) {
  return {
    all: waitsFor(rises, list),
    young: waitsFor(
      rises.filter(({ isYoung }) => isYoung),
      list,
    ),
  };
}

function aboutPeriod(
  { log, ticks, judging, blockMs, seed }: Evaluation,
  main: HorizonScores,
): Omit<EvaluationOutcome, 'lists'> {
  const { views, about } = log;
  const fromMs = ticks.firstMs;
  const toMs = timeOfTick(ticks, ticks.count - 1);
  const counted = views.counts.filter(
    (one, at) => one === 1 && views.atMs[at]! > fromMs && views.atMs[at]! <= toMs,
  );
  return {
    log: about,
    ...{ fromMs, toMs, seed },
    tickSeconds: ticks.stepMs / 1_000,
    gridSeconds: judging.gridMs / 1_000,
    mainMinutes: main.horizonMs / MINUTE_MS,
    leastReaders: judging.leastReaders,
    blockMinutes: blockMs / MINUTE_MS,
    judgedTicks: main.capture.filter((one) => !Number.isNaN(one)).length,
    viewsPerMinute: counted.length / ((toMs - fromMs) / MINUTE_MS),
  };
}

function meanOf(values: Float64Array): number {
  const some = values.filter((value) => !Number.isNaN(value));
  return some.reduce((sum, value) => sum + value, 0) / Math.max(some.length, 1);
}
