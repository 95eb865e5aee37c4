// Which places of a list steadiness holds: where one that stands lower has the higher score, by how much it leads, and
// by how much it would have to.

import { type Contender, type ListMemory, readersAsked, type SteadinessRule } from './formulas/steadiness';
import { HeldAgainst, type HeldPlace } from './rank-figures';

export interface SteadiedList {
  /** As they were given to `steadyOrder`, best first. */
  contenders: readonly Contender[];
  /** What came out. */
  memory: Pick<ListMemory, 'order' | 'leadingSince' | 'missed'>;
  /** How many of the order stand in the guarded places. */
  leading: number;
  rule: SteadinessRule;
}

/** By article. Where a place is held against a newcomer and against the next, the newcomer is told. */
export function heldPlaces({ contenders, memory, leading, rule }: SteadiedList): Map<number, HeldPlace> {
  const ofArticle = new Map(contenders.map((contender) => [contender.article, contender]));
  const ordered = memory.order.map((article) => ofArticle.get(article)!);
  const held = new Map<number, HeldPlace>();
  const first = ordered.slice(0, leading);
  for (const group of [first, ordered.slice(leading)]) {
    const largest = largestBelow(group);
    group.forEach((upper, at) => {
      if (largest[at]! <= upper.score) return;
      held.set(upper.article, againstSwap(upper, nextThatLeads(upper, group, at)!, rule));
    });
  }
  const weakest = weakestOf(first, contenders);
  const newcomer = contenders.find(({ mayLead, article }) => mayLead && !isAmong(first, article));
  if (weakest && newcomer && newcomer.score > weakest.score) {
    const asked = readersAsked(first, rule);
    held.set(weakest.article, againstEntry(weakest, newcomer, { memory, rule, asked }));
  }
  return held;
}

/** By place: the largest score that stands below. */
function largestBelow(group: readonly Contender[]): Float64Array {
  const largest = new Float64Array(group.length);
  let below = -Infinity;
  for (let at = group.length - 1; at >= 0; at--) {
    largest[at] = below;
    below = Math.max(below, group[at]!.score);
  }
  return largest;
}

/**
 * The nearest below, where somebody there leads: between the two stands nobody who leads, so that its lead is less than
 * what is asked.
 */
function nextThatLeads(upper: Contender, group: readonly Contender[], at: number): Contender | undefined {
  for (let below = at + 1; below < group.length; below++) {
    if (group[below]!.score > upper.score) return group[below];
  }
  return undefined;
}

function againstSwap(upper: Contender, next: Contender, rule: SteadinessRule): HeldPlace {
  return {
    against: HeldAgainst.SWAP,
    lead: next.score / upper.score - 1,
    leadAsked: rule.swapLead - 1,
    leadingSinceMs: null,
    dwellAskedMs: 0,
    missed: 0,
    missedAsked: 0,
  };
}

function againstEntry(
  weakest: Contender,
  newcomer: Contender,
  { memory, rule, asked }: Pick<SteadiedList, 'memory' | 'rule'> & { asked: number },
): HeldPlace {
  return {
    against: HeldAgainst.ENTRY,
    lead: newcomer.score / weakest.score - 1,
    leadAsked: rule.entryLead - 1,
    leadingSinceMs: memory.leadingSince.get(newcomer.article) ?? null,
    dwellAskedMs: rule.entryDwellMs,
    missed: memory.missed?.get(newcomer.article) ?? 0,
    missedAsked: asked,
  };
}

/** By the order of the scores, ties broken: the last of them among all contenders. */
function weakestOf(first: readonly Contender[], contenders: readonly Contender[]): Contender | undefined {
  return contenders.findLast(({ article }) => isAmong(first, article));
}

function isAmong(some: readonly Contender[], article: number): boolean {
  return some.some((one) => one.article === article);
}
