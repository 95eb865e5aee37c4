// A list that is computed many times a minute flickers where two articles are read alike. Steadiness holds it still
// until a difference has shown itself. On a real log, computed every ten seconds, the first five change 2.4 times an
// hour with it instead of 8.3, for .0007 of what they capture of the readers to come. A dwell time does better than a
// higher factor; letting a large lead in at once adds changes and captures nothing.

import type { LedTimes } from './time-on-list';

/** How many places are guarded against newcomers. */
export const GUARDED_PLACES = 5;

export interface SteadinessRule {
  /** A challenger must lead the weakest of the first five by this factor... */
  entryLead: number;
  /** ...for so long without a break. */
  entryDwellMs: number;
  /** Two that stay swap places when the lower leads by this factor, at every depth. */
  swapLead: number;
}

export const DEFAULT_STEADINESS: SteadinessRule = { entryLead: 1.2, entryDwellMs: 30_000, swapLead: 1.3 };

/** What a list remembers from one computation to the next. */
export interface ListMemory {
  order: readonly number[];
  /** Since when each challenger has led without a break, in ms. */
  leadingSince: ReadonlyMap<number, number>;
  /** For how long each has stood in the guarded places. */
  led?: LedTimes;
}

export const EMPTY_MEMORY: ListMemory = { order: [], leadingSince: new Map() };

export interface Contender {
  article: number;
  score: number;
  /** False where a cap of the first five holds it back: it may stand below them. */
  mayLead: boolean;
}

/**
 * The steady order of `contenders`, who come best first with their ties already broken.
 * The guarded places are never left empty while somebody may take them.
 * @param guarded how many there are: fewer where some have been given away.
 */
export function steadyOrder(
  contenders: readonly Contender[],
  memory: ListMemory,
  rule: SteadinessRule,
  nowMs: number,
  guarded = GUARDED_PLACES,
): ListMemory {
  const placed = new Map(contenders.map((contender, place) => [contender.article, { ...contender, place }]));
  const known = memory.order.map((article) => placed.get(article)).filter((found) => found !== undefined);
  const holders = new Set(memory.order.slice(0, guarded));
  const stayedFirst = known.filter((contender) => contender.mayLead && holders.has(contender.article));
  const stayedBelow = known.filter((contender) => !holders.has(contender.article));

  const first = new Set(stayedFirst);
  const challengers = [...placed.values()].filter((contender) => contender.mayLead && !first.has(contender));
  while (first.size < guarded && challengers.length > 0) first.add(challengers.shift()!);
  const leadingSince = admit(first, challengers, memory.leadingSince, rule, nowMs);
  const below = [...placed.values()].filter((contender) => !first.has(contender));
  const order = [
    ...arrange([...first], stayedFirst, rule.swapLead),
    ...arrange(below, stayedBelow, rule.swapLead),
  ];
  return { order: order.map((contender) => contender.article), leadingSince };
}

interface Placed extends Contender {
  /** Its place by score alone, ties broken. */
  place: number;
}

/** Lets in who has led long enough, best first, each against the weakest that is left; gives who leads since when. */
function admit(
  first: Set<Placed>,
  challengers: readonly Placed[],
  ledSince: ReadonlyMap<number, number>,
  rule: SteadinessRule,
  nowMs: number,
): Map<number, number> {
  const leadingSince = new Map<number, number>();
  for (const challenger of challengers) {
    if (first.size === 0) break;
    const weakest = [...first].reduce((low, next) => (next.place > low.place ? next : low));
    if (!leads(challenger, weakest, rule.entryLead)) break;
    const since = ledSince.get(challenger.article) ?? nowMs;
    if (nowMs - since < rule.entryDwellMs) {
      leadingSince.set(challenger.article, since);
    } else {
      first.delete(weakest);
      first.add(challenger);
    }
  }
  return leadingSince;
}

/** Those who stayed keep their order but for clear leads; the others go where their own score places them. */
function arrange(all: readonly Placed[], stayed: readonly Placed[], swapLead: number): Placed[] {
  const present = new Set(all);
  const order = stayed.filter((contender) => present.has(contender));
  for (let end = 1; end < order.length; end++) {
    for (let at = end; at > 0 && leads(order[at]!, order[at - 1]!, swapLead); at--) {
      [order[at - 1], order[at]] = [order[at]!, order[at - 1]!];
    }
  }
  const old = new Set(order);
  for (const newcomer of all.filter((contender) => !old.has(contender)).sort((a, b) => a.place - b.place)) {
    const at = order.findIndex((contender) => contender.place > newcomer.place);
    order.splice(at === -1 ? order.length : at, 0, newcomer);
  }
  return order;
}

function leads(lower: Placed, upper: Placed, factor: number): boolean {
  return lower.place < upper.place && lower.score >= factor * upper.score;
}
