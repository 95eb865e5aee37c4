// What a question says of a ranked list, as arguments, made into a filter.

import { isLanguageTag, wantedLanguage } from '../articles/language-tag';
import { BadUserInput } from '../platform/errors';
import { readUuid } from '../platform/graphql/id-or-slug';
import type { Section } from '../sections/section.entity';
import type { SectionTree } from '../sections/section-tree';
import type { PopularNowFilter } from './popular-now-filter';

export interface ListArguments {
  section?: string | null | undefined;
  author?: string | null | undefined;
  tag?: string | null | undefined;
  language?: string | null | undefined;
  excluding?: readonly string[] | null | undefined;
}

const MAX_EXCLUDED = 200;

/** @throws BadUserInput for a section that is not there, a language that is none, too many ids. */
export function readListFilter(
  { section, author, tag, language, excluding }: ListArguments,
  sections: SectionTree,
): PopularNowFilter {
  return {
    section: section == null ? undefined : readSection(section, sections),
    author: author == null ? undefined : (readUuid(author) ?? author),
    tag: tag ?? undefined,
    language: readLanguage(language),
    excluding: readArticleIds('excluding', excluding ?? []),
  };
}

function readLanguage(language: string | null | undefined): string | undefined {
  if (language == null || isLanguageTag(language)) return wantedLanguage(language);
  throw new BadUserInput(
    'language',
    `"language" is "${language.slice(0, 100)}"; that is no BCP 47 tag. Write it like "en" or "pt-BR".`,
  );
}

function readSection(idOrSlug: string, sections: SectionTree): Section {
  const id = readUuid(idOrSlug);
  const section = id === undefined ? sections.bySlug(idOrSlug) : sections.get(id);
  if (section) return section;
  throw new BadUserInput(
    'section',
    `"section" is "${idOrSlug.slice(0, 100)}"; no section has this id or slug.`,
  );
}

/** In the form in which ids are stored; what has no form of an id names no article. */
export function readArticleIds(argument: string, ids: readonly string[]): Set<string> {
  if (ids.length <= MAX_EXCLUDED) return new Set(ids.map(readUuid).filter((id) => id !== undefined));
  throw new BadUserInput(
    argument,
    `"${argument}" has ${ids.length} ids; it may have at most ${MAX_EXCLUDED}.`,
  );
}
