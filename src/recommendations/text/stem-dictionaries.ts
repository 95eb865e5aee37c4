// The stemmers that every Postgres from 15 on brings, by the language they are for.

import { primaryLanguage } from './read-words';

const dictionaries: Readonly<Record<string, string>> = {
  ...{ ar: 'arabic', ca: 'catalan', da: 'danish', de: 'german', el: 'greek', en: 'english', es: 'spanish' },
  ...{ eu: 'basque', fi: 'finnish', fr: 'french', ga: 'irish', hi: 'hindi', hu: 'hungarian', hy: 'armenian' },
  ...{ id: 'indonesian', it: 'italian', lt: 'lithuanian', nb: 'norwegian', ne: 'nepali', nl: 'dutch' },
  ...{ nn: 'norwegian', no: 'norwegian', pt: 'portuguese', ro: 'romanian', ru: 'russian', sr: 'serbian' },
  ...{ sv: 'swedish', ta: 'tamil', tr: 'turkish', yi: 'yiddish' },
};

/** Undefined for a language whose words are compared as they are. */
export function stemDictionary(language: string): string | undefined {
  const name = dictionaries[primaryLanguage(language)];
  return name === undefined ? undefined : `pg_catalog.${name}_stem`;
}
