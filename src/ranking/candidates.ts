// Which lists there are, which of them an article belongs to, and who may stand on each.

import type { ArticleCard } from '../articles/article-card';
import type { SectionTree } from '../sections/section-tree';
import type { ReadArticle } from './reading-minutes';
import { languageList, SITE_LIST, sectionList } from './snapshot';

/** The best by their decayed readers; the best 30 already hold all that matters. */
export const CANDIDATES_PER_LIST = 50;
/** Besides, so many that were published within the hour, though they have had few readers yet. */
export const YOUNG_PER_LIST = 50;
/** Each list costs a little of every tick; of more sections than that, the last are filters of the site's list. */
export const MAX_LISTS = 200;

export interface RankingList {
  name: string;
  /** What its newest articles are. */
  newest: { sectionId?: string; language?: string };
}

/** The site, each language in use, each section. */
export function rankingLists(sections: SectionTree, languages: Iterable<string>): RankingList[] {
  const lists: RankingList[] = [{ name: SITE_LIST, newest: {} }];
  for (const language of languages) lists.push({ name: languageList(language), newest: { language } });
  for (const { id } of sections.all()) lists.push({ name: sectionList(id), newest: { sectionId: id } });
  return lists.slice(0, MAX_LISTS);
}

/** The names of the lists that an article belongs to: the site, its language, its section and those above it. */
export class ListMembership {
  private readonly known = new Map<string, readonly string[]>();

  constructor(private readonly sections: SectionTree) {}

  listsOf(card: ArticleCard): readonly string[] {
    const key = `${card.language} ${card.sectionId}`;
    const known = this.known.get(key);
    if (known) return known;
    const above = this.sections.ancestorsOf(card.sectionId).map((section) => section.id);
    const names = [SITE_LIST, languageList(card.language), ...[card.sectionId, ...above].map(sectionList)];
    this.known.set(key, names);
    return names;
  }
}

/**
 * The candidates of each list.
 * @param read everything that is read, most first.
 * @param young what was published within the hour, newest first.
 */
export function chooseCandidates(input: {
  lists: readonly RankingList[];
  read: readonly ReadArticle[];
  young: readonly ArticleCard[];
  cardOf: (article: number) => ArticleCard | undefined;
  membership: ListMembership;
}): Map<string, Set<ArticleCard>> {
  const chosen = new Map(input.lists.map((list) => [list.name, new Set<ArticleCard>()]));
  const offer = (card: ArticleCard, most: number) => {
    for (const name of input.membership.listsOf(card)) {
      const candidates = chosen.get(name);
      if (candidates && candidates.size < most) candidates.add(card);
    }
  };
  const isRead = new Set<number>();
  for (const { article } of input.read) {
    isRead.add(article);
    const card = input.cardOf(article);
    if (card) offer(card, CANDIDATES_PER_LIST);
  }
  for (const card of input.young) {
    if (isRead.has(card.number)) offer(card, CANDIDATES_PER_LIST + YOUNG_PER_LIST);
  }
  return chosen;
}
