import fc from 'fast-check';
import {
  authorNameOf,
  commentTextOf,
  graphemesOf,
  NAME_GRAPHEMES_MAX,
  TEXT_GRAPHEMES_MAX,
} from '../../src/comments/comment-text';
import type { MostreadError } from '../../src/platform/errors';

const family = '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u200d\u{1f466}';
const kiss = '\u{1f469}\u{1f3fd}\u200d\u2764\ufe0f\u200d\u{1f48b}\u200d\u{1f468}\u{1f3ff}';
const england = '\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}';
const zalgo = (marks: number) => `e${'\u0335\u0321\u0300'.repeat(7).slice(0, marks)}`;

/** What stands in the place of the text when it is stored, or the code of the refusal. */
const cases: { what: string; written: string; stored: string }[] = [
  { what: 'joiners around a mark that joins its letter', written: 'a\u200d\u0301\u200d', stored: '\u00e1' },
  { what: 'a sentence', written: 'Well said.', stored: 'Well said.' },
  { what: '300 letters', written: 'a'.repeat(300), stored: 'a'.repeat(300) },
  { what: '301 letters', written: 'a'.repeat(301), stored: 'COMMENT_TOO_LONG' },
  { what: '300 letters between blanks', written: `  ${'a'.repeat(300)}\n\n`, stored: 'a'.repeat(300) },
  { what: 'Korean', written: '좋은 기사 감사합니다', stored: '좋은 기사 감사합니다' },
  { what: 'Korean in single letters', written: '한국'.normalize('NFD'), stored: '한국' },
  { what: '300 syllables of Korean', written: '가'.repeat(300), stored: '가'.repeat(300) },
  {
    what: '301 syllables in single letters',
    written: '각'.normalize('NFD').repeat(301),
    stored: 'COMMENT_TOO_LONG',
  },
  { what: 'Vietnamese', written: 'Cảm ơn rất nhiều'.normalize('NFD'), stored: 'Cảm ơn rất nhiều' },
  { what: 'Persian with its joiner', written: 'می\u200cخواهم', stored: 'می\u200cخواهم' },
  { what: 'pointed Arabic', written: 'الْحَمْدُ لِلَّهِ', stored: 'الْحَمْدُ لِلَّهِ'.normalize('NFC') },
  { what: 'pointed Hebrew', written: 'בְּרֵאשִׁ֖ית בָּרָ֣א', stored: 'בְּרֵאשִׁ֖ית בָּרָ֣א'.normalize('NFC') },
  { what: 'Hindi', written: 'क्षत्रिय', stored: 'क्षत्रिय' },
  { what: 'Malayalam with a joiner at its end', written: 'അവന്\u200d', stored: 'അവന്\u200d' },
  { what: 'Tibetan', written: 'ཨོཾ་མ་ཎི་པདྨེ་ཧཱུྃ', stored: 'ཨོཾ་མ་ཎི་པདྨེ་ཧཱུྃ'.normalize('NFC') },
  { what: 'Thai', written: 'ขอบคุณมากครับ น้ำใจ', stored: 'ขอบคุณมากครับ น้ำใจ' },
  { what: 'one emoji', written: '👍', stored: '👍' },
  { what: '300 families', written: family.repeat(300), stored: family.repeat(300) },
  { what: '301 families', written: family.repeat(301), stored: 'COMMENT_TOO_LONG' },
  { what: '300 kisses with skin tones', written: kiss.repeat(300), stored: kiss.repeat(300) },
  { what: '300 flags of letters', written: '🇰🇷'.repeat(300), stored: '🇰🇷'.repeat(300) },
  { what: '300 flags of tags', written: england.repeat(300), stored: england.repeat(300) },
  { what: '300 keycaps', written: '1\ufe0f\u20e3'.repeat(300), stored: '1\ufe0f\u20e3'.repeat(300) },
  { what: 'a tag without a flag', written: 'a\u{e0067}\u{e007f}b', stored: 'ab' },
  { what: '3,000 first letters of Hangul', written: '\u1100'.repeat(3_000), stored: 'COMMENT_TOO_LONG' },
  { what: '2,999 vowel signs on a letter', written: `अ${'ः'.repeat(2_999)}`, stored: 'COMMENT_TOO_LONG' },
  { what: '2,999 signs before a letter', written: `${'\u0600'.repeat(2_999)}a`, stored: 'COMMENT_TOO_LONG' },
  { what: '2,000 skin tones', written: `👨${'\u{1f3fb}'.repeat(2_000)}`, stored: 'COMMENT_TOO_LONG' },
  { what: '1,401 men, joined', written: `${'👨\u200d'.repeat(1_400)}👨`, stored: 'COMMENT_TOO_LONG' },
  { what: '2,000 voicing marks', written: `ｱ${'ﾞ'.repeat(2_000)}`, stored: 'COMMENT_TOO_LONG' },
  { what: 'a syllable of four consonants', written: 'स्त्र्यो', stored: 'स्त्र्यो' },
  { what: '10,000 marks on a letter', written: `e${'\u0301'.repeat(10_000)}`, stored: 'TOO_MANY_MARKS' },
  { what: '2,900 marks on a letter', written: `e${'\u0335'.repeat(2_900)}`, stored: 'TOO_MANY_MARKS' },
  { what: '20 marks on a letter', written: zalgo(20), stored: 'TOO_MANY_MARKS' },
  { what: '300 letters of 20 marks', written: zalgo(20).repeat(300), stored: 'TOO_MANY_MARKS' },
  { what: '300 letters of 5 marks', written: zalgo(5).repeat(300), stored: 'TOO_MANY_MARKS' },
  { what: 'nothing', written: '', stored: 'COMMENT_EMPTY' },
  { what: 'blanks', written: ' \t\n\u00a0\u3000', stored: 'COMMENT_EMPTY' },
  { what: '300 zero-width spaces', written: '\u200b'.repeat(300), stored: 'COMMENT_EMPTY' },
  { what: 'empty Braille', written: '\u2800\u2800', stored: 'COMMENT_EMPTY' },
  { what: 'fillers of Hangul', written: '\u3164\u115f\u1160\uffa0', stored: 'COMMENT_EMPTY' },
  { what: 'variation selectors', written: '\ufe0f\ufe0e\u{e0100}', stored: 'COMMENT_EMPTY' },
  { what: 'joiners', written: '\u200d\u200c', stored: 'COMMENT_EMPTY' },
  { what: 'marks alone', written: '\u0301\u0302', stored: 'COMMENT_EMPTY' },
  { what: 'turns of direction alone', written: '\u202e\u2066\u2069', stored: 'COMMENT_EMPTY' },
  { what: 'Braille', written: '\u2801\u2800\u2803', stored: '\u2801\u2800\u2803' },
  { what: 'Arabic turned round', written: '\u202eمرحبا\u202c abc', stored: 'مرحبا abc' },
  { what: 'isolates', written: 'a\u2066b\u2069c\u061c', stored: 'abc\u061c' },
  { what: 'a word cut by what is not seen', written: 'vi\u200ba\u00adgr\u2060a\u200d', stored: 'viagra' },
  { what: 'a mark behind what is not seen', written: 'e\u200b\u0301', stored: 'é' },
  { what: 'line ends of all kinds', written: 'a\r\nb\rc\u2028d', stored: 'a\nb\nc\nd' },
  { what: 'many blank lines', written: 'a\n\n \n\t\n\nb  \nc', stored: 'a\n\nb\nc' },
  { what: 'controls', written: 'a\u0007b\u001b[31mc\u0085d', stored: 'ab[31mc\nd' },
  { what: 'NUL', written: 'a\0b', stored: 'COMMENT_UNREADABLE' },
  { what: 'half of a character', written: 'a\ud800b', stored: 'COMMENT_UNREADABLE' },
  {
    what: 'a script',
    written: '<script>alert(1)</script> & "so"',
    stored: '<script>alert(1)</script> & "so"',
  },
  { what: 'a megabyte', written: 'a'.repeat(1_000_000), stored: 'COMMENT_TOO_LONG' },
];

