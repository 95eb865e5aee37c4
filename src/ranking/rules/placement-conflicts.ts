// Which placements cannot hold at one time. Pure.

import type { PlacementDraft } from './check-placement';
import type { RankingScope } from './placement';
import { isSame } from './ranking-rules';
import { AlreadyPlaced, ArticleBuried, PlaceTaken } from './rules.errors';
import type { StoredPlacement } from './stored-placement';

/**
 * @param others those that hold at some time of the new one
 * @param above the ids of the sections above that of the new one
 * @throws PlaceTaken, AlreadyPlaced, ArticleBuried
 */
export function checkAgainst(
  placed: PlacementDraft & { articleId: string },
  others: readonly StoredPlacement[],
  above: readonly string[],
): void {
  const { act, scope, place, articleId } = placed;
  const sameList = others.filter((other) => isSame(other.scope, scope));
  if (act === 'PIN') {
    const holder = sameList.find((other) => other.act === 'PIN' && other.place === place);
    if (holder) throw new PlaceTaken(place!, holder);
  }
  const ofArticle = others.filter((other) => other.articleId === articleId);
  const same = ofArticle.find((other) => {
    const isElsewhere = !placed.rails.some((rail) => other.rails.includes(rail));
    return other.act === act && isSame(other.scope, scope) && !isElsewhere;
  });
  if (same) throw new AlreadyPlaced(done[act], same);
  if (act === 'BURY') return;
  const bury = ofArticle.find(
    (other) =>
      other.act === 'BURY' && other.rails.includes('POPULAR_NOW') && reaches(other.scope, scope, above),
  );
  if (bury) throw new ArticleBuried(bury);
}

const done = { PIN: 'pinned', BURY: 'buried', BOOST: 'boosted' } as const;

/** As the rules of lists do: see the scopes of a list in ranking-rules.ts. */
function reaches(wide: RankingScope, scope: RankingScope, above: readonly string[]): boolean {
  const isEverywhere = wide.sectionId === null && wide.language === null;
  return isEverywhere || isSame(wide, scope) || (wide.sectionId !== null && above.includes(wide.sectionId));
}
