// What a text is about, as weighted terms: the stems of its words, its tags, its authors and its section, each by how
// often and where it stands there (a headline's word counts three times) and by how few articles of its language have
// it (idf). The weights of an article are a vector of length 1: the similarity of two articles is their cosine.

import { emptyWords } from './empty-words';
import { koreanRoot } from './korean-stem';
import { plainText } from './plain-text';
import { primaryLanguage, readWords } from './read-words';

export interface TextToWeigh {
  headline: string;
  standfirst: string;
  /** HTML. */
  body: string;
  language: string;
  sectionId: string;
  authorIds: readonly string[];
  tags: readonly { slug: string; name: string }[];
}

/** A word of a text as it was found there. */
export interface FoundWord {
  /** In small letters, of Korean the root; what a stemmer is given. */
  plain: string;
  /** As the reader knows it: "budget", "Mo Fern", "예산". */
  shown: string;
  /** How often it stands there, the headline counting more. */
  times: number;
}

export interface CountedTerm {
  /** A number of its own for each term of each language. */
  term: number;
  /** Null where it is no word: a section, an author. */
  shown: string | null;
  times: number;
}

export interface WeightedTerm {
  term: number;
  /** Null also for a word that says too little to be told: one of most articles, or that stands in this one once. */
  shown: string | null;
  weight: number;
  /** How many articles have it. */
  articles: number;
}

const HEADLINE_TIMES = 3;
const STANDFIRST_TIMES = 2;
const TAG_TIMES = 6;
const SECTION_TIMES = 2;
const AUTHOR_TIMES = 1;
/** The rest of a long body says nothing that its beginning has not said. */
const BODY_CHARACTERS = 20_000;
const WORDS_MAX = 400;
/** An article is known by so many of its terms, the most telling ones. */
export const TERMS_KEPT = 100;
/** What more than a third of a language's articles have says nothing of any of them, where there are so many more: */
const SAYING_ARTICLES = 12;
/** of sixteen stories every second one may be of the same place. */
const SAYING_SHARE = 1 / 3;
/** A reader is told no word of more than two thirds of the articles, however few they are, beyond three; */
const TOLD_SHARE = 2 / 3;
const TOLD_ARTICLES = 3;
/** and only what the text is about: a word of its headline or standfirst, a tag, or a word that it has twice. */
const TOLD_TIMES = 2;
const endsInHangul = /\p{sc=Hangul}$/u;
/** Among them a word that nobody else has yet counts as if it were a little more common: it finds nothing so far. */
const LEAST_ARTICLES = 2;

/** Each word once. */
export function findWords({ headline, standfirst, body, language }: TextToWeigh): FoundWord[] {
  const found = new Map<string, { times: number; forms: Map<string, number> }>();
  const empty = emptyWords(language);
  const read = (text: string, times: number) => {
    for (const word of readWords(text, language)) {
      const plain = koreanRoot(word.toLowerCase());
      if (empty.has(plain)) continue;
      const known = found.get(plain) ?? { times: 0, forms: new Map<string, number>() };
      if (known.times === 0 && found.size >= WORDS_MAX) continue;
      known.times += times;
      known.forms.set(word, (known.forms.get(word) ?? 0) + 1);
      found.set(plain, known);
    }
  };
  read(headline, HEADLINE_TIMES);
  read(standfirst, STANDFIRST_TIMES);
  read(plainText(body, BODY_CHARACTERS), 1);
  return [...found].map(([plain, { times, forms }]) => ({ plain, times, shown: shownForm(plain, forms) }));
}

/** Small letters where it is ever written so: a sentence's first word is no name. */
function shownForm(plain: string, forms: ReadonlyMap<string, number>): string {
  // 고양이가 says that 고양이 is the noun, where 고양이 alone might be one with a particle.
  if (endsInHangul.test(plain)) return [...forms.keys()].reduce((a, b) => (b.length > a.length ? b : a));
  if (forms.has(plain)) return plain;
  return [...forms].reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}

/** @param stems of each word; null for one that says nothing ("the"). */
export function countTerms(
  text: TextToWeigh,
  words: readonly FoundWord[],
  stems: ReadonlyMap<string, string | null>,
): CountedTerm[] {
  const counted = new Map<string, { shown: string | null; times: number; most: number }>();
  const add = (name: string, shown: string | null, times: number) => {
    const known = counted.get(name);
    const most = Math.max(times, known?.most ?? 0);
    const isMost = times === most;
    counted.set(name, { shown: isMost ? shown : known!.shown, times: times + (known?.times ?? 0), most });
  };
  for (const { plain, shown, times } of words) {
    const stem = stems.get(plain);
    if (stem != null) add(`word ${stem}`, shown, times);
  }
  for (const { slug, name } of text.tags) add(`tag ${slug}`, name, TAG_TIMES);
  for (const author of text.authorIds) add(`author ${author}`, null, AUTHOR_TIMES);
  add(`section ${text.sectionId}`, null, SECTION_TIMES);
  const language = primaryLanguage(text.language);
  return [...counted].map(([name, { shown, times }]) => ({ term: termOf(language, name), shown, times }));
}

/** Counts the articles of a language, as if each had this word. */
export function totalTerm(language: string): number {
  return termOf(primaryLanguage(language), 'all');
}

/**
 * 53 bits: of a million terms no two have the same number, in all likelihood. cyrb53 (bryc, public domain); a digest
 * of node:crypto costs ten times as much, four hundred times a text.
 */
function termOf(language: string, name: string): number {
  const text = `${language} ${name}`;
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2_654_435_761);
    low = Math.imul(low ^ code, 1_597_334_677);
  }
  const [highMixed, lowMixed] = [mixed(high, low), mixed(low, high)];
  return 2 ** 32 * (lowMixed & 0x1fffff) + (highMixed >>> 0);
}

function mixed(one: number, other: number): number {
  return Math.imul(one ^ (one >>> 16), 2_246_822_507) ^ Math.imul(other ^ (other >>> 13), 3_266_489_909);
}

/**
 * The most telling terms, the weightiest first.
 * @param frequencies how many articles have each term, this one among them; of all articles of its language.
 */
export function weighTerms(
  terms: readonly CountedTerm[],
  frequencies: { of: ReadonlyMap<number, number>; all: number },
): WeightedTerm[] {
  const { all } = frequencies;
  const sayingMost = Math.max(SAYING_ARTICLES, all * SAYING_SHARE);
  const toldMost = Math.max(TOLD_ARTICLES, all * TOLD_SHARE);
  const weighed: WeightedTerm[] = [];
  for (const { term, shown, times } of terms) {
    const articles = frequencies.of.get(term) ?? 1;
    if (articles > sayingMost) continue;
    const idf = Math.log(1 + all / Math.max(articles, Math.min(LEAST_ARTICLES, all)));
    const isTold = times >= TOLD_TIMES && articles <= toldMost;
    weighed.push({ term, shown: isTold ? shown : null, articles, weight: (1 + Math.log(times)) * idf });
  }
  const kept = weighed.sort((a, b) => b.weight - a.weight || a.term - b.term).slice(0, TERMS_KEPT);
  const length = Math.hypot(...kept.map(({ weight }) => weight));
  return kept.map((one) => ({ ...one, weight: one.weight / length }));
}
