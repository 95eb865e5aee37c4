// All that an exclusion is worked out from, read in the order in which nothing can be missed: what Redis counts first
// (what a flusher deletes meanwhile is in Postgres by then), then Postgres, then the views one by one, of which there
// can only be more.

import { VIEW_COUNTERS_BELOW } from './counter-names';
import { type ExclusionAmount, type ExclusionCondition, isFrom, isMeant } from './exclusion';
import type {
  ExclusionRepository,
  ExclusionTransaction,
  FiguresWanted,
  Watermarks,
} from './exclusion.repository';
import type { Figure, PlanInputs } from './exclusion-plan';
import { ExclusionBeginsTooEarly, ExclusionTooLarge, NothingToExclude } from './exclusions.errors';
import type { CountOfGeneration, LiveSlicesStore } from './live-slices.store';
import { SLICE_MS, type Slice, sliceOf } from './slice';
import type { ViewStreamStore } from './view-stream.store';

/** Some 200 bytes each while it is worked out. */
export const FIGURES_MAX = 500_000;
const SLICES_OF_HOUR = 4;

export interface ExclusionReadingParts {
  repository: ExclusionRepository;
  live: LiveSlicesStore;
  stream: ViewStreamStore;
}

/** @throws NothingToExclude, ExclusionBeginsTooEarly, ExclusionTooLarge, StoreUnavailable */
export async function readForExclusion(
  { repository, live, stream }: ExclusionReadingParts,
  manager: ExclusionTransaction,
  condition: ExclusionCondition,
): Promise<PlanInputs & { positions: number[] }> {
  const { article } = condition;
  const counters = countersOf(condition);
  const isWanted = (one: { article: number; counter: number }) =>
    (article === undefined || one.article === article) && isFrom(one.counter, condition);
  const marks = await repository.watermarks(manager);
  checkDays(condition, marks);
  const range = rowsTouched(condition, marks);
  const liveCounts = await live.viewCounts(
    { from: Math.max(range.from, marks.hour), until: range.until },
    isWanted,
  );
  const wanted: FiguresWanted = { ...range, article, counters, limit: FIGURES_MAX + 1 };
  const figures = await figuresOf({ repository, manager, wanted, marks, liveCounts });
  const withinMs = { fromMs: range.from * SLICE_MS, toMs: range.until * SLICE_MS };
  const { views, positions } = await stream.viewsWithin(withinMs, isWanted);
  const earlier = await repository.inForceWithin(manager, condition);
  return {
    ...{ condition, figures, views, positions },
    isMeant: (view) => isMeant(view, condition),
    earlier: earlier.map((one) => ({
      positions: one.positions,
      takes: (view) => isMeant(view, one.condition),
    })),
  };
}

/** Days are never taken apart: exclusions stay by quarters and hours, which they can be subtracted from. */
function checkDays({ fromMs, toMs }: ExclusionCondition, { day }: Watermarks): void {
  const byDaysUntil = new Date(day * SLICE_MS);
  if (toMs <= byDaysUntil.getTime()) throw new NothingToExclude(byDaysUntil);
  if (fromMs < byDaysUntil.getTime()) throw new ExclusionBeginsTooEarly(byDaysUntil);
}

/** Undefined for all of them. */
function countersOf(condition: ExclusionCondition): number[] | undefined {
  if (condition.source === undefined && condition.rail === undefined) return undefined;
  const all = Array.from({ length: VIEW_COUNTERS_BELOW }, (_, counter) => counter);
  return all.filter((counter) => isFrom(counter, condition));
}

/** Slices, and before the watermark of hours with a margin for the hour that the range begins in. */
function rowsTouched({ fromMs, toMs }: ExclusionCondition, marks: Watermarks): { from: Slice; until: Slice } {
  const first = sliceOf(fromMs);
  const until = sliceOf(toMs - 1) + 1;
  const from = first < marks.hour ? Math.max(first - SLICES_OF_HOUR + 1, marks.day) : first;
  return { from, until: until < marks.hour ? until + SLICES_OF_HOUR - 1 : until };
}

interface FiguresRead {
  repository: ExclusionRepository;
  manager: ExclusionTransaction;
  wanted: FiguresWanted;
  marks: Watermarks;
  liveCounts: readonly CountOfGeneration[];
}

async function figuresOf({ repository, manager, wanted, marks, liveCounts }: FiguresRead): Promise<Figure[]> {
  const names = [...new Set(liveCounts.map(({ generation }) => generation))];
  const merged = await repository.mergedAmong(manager, names);
  const stored = await repository.sliceCounts(manager, {
    ...wanted,
    from: Math.max(wanted.from, marks.hour),
  });
  const ofHours =
    wanted.from < marks.hour
      ? await repository.hourCounts(manager, { ...wanted, until: Math.min(wanted.until, marks.hour) })
      : [];
  if (stored.length + ofHours.length > FIGURES_MAX) throw new ExclusionTooLarge(FIGURES_MAX);
  const figures = new Map<string, Figure>();
  const add = ({ slice, article, counter, amount }: ExclusionAmount) => {
    const key = keyOf({ slice, article, counter });
    const figure = figures.get(key);
    if (figure === undefined)
      figures.set(key, { slice, slices: 1, article, counter, counted: amount, excluded: 0 });
    else figure.counted += amount;
  };
  const live = new Map<string, CountOfGeneration>();
  const ofGeneration = (count: CountOfGeneration) => `${count.generation} ${keyOf(count)}`;
  for (const count of liveCounts) if (!merged.has(count.generation)) live.set(ofGeneration(count), count);
  const isLive = new Set(names);
  // Rows that are still there count, of merged generations too: they are moved later.
  for (const count of stored) {
    const key = isLive.has(count.generation) ? ofGeneration(count) : undefined;
    const other = key === undefined ? undefined : live.get(key);
    add(other !== undefined && other.amount > count.amount ? other : count);
    if (key !== undefined) live.delete(key);
  }
  for (const count of live.values()) add(count);
  for (const { slice, article, counter, amount } of ofHours) {
    const figure: Figure = { slice, slices: 4, article, counter, counted: amount, excluded: 0 };
    figures.set(keyOf(figure), figure);
  }
  await subtractExcluded(repository, manager, wanted, figures);
  return [...figures.values()].sort(
    (a, b) => a.slice - b.slice || a.article - b.article || a.counter - b.counter,
  );
}

/** An exclusion of a slice stays one of that slice when its hour is one row. */
async function subtractExcluded(
  repository: ExclusionRepository,
  manager: ExclusionTransaction,
  wanted: FiguresWanted,
  figures: Map<string, Figure>,
): Promise<void> {
  for (const { slice, article, counter, amount } of await repository.excluded(manager, wanted)) {
    for (let back = 0; back < SLICES_OF_HOUR; back++) {
      const figure = figures.get(keyOf({ slice: slice - back, article, counter }));
      if (figure === undefined || back >= figure.slices) continue;
      figure.excluded += amount;
      break;
    }
  }
}

function keyOf({ slice, article, counter }: { slice: Slice; article: number; counter: number }): string {
  return `${slice} ${article} ${counter}`;
}
