import { isLanguageTag, languageTag } from '../../src/articles/language-tag';

test.each([
  ['EN', 'en'],
  ['pt-br', 'pt-BR'],
  ['ZH-HANT-TW', 'zh-Hant-TW'],
  ['en_US', 'en-US'],
  ['ko', 'ko'],
  ['es-419', 'es-419'],
  ['', ''],
])('"%s" is "%s"', (written, tag) => {
  expect(languageTag(written)).toBe(tag);
  expect(languageTag(tag)).toBe(tag);
});

test.each([
  ['en', true],
  ['en_US', true],
  ['en-US-u-ca-buddhist-hc-h12-nu-latn-co-phonebk', true],
  ['', false],
  ['zz-!!', false],
  ['en-', false],
  [`en${'-a'.repeat(50)}`, false],
])('"%s" has the form of a tag: %s', (written, isTag) => {
  expect(isLanguageTag(written)).toBe(isTag);
});
