// In which language a list is shown when there is nothing in the one that was asked for: no rail should be empty
// because a reader's browser says pt-BR and the newsroom writes pt. First a broader tag by RFC 4647 (3.4,
// "lookup": zh-Hant-TW, zh-Hant, zh), then one of the same language elsewhere (pt-PT), at last everything. The
// list says what it shows.

import type { LatestStories } from '../articles/latest-stories';

export const LanguageFallback = { NONE: 'NONE', BROADER: 'BROADER', RELATED: 'RELATED', ALL: 'ALL' } as const;
export type LanguageFallback = keyof typeof LanguageFallback;

export interface LanguageShown {
  asked: string;
  /** Undefined: articles in all languages. */
  shown: string | undefined;
  fallback: LanguageFallback;
}

/** @param asked a tag as articles have it */
export function chooseLanguage(
  asked: string,
  sectionId: string | undefined,
  latest: Pick<LatestStories, 'newest' | 'languages'>,
): LanguageShown {
  const of = sectionId === undefined ? {} : { sectionId };
  const isThere = (language: string) => latest.newest({ ...of, language, limit: 1 }).length > 0;
  if (isThere(asked)) return { asked, shown: asked, fallback: 'NONE' };
  const broader = broaderTags(asked).find(isThere);
  if (broader !== undefined) return { asked, shown: broader, fallback: 'BROADER' };
  const primary = primaryOf(asked);
  const related = latest.languages(sectionId).find((language) => primaryOf(language) === primary);
  if (related !== undefined) return { asked, shown: related, fallback: 'RELATED' };
  return { asked, shown: undefined, fallback: 'ALL' };
}

/** Without the last part, again and again. */
function broaderTags(tag: string): string[] {
  const parts = tag.split('-');
  return parts.slice(1).map((_, dropped) => parts.slice(0, parts.length - 1 - dropped).join('-'));
}

function primaryOf(tag: string): string {
  return tag.split('-')[0]!;
}
