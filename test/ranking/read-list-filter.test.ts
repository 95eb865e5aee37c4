import { BadUserInput } from '../../src/platform/errors';
import { readListFilter } from '../../src/ranking/read-list-filter';
import type { SectionTree } from '../../src/sections/section-tree';

const sections = { get: () => undefined, bySlug: () => undefined } as unknown as SectionTree;
const languageOf = (language: string | null) => readListFilter({ language }, sections).language;

test.each([
  ['en', 'en'],
  ['PT-br', 'pt-BR'],
  ['en_GB', 'en-GB'],
  ['zh-hant-tw', 'zh-Hant-TW'],
  ['xx', 'xx'],
])('the language %s is %s', (written, language) => {
  expect(languageOf(written)).toBe(language);
});

test('no language is none', () => {
  expect(languageOf(null)).toBeUndefined();
});

test.each(['', 'zz-!!', 'en-', 'english language', '한국어', 'e'.repeat(9), `en${'-a'.repeat(50)}`])(
  'the language "%s" is refused by name',
  (written) => {
    expect(() => languageOf(written)).toThrow(BadUserInput);
    expect(() => languageOf(written)).toThrow(/^"language" is .* no BCP 47 tag/);
  },
);

test('a section that is not there, and too many ids, are refused by name', () => {
  expect(() => readListFilter({ section: 'nowhere' }, sections)).toThrow(/^"section" is "nowhere"/);
  const excluding = Array.from({ length: 10_000 }, (_, index) => `${index}`);
  expect(() => readListFilter({ excluding }, sections)).toThrow(/^"excluding" has 10000 ids/);
});