describe('the text of a comment', () => {
  test.each(cases)('$what', ({ written, stored }) => {
    expect(outcomeOf(commentTextOf, written)).toBe(stored);
  });

  test('that is too long says how long it is and how long it may be', () => {
    expect(() => commentTextOf('é'.repeat(312))).toThrow('The comment has 312 characters; it may have 300.');
    expect(() => commentTextOf('é'.repeat(2_900))).toThrow('more than 600 characters; it may have 300.');
    expect(() => commentTextOf('a'.repeat(2_900))).toThrow('more than 600 characters; it may have 300.');
    expect(() => commentTextOf(`${'क्ष'.repeat(1_001)}`)).toThrow(
      'The comment has 3003 code points; it may have 3000.',
    );
  });

  const anything = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 400 }),
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc
      .array(
        fc.constantFrom(
          ...'ae \n\r\t\u0301\u0335\u200d\u200c\u200b\u202e\ufe0f\u1100\u1161क्षम',
          family,
          england,
          '🇰',
        ),
        { maxLength: 400 },
      )
      .map((parts) => parts.join('')),
  );

  test('never exceeds its limits, and stored once more it stays the same', () => {
    fc.assert(
      fc.property(anything, (written) => {
        const stored = outcomeOf(commentTextOf, written);
        if (/^(COMMENT|TOO)_[A-Z_]+$/.test(stored)) return;
        expect([...new Intl.Segmenter('en').segment(stored)].length).toBeLessThanOrEqual(TEXT_GRAPHEMES_MAX);
        expect([...stored].length).toBeLessThanOrEqual(10 * TEXT_GRAPHEMES_MAX);
        expect(stored).not.toMatch(/[\u202a-\u202e\u2066-\u2069\0\r]|\p{Mn}{7}|\n{3}/u);
        expect(stored.trim()).not.toBe('');
        expect(commentTextOf(stored)).toBe(stored);
      }),
      { numRuns: 500 },
    );
  }, 180_000);
});

