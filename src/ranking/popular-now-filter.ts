// What a reader may narrow Popular Now by, and which articles that leaves.

import type { ArticleCard } from '../articles/article-card';
import type { Section } from '../sections/section.entity';
import type { Rail } from './rail';
import { languageList, SITE_LIST, sectionList } from './snapshot';
import { filterName } from './snapshot-cursor';

export interface PopularNowFilter {
  section: Section | undefined;
  /** The slug of an author, or the id as it is stored. */
  author: string | undefined;
  /** The slug of a tag. */
  tag: string | undefined;
  language: string | undefined;
  /** Ids of articles, as they are stored. */
  excluding: ReadonlySet<string>;
}

/** @param family the filter's section with those under it. */
export function matches(
  card: ArticleCard,
  filter: PopularNowFilter,
  family: ReadonlySet<string> | undefined,
): boolean {
  const { author, tag, language, excluding } = filter;
  if (family && !family.has(card.sectionId)) return false;
  if (language !== undefined && card.language !== language) return false;
  if (author !== undefined && !card.authors.some(({ id, slug }) => id === author || slug === author))
    return false;
  if (tag !== undefined && !card.tags.some(({ slug }) => slug === tag)) return false;
  return !excluding.has(card.id);
}

/** The list of a snapshot that fits best; where there is none (yet), the site's is read through the filter. */
export function listOf({ section, language }: PopularNowFilter): string {
  if (section) return sectionList(section.id);
  return language === undefined ? SITE_LIST : languageList(language);
}

/** The names of lists of a rail that may answer, the best first. */
export function listsOf(rail: Rail, filter: PopularNowFilter): string[] {
  return [listOf(filter), SITE_LIST].map((plain) => rail.listFor(plain)).filter((name) => name !== undefined);
}

/** Whether the filter takes something out of that list. */
export function narrows(filter: PopularNowFilter, list: string): boolean {
  const { section, author, tag, language, excluding } = filter;
  return (
    author !== undefined ||
    tag !== undefined ||
    excluding.size > 0 ||
    (section !== undefined && sectionList(section.id) !== list) ||
    (language !== undefined && languageList(language) !== list)
  );
}

/** What a cursor says of its filter: all of it but what is left out, which may change from page to page. */
export function nameOf({ section, author, tag, language }: PopularNowFilter): string {
  return filterName({ section: section?.id, author, tag, language });
}
