import { languageTag } from '../../src/articles/language-tag';

test.each([
  ['EN', 'en'],
  ['pt-br', 'pt-BR'],
  ['ZH-HANT-TW', 'zh-Hant-TW'],
  ['ko', 'ko'],
  ['es-419', 'es-419'],
  ['', ''],
])('"%s" is "%s"', (written, tag) => {
  expect(languageTag(written)).toBe(tag);
  expect(languageTag(tag)).toBe(tag);
});
