/**
 * A BCP 47 tag as it is stored and looked for: it means the same in any case, and RFC 5646 (2.1.1) writes "pt-BR" and
 * "zh-Hant". Phones write "pt_BR" for it. What is no tag stays as it is, and no article has it.
 */
export function languageTag(written: string): string {
  const [language = '', ...others] = written.toLowerCase().split(/[-_]/);
  return [language, ...others.map(asWritten)].join('-');
}

const tag = /^[a-z]{1,8}([-_][a-z0-9]{1,8})*$/i;
const TAG_LENGTH_MAX = 100;

/** Whether it has the form of a tag; that a language has no article is another matter. */
export function isLanguageTag(written: string): boolean {
  return written.length <= TAG_LENGTH_MAX && tag.test(written);
}

/** That of a list which may be of all languages. */
export function wantedLanguage(written: string | null | undefined): string | undefined {
  return written == null ? undefined : languageTag(written);
}

function asWritten(part: string): string {
  if (part.length === 2) return part.toUpperCase();
  return part.length === 4 ? part.charAt(0).toUpperCase() + part.slice(1) : part;
}
