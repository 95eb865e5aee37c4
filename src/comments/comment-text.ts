// What may stand in a comment and in the name above it. A length is what a reader counts: graphemes, the characters of
// Unicode Standard Annex 29. One of them can hold any number of code points, so two more limits hold the text to what
// people write. Text stays plain text: nothing is escaped here, since nothing here knows where it will be shown.

import { isCleanText } from '../platform/graphql/text-input';
import {
  CommentEmpty,
  CommentTooLong,
  CommentUnreadable,
  NameEmpty,
  NameTooLong,
  TooManyMarks,
} from './comments.errors';

export const TEXT_GRAPHEMES_MAX = 300;
export const NAME_GRAPHEMES_MAX = 50;
/**
 * The longest emoji that Unicode recommends (a kiss between two people, each with a skin tone) has ten code points, a
 * family of four has seven: what a reader sees as 300 characters is never refused for its emoji.
 */
const CODE_POINTS_A_GRAPHEME = 10;
/** Biblical Hebrew, with point, vowel and accents, sets up to six marks on a letter; nothing that is read sets more. */
const MARKS_A_LETTER = 6;
/** And on average far less: fully pointed Hebrew has one and a half, a keycap emoji has two. */
const MARKS_A_GRAPHEME = 2;
/** Of what is too long the characters are counted so many times further than they may go, to say how long it is. */
const COUNTED_FURTHER = 2;
const BLANK_LINES_MAX = 1;

interface Limits {
  field: 'text' | 'authorName';
  graphemes: number;
  empty: () => Error;
  tooLong: (length: { has: number | string; unit: string; max: number }) => Error;
}

const ofText: Limits = {
  field: 'text',
  graphemes: TEXT_GRAPHEMES_MAX,
  empty: () => new CommentEmpty(),
  tooLong: (length) => new CommentTooLong(length),
};

const ofName: Limits = {
  field: 'authorName',
  graphemes: NAME_GRAPHEMES_MAX,
  empty: () => new NameEmpty(),
  tooLong: (length) => new NameTooLong(length),
};

/** The text as it is stored. @throws CommentEmpty, CommentTooLong, TooManyMarks or CommentUnreadable */
export function commentTextOf(written: string): string {
  return checked(written, ofText, (clean) =>
    clean
      .split('\n')
      .map((line) => line.trimEnd())
      .join('\n')
      .replace(tooManyBlankLines, '\n'.repeat(BLANK_LINES_MAX + 1))
      .trim(),
  );
}

/** The name as it is stored, on one line. @throws NameEmpty, NameTooLong, TooManyMarks or CommentUnreadable */
export function authorNameOf(written: string): string {
  return checked(written, ofName, (clean) => clean.replace(/\s+/gu, ' ').trim());
}

/** What a reader says of a comment to the moderators; it may be empty. */
export function reportTextOf(written: string): string {
  return written.trim() === '' ? '' : commentTextOf(written);
}

const tooManyBlankLines = new RegExp(`\\n{${BLANK_LINES_MAX + 2},}`, 'gu');

