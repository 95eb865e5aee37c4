// The words of a text, as its reader sees them, in any language. Where blanks divide words, they do; Chinese, Japanese,
// Thai, Lao, Khmer and Burmese are divided by the dictionaries of ICU; a Korean word loses the particle that clings to
// it, so that 다시마를 and 다시마는 are the same (docs/decisions/0058 has what was compared).

import { koreanStem } from './korean-stem';

const dictionaryScripts =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const endsInHangul = /\p{sc=Hangul}$/u;
/** A name in Chinese letters in a text of Korean: 尹대통령은. */
const hanOrHangul = /\p{sc=Hangul}+|[^\p{sc=Hangul}]+/gu;
/** Of so few letters they are particles and endings of Japanese; longer ones are nouns as often: おにぎり. */
const shortHiragana = /^[\p{sc=Hiragana}ー]{1,2}$/u;
const someLetters = /\p{L}/u;
const notOfWords = /[^\p{L}\p{N}\p{M}]+/u;
/** No word that a reader would know is longer; addresses and codes are. */
const LETTERS_MAX = 40;

/** As they stand there, one after the other; numbers and single letters are none. */
export function readWords(text: string, language: string): string[] {
  const words: string[] = [];
  let segmenter: Intl.Segmenter | undefined;
  for (const run of text.normalize('NFKC').split(notOfWords)) {
    if (run.length < 2 || !someLetters.test(run)) continue;
    if (dictionaryScripts.test(run)) {
      segmenter ??= segmenterFor(language);
      for (const part of run.match(hanOrHangul)!)
        words.push(...(endsInHangul.test(part) ? koreanStem(part) : dividedBy(segmenter, part)));
    } else if (run.length > LETTERS_MAX) continue;
    else if (endsInHangul.test(run)) words.push(...koreanStem(run).filter((word) => someLetters.test(word)));
    else words.push(run);
  }
  return words;
}

function dividedBy(segmenter: Intl.Segmenter, run: string): string[] {
  const words: string[] = [];
  for (const { segment, isWordLike } of segmenter.segment(run)) {
    const isWord = isWordLike && [...segment].length > 1 && segment.length <= LETTERS_MAX;
    if (isWord && someLetters.test(segment) && !shortHiragana.test(segment)) words.push(segment);
  }
  return words;
}

/** The dictionaries hold whatever the language is said to be. */
function segmenterFor(language: string): Intl.Segmenter {
  const [known] = Intl.Segmenter.supportedLocalesOf([primaryLanguage(language)]);
  return new Intl.Segmenter(known ?? 'en', { granularity: 'word' });
}

/** "pt" of "pt-BR": what is read by whoever reads the one is read by whoever reads the other. */
export function primaryLanguage(tag: string): string {
  return (tag.split('-')[0] ?? '').toLowerCase();
}
