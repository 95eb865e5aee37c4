import { koreanStem } from '../../../src/recommendations/text/korean-stem';
import { primaryLanguage, readWords } from '../../../src/recommendations/text/read-words';

describe('words', () => {
  test.each([
    ['en', "The council's £3m budget, 2026", ['The', 'council', '3m', 'budget']],
    ['fr', 'L’eau de l’étang', ['eau', 'de', 'étang']],
    ['fr', 'e\u0301tang', ['étang']],
    ['ko', '다시마를 키우는 모라섬에서 12월', ['다시마', '키우', '모라섬', '12월']],
    ['ja', '港湾の予算が成立', ['港湾', '予算', '成立']],
    ['zh-Hant', '市議會通過港口預算', expect.arrayContaining(['港口', '預算'])],
    ['th', 'ท่าเรือใหม่', expect.arrayContaining(['ท่าเรือ', 'ใหม่'])],
    ['xx', 'Words of nobody', ['Words', 'of', 'nobody']],
    ['', '12 34 5 a -- !', []],
  ])('of %s: %s', (language, text, words) => {
    expect(readWords(text, language)).toEqual(words);
  });

  test('of a language inside another one are found', () => {
    expect(readWords('The 予算 and 예산을 together', 'en')).toEqual([
      'The',
      '予算',
      'and',
      '예산',
      'together',
    ]);
  });

  test('that nobody can know are none', () => {
    expect(readWords(`short ${'x'.repeat(41)}`, 'en')).toEqual(['short']);
  });
});

test.each([
  ['예산안을', ['예산안']],
  ['시의회에서는', ['시의회']],
  ['모라섬', ['모라섬']],
  ['나이', ['나이']], // two syllables stay, though the last one could be a particle
  ['그리고', []],
  ['왜', []],
])('%s is about %p', (word, stem) => {
  expect(koreanStem(word)).toEqual(stem);
});

test.each([
  ['pt-BR', 'pt'],
  ['EN', 'en'],
  ['', ''],
])('who reads %s reads %s', (tag, primary) => {
  expect(primaryLanguage(tag)).toBe(primary);
});
