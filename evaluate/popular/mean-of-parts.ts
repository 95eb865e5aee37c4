// Of a thinned log every part at once: at each judged tick a figure is the mean of its parts, and intervals are taken of
// these means, by blocks of time. The parts share no visitor but the news of the day: they are no samples of their own.

import { type Evaluated, figuresOf } from './evaluate-lists';
import type { HorizonScores } from './judge';
import type { EvaluatedLog, ScoredList } from './outcome';

/** The lists that are drawn are those of the first part. */
export function meanOfParts(parts: readonly Evaluated[], whole: EvaluatedLog): Evaluated {
  const [first] = parts as readonly [Evaluated, ...Evaluated[]];
  const outcomes = parts.map(({ outcome }) => outcome);
  const scored = first.scored.map((_, at) => meanOfList(parts.map((part) => part.scored[at]!)));
  const main = scored[0]!.scores.find(({ horizonMs }) => horizonMs === first.outcome.mainMinutes * 60_000)!;
  const { lists: _lists, ...about } = first.outcome;
  const figures = figuresOf(scored, first.curves.atMs, {
    ...about,
    log: { ...whole, thinned: { oneIn: parts.length, part: 'all' } },
    judgedTicks: main.capture.filter((one) => !Number.isNaN(one)).length,
    viewsPerMinute: meanOf(outcomes.map(({ viewsPerMinute }) => viewsPerMinute)),
  });
  return { ...figures, outcome: { ...figures.outcome, parts: outcomes }, lists: first.lists };
}

/** Of one maker's lists in every part. */
function meanOfList(lists: readonly ScoredList[]): ScoredList {
  const [first] = lists as readonly [ScoredList, ...ScoredList[]];
  const { name, source, kind, churn, overlap15, waits } = first;
  return {
    ...{ name, source, kind },
    scores: first.scores.map((_, horizon) => meanScores(lists.map(({ scores }) => scores[horizon]!))),
    churn: churn && {
      entriesPerHour: meanByTick(lists.map((list) => list.churn!.entriesPerHour)),
      firstChangesPerHour: meanByTick(lists.map((list) => list.churn!.firstChangesPerHour)),
    },
    overlap15: overlap15 && meanByTick(lists.map((list) => list.overlap15!)),
    // Each rise of each part is one: their median is of all of them.
    waits: waits && {
      all: lists.flatMap((list) => list.waits!.all),
      young: lists.flatMap((list) => list.waits!.young),
    },
    staleness: first.staleness.map(({ seconds }, at) => ({
      seconds,
      capture: meanOf(lists.map(({ staleness }) => staleness[at]!.capture)),
    })),
  };
}

function meanScores(scores: readonly HorizonScores[]): HorizonScores {
  const mean = (figure: Exclude<keyof HorizonScores, 'horizonMs'>) =>
    meanByTick(scores.map((one) => one[figure]));
  return {
    horizonMs: scores[0]!.horizonMs,
    capture: mean('capture'),
    ndcg: mean('ndcg'),
    precision: mean('precision'),
    firstHit: mean('firstHit'),
    share: mean('share'),
  };
}

/** Of the parts that were judged at a tick; NaN where none was. */
export function meanByTick(parts: readonly Float64Array[]): Float64Array {
  return Float64Array.from(parts[0]!, (_, at) =>
    meanOf(parts.map((values) => values[at]!).filter((value) => !Number.isNaN(value))),
  );
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
