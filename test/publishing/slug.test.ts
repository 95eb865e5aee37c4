import fc from 'fast-check';
import { distinctSlug, isSlug, slugOf } from '../../src/publishing/slug';

describe('a slug', () => {
  test.each([
    ['Harbour council votes 7–2 for the new crane', 'harbour-council-votes-7-2-for-the-new-crane'],
    ["The council's answer: “No!”", 'the-councils-answer-no'],
    ['항구 의회, 새 기중기 승인', '항구-의회-새-기중기-승인'],
    ['Çelik & Söhne über Ærø', 'çelik-söhne-über-ærø'],
    ['ﬁne ½ ①', 'fine-1-2-1'],
    ['  --- ', 'untitled'],
    ['🎉🎉', 'untitled'],
    ['\u03aa\u0301', '\u0390'],
  ])('of "%s" is "%s"', (text, slug) => {
    expect(slugOf(text)).toBe(slug);
  });

  test('has at most 80 characters, cut between words', () => {
    expect(slugOf('word '.repeat(40))).toBe(Array(16).fill('word').join('-'));
    expect([...slugOf('x'.repeat(300))]).toHaveLength(80);
  });

  test('of a slug is itself, and needs no escaping beyond its letters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const slug = slugOf(text);
        expect(slugOf(slug)).toBe(slug);
        expect(isSlug(slug)).toBe(true);
        expect(slug).toMatch(/^[\p{L}\p{M}\p{N}]+(-[\p{L}\p{M}\p{N}]+)*$/u);
      }),
    );
  });

  test.each(['', '-', 'a--b', '-a', 'a-', 'A', 'a b', 'a/b', 'a.b', 'ﬁ', 'a_b'])('is not "%s"', (text) => {
    expect(isSlug(text)).toBe(false);
  });

  test('that is taken gets the end of the id of its article', () => {
    const id = '0190a1b2-0000-7000-8000-aabbccddeeff';
    expect(distinctSlug('harbour', id)).toBe('harbour-aabbccddeeff');
    expect(distinctSlug('x'.repeat(80), id)).toHaveLength(80);
  });
});
