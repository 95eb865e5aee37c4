// Where a reader came from, and what that makes the view weigh for rankings: a click on a popularity rail
// says a quarter of what a reader says who found the article elsewhere, or the list would feed itself.

export const ViewSource = {
  DIRECT: 'DIRECT',
  SEARCH: 'SEARCH',
  SOCIAL: 'SOCIAL',
  INTERNAL: 'INTERNAL',
  RAIL: 'RAIL',
  OTHER: 'OTHER',
} as const;
export type ViewSource = keyof typeof ViewSource;

/** The ranked lists of a page. */
export const Rail = {
  POPULAR_NOW: 'POPULAR_NOW',
  YOU_MAY_ALSO_LIKE: 'YOU_MAY_ALSO_LIKE',
  MUST_READS: 'MUST_READS',
  LATEST: 'LATEST',
  TRENDING: 'TRENDING',
} as const;
export type Rail = keyof typeof Rail;

const FROM_POPULARITY_RAIL = 0.25;
const popularityRails: ReadonlySet<Rail> = new Set<Rail>(['POPULAR_NOW', 'TRENDING']);

/** From 0 to 1; in totals every view counts 1. */
export function rankingWeight(source: ViewSource, rail: Rail | undefined): number {
  return source === 'RAIL' && rail !== undefined && popularityRails.has(rail) ? FROM_POPULARITY_RAIL : 1;
}
