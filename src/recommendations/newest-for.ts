// What may fill the places of a list that reading leaves empty: the newest of the sections and the language, then those
// of the language, of the sections, of the site. There are always more of them than the list leaves out.

import type { ArticleCard } from '../articles/article-card';
import type { LatestStories } from '../articles/latest-stories';

const OF_SECTION = 50;
const OF_SITE = 100;

interface Wanted {
  sections: readonly string[];
  language: string | undefined;
  /** How many will be left out. */
  but: number;
}

export function* newestFor(
  latest: Pick<LatestStories, 'newest'>,
  { sections, language, but }: Wanted,
): Generator<ArticleCard> {
  for (const of of language === undefined ? [{}] : [{ language }, {}]) {
    for (const sectionId of sections) yield* latest.newest({ ...of, sectionId, limit: OF_SECTION + but });
    yield* latest.newest({ ...of, limit: OF_SITE + but });
  }
}