function checked(written: string, limits: Limits, layOut: (clean: string) => string): string {
  if (!isCleanText(written)) throw new CommentUnreadable(limits.field);
  const codePointsMax = limits.graphemes * CODE_POINTS_A_GRAPHEME;
  // What is far too long is refused before anything goes through it character by character.
  if (written.length > 4 * codePointsMax) {
    throw limits.tooLong({ has: written.length, unit: 'UTF-16 units', max: codePointsMax });
  }
  const text = layOut(withoutInvisibles(written));
  if (!visible.test(text)) throw limits.empty();
  const codePoints = [...text].length;
  if (longRunOfMarks.test(text)) throw new TooManyMarks(limits.field);
  if (codePoints > codePointsMax) {
    throw limits.tooLong({ has: codePoints, unit: 'code points', max: codePointsMax });
  }
  const graphemes = graphemesOf(text, COUNTED_FURTHER * limits.graphemes);
  if (graphemes > limits.graphemes) {
    const has = graphemes > COUNTED_FURTHER * limits.graphemes ? `more than ${graphemes - 1}` : graphemes;
    throw limits.tooLong({ has, unit: 'characters', max: limits.graphemes });
  }
  if ((text.match(marks)?.length ?? 0) > MARKS_A_LETTER + MARKS_A_GRAPHEME * graphemes) {
    throw new TooManyMarks(limits.field);
  }
  return text;
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
const plainAscii = /^[\n\x20-\x7e]*$/;
/**
 * A grapheme has no end either: thousands of Hangul's first letters, of vowel signs or of joined emoji are one, and are
 * shown side by side. What shows more than the largest syllable or emoji counts as several.
 */
const SHOWN_IN_A_SYLLABLE = 3;
/** Of a family, or a kiss; two people of those have skin tones. */
const PICTURES_IN_AN_EMOJI = 4;
const SHOWN_IN_AN_EMOJI = 6;
const pictures = /\p{Extended_Pictographic}/gu;
const showsNothingByItself = /[\p{Mn}\p{Me}]|\p{Join_Control}|[\u{e0020}-\u{e007f}]/gu;

/** How many characters a reader counts; at most one more than `upTo`. */
export function graphemesOf(text: string, upTo = Number.POSITIVE_INFINITY): number {
  // Segmenting takes microseconds a character; most comments need none.
  if (plainAscii.test(text)) return Math.min(text.length, upTo + 1);
  let graphemes = 0;
  for (const { segment } of segmenter.segment(text)) {
    graphemes += segment.length <= SHOWN_IN_A_SYLLABLE ? 1 : countedIn(segment);
    if (graphemes > upTo) break;
  }
  return Math.min(graphemes, upTo + 1);
}

function countedIn(grapheme: string): number {
  const shown = [...grapheme.replace(showsNothingByItself, '')].length;
  const drawn = grapheme.match(pictures)?.length ?? 0;
  if (drawn === 0) return Math.ceil(Math.max(1, shown / SHOWN_IN_A_SYLLABLE));
  return Math.ceil(Math.max(1, drawn / PICTURES_IN_AN_EMOJI, shown / SHOWN_IN_AN_EMOJI));
}

// Marks that take no room of their own; vowel signs that do (Mc) are letters to a reader.
const marks = /[\p{Mn}\p{Me}]/gu;
const longRunOfMarks = new RegExp(`[\\p{Mn}\\p{Me}]{${MARKS_A_LETTER + 1}}`, 'u');

// Letters, digits, signs and emoji; but no fillers of Hangul, which are letters by name, and no empty Braille cell.
const visible =
  /(?![\p{Default_Ignorable_Code_Point}\u2800])[\p{L}\p{N}\p{P}\p{S}\p{Co}\p{Extended_Pictographic}]/u;

const lineEnds = /\r\n|[\r\v\f\x85\u2028\u2029]/gu;
// Controls; those that turn the direction of what follows (U+202A to E, U+2066 to 9) and could make a sentence read
// otherwise than it is stored; and what shows nothing and only serves to slip past filters: soft hyphens, zero-width
// spaces and their kin, annotations, unassigned controls. The marks of direction U+200E, U+200F and U+061C stay: they
// turn nothing but their neighbour, and Hebrew and Arabic need them.
const invisibles = new RegExp(
  [
    '(?!\\n)\\p{Cc}',
    '[\\u00ad\\u180e\\u200b\\u202a-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb]',
    '[\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{e0001}]',
    '\\p{Noncharacter_Code_Point}',
  ].join('|'),
  'gu',
);
/** Letters of tags spell a flag (England, Scotland, Wales) where they follow the black one; elsewhere nothing. */
const strayTags = /(\u{1f3f4}[\u{e0020}-\u{e007e}]{1,8}\u{e007f})|[\u{e0020}-\u{e007f}]/gu;
/** Joiners shape Persian, Indic scripts and emoji; after a Latin letter, a sign or nothing they only hide. */
const strayJoiners =
  /(?<!(?!\p{Script=Latin})[\p{L}\p{M}]|\p{Extended_Pictographic}|\p{Emoji_Modifier})[\u200c\u200d]/gu;

/** As often as it changes something: what was apart may be one letter now, after which a joiner only hides. */
function withoutInvisibles(written: string): string {
  const text = onceWithoutInvisibles(written);
  return text === written ? text : withoutInvisibles(text);
}

function onceWithoutInvisibles(written: string): string {
  return written
    .normalize('NFC')
    .replace(lineEnds, '\n')
    .replace(/\t/gu, ' ')
    .replace(invisibles, '')
    .replace(strayTags, '$1')
    .replace(strayJoiners, '')
    .normalize('NFC');
}
