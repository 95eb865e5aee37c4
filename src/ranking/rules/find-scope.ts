// Which list is meant: that of the site, of a section by its id or slug, or of a language.

import { isLanguageTag, languageTag } from '../../articles/language-tag';
import { BadUserInput } from '../../platform/errors';
import { readUuid } from '../../platform/graphql/id-or-slug';
import type { SectionTree } from '../../sections/section-tree';
import type { RankingScope } from './placement';

export interface ScopeGiven {
  section?: string | null;
  language?: string | null;
}

/** @throws BadUserInput */
export function findScope(
  { section, language }: ScopeGiven,
  sections: Pick<SectionTree, 'get' | 'bySlug'>,
): RankingScope {
  if (section != null && language != null) {
    throw new BadUserInput('language', 'Give a section or a language, not both: no list is of both.');
  }
  if (language != null && !isLanguageTag(language)) {
    throw new BadUserInput('language', `"language" is "${language.slice(0, 100)}"; that is no BCP 47 tag.`);
  }
  if (section == null) return { sectionId: null, language: language == null ? null : languageTag(language) };
  const id = readUuid(section);
  const found = id === undefined ? sections.bySlug(section) : sections.get(id);
  if (found === undefined) {
    throw new BadUserInput(
      'section',
      `"section" is "${section.slice(0, 100)}"; no section has this id or slug.`,
    );
  }
  return { sectionId: found.id, language: null };
}
