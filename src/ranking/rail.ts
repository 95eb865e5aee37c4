// What the rails that are read from snapshots differ in: the names of their lists, and what follows where a list ends.

import { SITE_LIST, trendingList, variantList } from './snapshot';

export interface Rail {
  name: 'popular-now' | 'trending' | 'must-reads' | 'popular-now-b' | 'trending-b';
  /** What a cursor calls it: the same for both variants, between which a page may go on. */
  nameInCursors: 'popular-now' | 'trending' | 'must-reads';
  /** The list of the rail for the site, a section or a language, as Popular Now calls it; undefined for none. */
  listFor(plain: string): string | undefined;
  /** Where a list ends, the newest follow, or nothing. */
  filledBy: 'newest' | 'nothing';
}

/** No filter may leave it short: what has no readers follows in the order of publication. */
export const POPULAR_NOW: Rail = {
  name: 'popular-now',
  nameInCursors: 'popular-now',
  listFor: (plain) => plain,
  filledBy: 'newest',
};

/** What does not rise is not on it, however few do. */
export const TRENDING: Rail = {
  ...{ name: 'trending', nameInCursors: 'trending' },
  listFor: trendingList,
  filledBy: 'nothing',
};

export const MUST_READS_LIST = 'must-reads';

/** One list for the whole site, filled where it is computed; what a filter leaves of it is filled up. */
export const MUST_READS: Rail = {
  name: 'must-reads',
  nameInCursors: 'must-reads',
  listFor: (plain) => (plain === SITE_LIST ? MUST_READS_LIST : undefined),
  filledBy: 'newest',
};

/** What readers of variant B see while something is tested on these rails. */
export const POPULAR_NOW_B: Rail = { ...POPULAR_NOW, name: 'popular-now-b', listFor: variantList };
export const TRENDING_B: Rail = {
  ...TRENDING,
  name: 'trending-b',
  listFor: (plain) => variantList(trendingList(plain)),
};
