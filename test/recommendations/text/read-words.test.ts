import { koreanRoot, koreanStem } from '../../../src/recommendations/text/korean-stem';
import { primaryLanguage, readWords } from '../../../src/recommendations/text/read-words';

describe('words', () => {
  test.each([
    ['en', "The council's £3m budget, 2026", ['The', 'council', '3m', 'budget']],
    ['fr', 'L’eau de l’étang', ['eau', 'de', 'étang']],
    ['fr', 'e\u0301tang', ['étang']],
    ['ko', '다시마를 키우는 모라섬에서 12월', ['다시마', '키우', '모라섬', '12월']],
    ['ko', 'LG전자가 AI를 쓰고 AI는 5G의 19로', ['LG전자', 'AI', '쓰고', 'AI', '5G']],
    ['ko', '尹대통령은 北韓과 코로나19로 3월에', ['대통령', '北韓', '코로나19', '3월']],
    ['ja', 'おにぎりとりんごです', ['おにぎり', 'りんご']],
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
  ['LG전자는', ['LG전자']],
  ['전문가', ['전문가']], // 가 follows a vowel only
  ['도시은', ['도시은']], // and 은 a consonant only
  ['서울로', ['서울']],
  ['우리들은', []],
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

test.each([
  ['고양이', ['고양이가', '고양이는', '고양이를', '고양이의']],
  ['어린이', ['어린이가', '어린이들이', '어린이에게']],
  ['아이들', ['아이들이', '아이', '아이는', '아이들에게']],
  ['사람들', ['사람들이', '사람', '사람은']],
  ['전문가', ['전문가가', '전문가들은']],
  ['LG전자', ['LG전자가', 'LG전자의']],
])('%s has one root with %p', (noun, forms) => {
  for (const form of forms) expect(koreanRoot(form)).toBe(koreanRoot(noun));
});
