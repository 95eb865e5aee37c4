// A list that is computed many times a minute flickers where two articles are read alike. Steadiness holds it still
// until a difference has shown itself, and no longer: what leaving a challenger out costs is the readers that the list
// misses meanwhile, its lead in readers a minute, added up minute by minute. It enters once they are more than chance
// would make of two that are read alike, which grows with the square root of how much is read. So a great lead enters
// within seconds and a slight one after minutes, on a portal as on a small site at night. On a real log, computed every
// ten seconds, that captures more of the readers to come than asking for the lead for 30 seconds, with as few changes
// (docs/evaluation.md). A cumulated sum against a threshold is Page's test for a change (Biometrika 41, 1954).

import type { LedTimes } from './time-on-list';

/** How many places are guarded against newcomers. */
export const GUARDED_PLACES = 5;

export interface SteadinessRule {
  /** A challenger must lead the weakest of the first five by this factor... */
  entryLead: number;
  /** ...for so long without a break... */
  entryDwellMs: number;
  /**
   * ...and until the list has missed so many readers by leaving it out, in units of the square root of the readers a
   * minute of the first five. Only for scores that are readers a minute; 0 asks for none.
   */
  entryPatience: number;
  /** Two that stay swap places when the lower leads by this factor, at every depth. */
  swapLead: number;
}

export const DEFAULT_STEADINESS: SteadinessRule = {
  entryLead: 1.15,
  entryDwellMs: 0,
  entryPatience: 0.175,
  swapLead: 1.3,
};

/** Readers are missed by leaving out who leads by more than this: less is chance more often than not. */
const MISSED_FROM_LEAD = 1.03;
const MINUTE_MS = 60_000;

/** What a list remembers from one computation to the next. */
export interface ListMemory {
  order: readonly number[];
  /** Since when each challenger has led without a break, in ms. */
  leadingSince: ReadonlyMap<number, number>;
  /** How many readers have been missed by leaving each challenger out. */
  missed?: ReadonlyMap<number, number>;
  /** When it was computed, in ms. */
  atMs?: number;
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
  const placed = new Map<number, Placed>();
  contenders.forEach(({ article, score, mayLead }, place) => {
    placed.set(article, { article, score, mayLead, place });
  });
  const known = memory.order.map((article) => placed.get(article)).filter((found) => found !== undefined);
  const holders = new Set(memory.order.slice(0, guarded));
  const stayedFirst = known.filter((contender) => contender.mayLead && holders.has(contender.article));
  const stayedBelow = known.filter((contender) => !holders.has(contender.article));

  const first = new Set(stayedFirst);
  const challengers = [...placed.values()].filter((contender) => contender.mayLead && !first.has(contender));
  while (first.size < guarded && challengers.length > 0) first.add(challengers.shift()!);
  const led = admit(first, challengers, { memory, rule, nowMs });
  const below = [...placed.values()].filter((contender) => !first.has(contender));
  const order = [
    ...arrange([...first], stayedFirst, rule.swapLead),
    ...arrange(below, stayedBelow, rule.swapLead),
  ].map((contender) => contender.article);
  return { order, leadingSince: led.leadingSince, missed: led.missed, atMs: nowMs };
}

interface Placed extends Contender {
  /** Its place by score alone, ties broken. */
  place: number;
}

interface Admission {
  memory: ListMemory;
  rule: SteadinessRule;
  nowMs: number;
}

/** Lets in who has led long enough, best first, each against the weakest that is left; gives how the others stand. */
function admit(
  first: Set<Placed>,
  challengers: readonly Placed[],
  { memory, rule, nowMs }: Admission,
): Pick<Required<ListMemory>, 'leadingSince' | 'missed'> {
  const leadingSince = new Map<number, number>();
  const missed = new Map<number, number>();
  const minutes = Math.max(0, nowMs - (memory.atMs ?? nowMs)) / MINUTE_MS;
  const asked = readersAsked(first, rule);
  for (const challenger of challengers) {
    if (first.size === 0) break;
    const { article, score } = challenger;
    const weakest = [...first].reduce((low, next) => (next.place > low.place ? next : low));
    const before = memory.missed?.get(article) ?? 0;
    const missing = Math.max(0, before + (score - MISSED_FROM_LEAD * weakest.score) * minutes);
    const isAhead = leads(challenger, weakest, rule.entryLead);
    const since = memory.leadingSince.get(article) ?? nowMs;
    if (isAhead && nowMs - since >= rule.entryDwellMs && missing >= asked) {
      first.delete(weakest);
      first.add(challenger);
      continue;
    }
    if (isAhead) leadingSince.set(article, since);
    if (missing > 0) missed.set(article, missing);
  }
  return { leadingSince, missed };
}

/** How many readers a challenger must have been missed by, among these first. */
export function readersAsked(
  first: Iterable<Pick<Contender, 'score'>>,
  { entryPatience }: SteadinessRule,
): number {
  let rate = 0;
  for (const { score } of first) rate += score;
  return entryPatience * Math.sqrt(rate);
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
