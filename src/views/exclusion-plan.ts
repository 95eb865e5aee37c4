// What an exclusion takes, worked out from the figures and from the views one by one: nothing is read or written here.
// Where it means whole rows of the rollups, it takes all that is left of them; where it means only some of the views of
// a row, those that the view stream names. Never more than is left of a row, so that two exclusions of the same views
// take them once.

import { partitionOf } from '../boards/partition';
import type { ExclusionAmount, ExclusionCondition, StreamView } from './exclusion';
import { ExclusionCutsSlice, ViewStreamTooShort } from './exclusions.errors';
import { SLICE_MS, type Slice, sliceOf } from './slice';

/** A row of the rollups, or the figures of Redis that will become one. */
export interface Figure {
  /** Its first slice. */
  slice: Slice;
  /** How many slices it is over: 1, or those of an hour. */
  slices: 1 | 4;
  article: number;
  counter: number;
  counted: number;
  /** By the exclusions in force. */
  excluded: number;
}

/** An exclusion in force whose range touches this one, and how far it had read the view stream. */
export interface EarlierExclusion {
  takes: (view: StreamView) => boolean;
  positions: readonly number[];
}

export interface PlanInputs {
  condition: ExclusionCondition;
  /** Of the articles and counters that are meant, of all slices that the range touches. */
  figures: readonly Figure[];
  /** Of the same, whoever the visitor is, in the order of their counting. */
  views: readonly StreamView[];
  isMeant: (view: StreamView) => boolean;
  earlier: readonly EarlierExclusion[];
}

export interface SpreadViews {
  article: number;
  counter: number;
  fromMs: number;
  toMs: number;
  views: number;
}

export interface ExclusionPlan {
  amounts: ExclusionAmount[];
  /** Of them, those that are known one by one. */
  known: StreamView[];
  /** The others: spread over their time. */
  spread: SpreadViews[];
}

/** @throws ExclusionCutsSlice, ViewStreamTooShort */
export function planExclusion(inputs: PlanInputs): ExclusionPlan {
  const { condition, figures, views, earlier } = inputs;
  checkStream(inputs);
  const meant = new Map<string, StreamView[]>();
  for (const view of views) {
    if (!inputs.isMeant(view) || wasTaken(view, earlier)) continue;
    const key = rowKey(sliceOf(view.atMs), view.article, view.counter);
    const group = meant.get(key);
    if (group) group.push(view);
    else meant.set(key, [view]);
  }
  const plan: ExclusionPlan = { amounts: [], known: [], spread: [] };
  const namedOf = ({ slice, slices, article, counter }: Figure): readonly StreamView[] => {
    if (slices === 1) return meant.get(rowKey(slice, article, counter)) ?? none;
    return Array.from(
      { length: slices },
      (_, index) => meant.get(rowKey(slice + index, article, counter)) ?? none,
    ).flat();
  };
  for (const figure of figures) {
    const { slice, slices, article, counter, counted, excluded } = figure;
    const left = Math.max(counted - excluded, 0);
    const named = namedOf(figure);
    const amount = isWhole(figure, condition) ? left : Math.min(left, named.length);
    if (amount === 0) continue;
    plan.amounts.push({ slice, article, counter, amount });
    const known = named.slice(0, amount);
    plan.known.push(...known);
    if (amount > known.length) {
      const [fromMs, toMs] = [slice * SLICE_MS, (slice + slices) * SLICE_MS];
      plan.spread.push({ article, counter, fromMs, toMs, views: amount - known.length });
    }
  }
  return plan;
}

const none: readonly StreamView[] = [];

const rowKey = (slice: Slice, article: number, counter: number) => `${slice} ${article} ${counter}`;

function wasTaken(view: StreamView, earlier: readonly EarlierExclusion[]): boolean {
  return earlier.some(
    ({ takes, positions }) => view.position <= (positions[partitionOf(view.article)] ?? 0) && takes(view),
  );
}

/** All views of the row are meant. */
function isWhole({ slice, slices }: Figure, { visitor, fromMs, toMs }: ExclusionCondition): boolean {
  return visitor === undefined && slice * SLICE_MS >= fromMs && (slice + slices) * SLICE_MS <= toMs;
}

/**
 * Where single views are asked for, the stream must still hold those of that time: it does from the first slice on of
 * which it has as many as were counted.
 */
function checkStream({ condition, figures, views }: PlanInputs): void {
  const { fromMs, toMs, visitor } = condition;
  const cut = figures.filter((figure) => !isWhole(figure, condition));
  const ofStream = new Map<Slice, number>();
  for (const { atMs } of views) ofStream.set(sliceOf(atMs), (ofStream.get(sliceOf(atMs)) ?? 0) + 1);
  const counted = new Map<Slice, { views: number; slices: number }>();
  for (const { slice, slices, counted: more } of cut) {
    counted.set(slice, { views: (counted.get(slice)?.views ?? 0) + more, slices });
  }
  let reachesFrom = -Infinity;
  let isReached = false;
  for (const [slice, { views: expected, slices }] of [...counted].sort(([a], [b]) => a - b)) {
    const held = Array.from({ length: slices }, (_, index) => ofStream.get(slice + index) ?? 0).reduce(
      (sum, one) => sum + one,
      0,
    );
    // Later ones may lack a few: those that a Redis had lost when it came back.
    isReached = held >= expected || (isReached && held > 0);
    if (!isReached) reachesFrom = slice + slices;
  }
  if (reachesFrom === -Infinity) return;
  if (visitor !== undefined) throw new ViewStreamTooShort(new Date(reachesFrom * SLICE_MS));
  for (const { slice, slices } of cut) {
    if (slice >= reachesFrom) continue;
    const [beginMs, endMs] = [slice * SLICE_MS, (slice + slices) * SLICE_MS];
    const isFrom = fromMs > beginMs && fromMs < endMs;
    const aligned = [new Date(beginMs), new Date(endMs)] as const;
    throw new ExclusionCutsSlice({
      ...{ aligned, field: isFrom ? 'from' : 'to', at: new Date(isFrom ? fromMs : toMs) },
    });
  }
}
