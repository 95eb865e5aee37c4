// What has become of a list between two looks at it.

import type { RankedPlace } from '../ranked-article.type';

export interface PlaceMoved {
  place: RankedPlace;
  from: number;
}

export interface ListChanges {
  /** By their ranks now. */
  entered: readonly RankedPlace[];
  /** By the ranks that they had. */
  left: readonly RankedPlace[];
  /** On the list before and now, at another rank; by their ranks now. */
  moved: readonly PlaceMoved[];
}

export const noChanges: ListChanges = { entered: [], left: [], moved: [] };

type Places = readonly RankedPlace[];

export function changesBetween(before: Places, now: Places): ListChanges {
  const rankBefore = new Map(before.map(({ card, rank }) => [card.number, rank]));
  const isNow = new Set(now.map(({ card }) => card.number));
  return {
    entered: now.filter(({ card }) => !rankBefore.has(card.number)),
    left: before.filter(({ card }) => !isNow.has(card.number)),
    moved: now.flatMap((place) => {
      const from = rankBefore.get(place.card.number);
      return from === undefined || from === place.rank ? [] : [{ place, from }];
    }),
  };
}

export function haveSameOrder(one: Places, other: Places): boolean {
  return one.length === other.length && one.every(({ card }, at) => card.number === other[at]?.card.number);
}

/** What is shown of each place beside its rank. */
export function haveSameFigures(one: Places, other: Places): boolean {
  return one.every(({ card, entry }, at) => {
    const then = other[at];
    return (
      card === then?.card &&
      entry.score === then.entry.score &&
      entry.viewsInWindow === then.entry.viewsInWindow &&
      entry.reason === then.entry.reason &&
      entry.previousRank === then.entry.previousRank
    );
  });
}
