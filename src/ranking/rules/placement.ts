// What an editor has said of one article on the ranked lists, for a time: it holds a place, it is off the lists, or
// its score counts more or less. Each has a reason and an end; nobody has to remember to take it back.

/** The lists whose order comes from reading; Must-Reads are picked, and only a bury reaches them. */
export type RankedRail = 'POPULAR_NOW' | 'TRENDING' | 'MUST_READS';

/** A section, a language, or, where both are null, the whole site. */
export interface RankingScope {
  sectionId: string | null;
  language: string | null;
}

export type PlacementAct = 'PIN' | 'BURY' | 'BOOST';

export interface Placement {
  id: string;
  act: PlacementAct;
  /** The short number of the article, and its id. */
  article: number;
  articleId: string;
  /**
   * Of a pin, the one list that it stands on. A bury or a boost of a section holds for the lists of the sections under
   * it as well, one of the whole site for every list.
   */
  scope: RankingScope;
  rails: readonly RankedRail[];
  /** Of a pin: 1 to 5. */
  place: number | null;
  /** Of a boost: what the score is multiplied by. */
  factor: number | null;
  reason: string;
  /** The name of the editor, as it was then. */
  by: string;
  fromMs: number;
  untilMs: number;
}

/** What a list's recipe does with the placements that hold for it at one moment. */
export interface ListPlacements {
  /** By their places, the first first; a place has one pin at most. */
  pins: readonly Placement[];
  buried: ReadonlySet<number>;
  boosts: ReadonlyMap<number, Placement>;
}

export const NO_PLACEMENTS: ListPlacements = { pins: [], buried: new Set(), boosts: new Map() };

const nothing: ReadonlySet<string> = new Set();

/** The ids of what is buried. */
export function buriedOf(placements: readonly Placement[]): ReadonlySet<string> {
  const buried = placements.filter(({ act }) => act === 'BURY');
  return buried.length === 0 ? nothing : new Set(buried.map(({ articleId }) => articleId));
}

/** Who is buried is neither pinned nor boosted; of two boosts of one article the later in `placements` counts. */
export function listPlacements(placements: readonly Placement[]): ListPlacements {
  if (placements.length === 0) return NO_PLACEMENTS;
  const buried = new Set(placements.filter(({ act }) => act === 'BURY').map(({ article }) => article));
  const shown = placements.filter(({ article }) => !buried.has(article));
  return {
    pins: shown.filter(({ act }) => act === 'PIN').sort((a, b) => a.place! - b.place!),
    buried,
    boosts: new Map(
      shown.filter(({ act }) => act === 'BOOST').map((placement) => [placement.article, placement]),
    ),
  };
}
