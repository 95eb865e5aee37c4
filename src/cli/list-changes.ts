// What has changed from one list to the next, with as few words as there can be: where one climbs past another, one
// has risen, and who only makes room for a newcomer has not moved.

export type ListChange<T> =
  | { kind: 'ENTERED'; place: T; rank: number }
  | { kind: 'ROSE' | 'FELL'; place: T; rank: number; was: number }
  | { kind: 'LEFT'; place: T; was: number };

/** Ranks are from 1. By their new ranks, those who have left last. The lists are short: it costs 2^length. */
export function listChanges<T>(
  before: readonly T[],
  now: readonly T[],
  keyOf: (place: T) => number | string,
): ListChange<T>[] {
  const oldRanks = new Map(before.map((place, index) => [keyOf(place), index + 1]));
  const newKeys = new Set(now.map(keyOf));
  const stayed = now.map((place) => oldRanks.get(keyOf(place))).filter((rank) => rank !== undefined);
  const held = holders(stayed);
  const changes: ListChange<T>[] = [];
  for (const [index, place] of now.entries()) {
    const rank = index + 1;
    const was = oldRanks.get(keyOf(place));
    if (was === undefined) changes.push({ kind: 'ENTERED', place, rank });
    else if (!held.has(was)) changes.push({ kind: movement(stayed, was), place, rank, was });
  }
  for (const [index, place] of before.entries()) {
    if (!newKeys.has(keyOf(place))) changes.push({ kind: 'LEFT', place, was: index + 1 });
  }
  return changes;
}

/**
 * Of the old ranks in their new order, as many as are still in order: all others have moved. Where two answers are as
 * long, the one in which the movers rise, which is how people tell it.
 */
function holders(ranks: readonly number[]): ReadonlySet<number> {
  let best: number[] = [];
  let bestWorth = -1;
  for (let chosen = 0; chosen < 2 ** ranks.length; chosen++) {
    const kept = ranks.filter((_, index) => chosen & (1 << index));
    if (kept.some((rank, index) => index > 0 && rank < kept[index - 1]!)) continue;
    const movers = ranks.filter((rank) => !kept.includes(rank));
    const rising = movers.filter((rank) => movement(ranks, rank) === 'ROSE').length;
    const worth = kept.length * (ranks.length + 1) + rising;
    if (worth > bestWorth) {
      best = kept;
      bestWorth = worth;
    }
  }
  return new Set(best);
}

/** Among those who stayed. */
function movement(ranks: readonly number[], rank: number): 'ROSE' | 'FELL' {
  const oldPlace = [...ranks].sort((a, b) => a - b).indexOf(rank);
  return ranks.indexOf(rank) < oldPlace ? 'ROSE' : 'FELL';
}
