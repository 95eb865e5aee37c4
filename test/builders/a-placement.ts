import type { Placement } from '../../src/ranking/rules/placement';

/** A placement of the whole site, in force from 1970 on for ever, unless said otherwise. */
export function aPlacement(given: Partial<Placement> & Pick<Placement, 'act' | 'article'>): Placement {
  return {
    id: `placement-${given.act}-${given.article}`,
    articleId: `article-${given.article}`,
    scope: { sectionId: null, language: null },
    rails: ['POPULAR_NOW'],
    place: null,
    factor: null,
    reason: 'It matters today.',
    by: 'Ida Editor',
    fromMs: 0,
    untilMs: Infinity,
    ...given,
  };
}

export const aPin = (article: number, place: number, given: Partial<Placement> = {}) =>
  aPlacement({ act: 'PIN', article, place, ...given });
export const aBury = (article: number, given: Partial<Placement> = {}) =>
  aPlacement({ act: 'BURY', article, rails: ['POPULAR_NOW', 'TRENDING', 'MUST_READS'], ...given });
export const aBoost = (article: number, factor: number, given: Partial<Placement> = {}) =>
  aPlacement({ act: 'BOOST', article, factor, ...given });
