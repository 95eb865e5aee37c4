/** ISO 639-2 for "undetermined": an article in it is on no list of a language, and on all others. */
export const UNKNOWN_LANGUAGE = 'und';

/**
 * The language without its country ("en" of "en-GB" and "en_us"): lists are made for languages, and feeds of one
 * newsroom write their country now and then. Nothing when the text is no language tag.
 */
export function readLanguage(written: string | undefined): string | undefined {
  return /^\s*([a-z]{2,3})(?:[-_][a-z0-9-_]{1,20})?\s*$/i.exec(written ?? '')?.[1]?.toLowerCase();
}