describe('the name above a comment', () => {
  test.each([
    { what: 'a name', written: ' Ines  Ó Brien ', stored: 'Ines Ó Brien' },
    { what: 'a name on two lines', written: 'Ines\nBrien', stored: 'Ines Brien' },
    { what: 'a Korean name', written: '김철수', stored: '김철수' },
    { what: '50 letters', written: 'a'.repeat(50), stored: 'a'.repeat(50) },
    { what: '51 letters', written: 'a'.repeat(51), stored: 'NAME_TOO_LONG' },
    { what: '50 families', written: family.repeat(50), stored: family.repeat(50) },
    { what: 'blanks', written: ' \n ', stored: 'NAME_EMPTY' },
    { what: 'a filler of Hangul', written: '\u3164', stored: 'NAME_EMPTY' },
    { what: 'a name turned round', written: '\u202eenaS', stored: 'enaS' },
    { what: 'a heap of marks', written: zalgo(20), stored: 'TOO_MANY_MARKS' },
  ])('$what', ({ written, stored }) => {
    expect(outcomeOf(authorNameOf, written)).toBe(stored);
  });

  test('has at most fifty characters', () => {
    expect(graphemesOf(authorNameOf('é'.repeat(NAME_GRAPHEMES_MAX)))).toBe(50);
  });
});

function outcomeOf(store: (written: string) => string, written: string): string {
  try {
    return store(written);
  } catch (error) {
    return (error as MostreadError).code;
  }
}

test('blanks within a line, as many as a request may bring, are passed in one go', () => {
  const startedAt = performance.now();
  for (let time = 0; time < 20; time++) {
    expect(() => commentTextOf(`x${' '.repeat(11_990)}x`)).toThrow();
  }
  // At the square of their number it took over eight seconds.
  expect(performance.now() - startedAt).toBeLessThan(3_000);
});
