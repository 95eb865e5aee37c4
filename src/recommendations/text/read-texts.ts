// From the text of an article to its weighted terms, with the frequencies of all that are in the index.

import { followedTerms, type WeighedText } from './change-lists';
import type { IndexTransaction } from './index-turns.repository';
import type { KnownStems } from './known-stems';
import { packVector } from './packed-vector';
import { ShortTurns } from './short-turns';
import { stemDictionary } from './stem-dictionaries';
import {
  type ArticleText,
  changeFrequencies,
  type IndexedText,
  type TextToStore,
} from './text-index.repository';
import {
  type CountedTerm,
  countTerms,
  type FoundWord,
  findWords,
  totalTerm,
  weighTerms,
} from './weighted-terms';

/**
 * By which rules texts are read: to be raised by one with every release that finds other words, other stems of them or
 * other terms. All texts are read again then, the newest first, while the lists of before serve.
 */
export const INDEX_VERSION = 2;

/** What a text needs to be put into the index. */
export interface CountedText {
  text: ArticleText;
  terms: readonly CountedTerm[];
}

/** What is written of a text. */
export type WeighedToStore = WeighedText & { indexed: TextToStore };

/** A few texts at a turn of the event loop: others are answered in between. */
export async function countTexts(
  transaction: IndexTransaction,
  stems: KnownStems,
  texts: readonly ArticleText[],
): Promise<CountedText[]> {
  const short = new ShortTurns();
  const found: { text: ArticleText; words: FoundWord[] }[] = [];
  for (const text of texts) {
    found.push({ text, words: findWords(text) });
    await short.end();
  }
  const byDictionary = await stemsByDictionary(transaction, stems, found);
  const counted: CountedText[] = [];
  for (const { text, words } of found) {
    const dictionary = stemDictionary(text.language);
    const ofLanguage = dictionary === undefined ? asTheyAre(words) : byDictionary.get(dictionary)!;
    counted.push({ text, terms: countTerms(text, words, ofLanguage) });
    await short.end();
  }
  return counted;
}

async function stemsByDictionary(
  transaction: IndexTransaction,
  stems: KnownStems,
  found: readonly { text: ArticleText; words: readonly FoundWord[] }[],
): Promise<Map<string, ReadonlyMap<string, string | null>>> {
  const words = new Map<string, Set<string>>();
  for (const { text, words: ofText } of found) {
    const dictionary = stemDictionary(text.language);
    if (dictionary === undefined) continue;
    const known = words.get(dictionary) ?? new Set();
    for (const { plain } of ofText) known.add(plain);
    words.set(dictionary, known);
  }
  const all = new Map<string, ReadonlyMap<string, string | null>>();
  for (const [dictionary, ofDictionary] of words) {
    all.set(dictionary, await stems.of(transaction, dictionary, [...ofDictionary]));
  }
  return all;
}

function asTheyAre(words: readonly FoundWord[]): ReadonlyMap<string, string> {
  return new Map(words.map(({ plain }) => [plain, plain]));
}

/** Weighed with the frequencies of when they are in the index in place of what was there of them `before`. */
export async function weighAsIndexed(
  transaction: IndexTransaction,
  counted: readonly CountedText[],
  before: readonly IndexedText[],
  indexVersion: number,
): Promise<WeighedToStore[]> {
  const short = new ShortTurns();
  const changes = frequencyChanges(before, counted.map(countedAs));
  await short.end();
  const terms = wanted(counted);
  await short.end();
  return weigh(counted, await changeFrequencies(transaction, changes, terms), indexVersion);
}

/** Weighed with the frequencies as they are, for texts that do not come into the index. */
export async function weighAside(
  transaction: IndexTransaction,
  counted: readonly CountedText[],
  indexVersion: number,
): Promise<WeighedToStore[]> {
  return weigh(counted, await changeFrequencies(transaction, new Map(), wanted(counted)), indexVersion);
}

function countedAs({ text, terms }: CountedText): number[] {
  return [totalTerm(text.language), ...terms.map(({ term }) => term)];
}

function wanted(counted: readonly CountedText[]): number[] {
  return [...new Set(counted.flatMap(countedAs))];
}

async function weigh(
  counted: readonly CountedText[],
  frequencies: ReadonlyMap<number, number>,
  indexVersion: number,
): Promise<WeighedToStore[]> {
  const short = new ShortTurns();
  const weighed: WeighedToStore[] = [];
  for (const { text, terms } of counted) {
    const total = totalTerm(text.language);
    const ofArticles = frequencies.get(total) ?? 1;
    const telling = weighTerms(terms, { of: frequencies, all: ofArticles });
    weighed.push({
      text,
      terms: telling,
      indexed: {
        ...{ article: text.number, version: text.version, totalTerm: total, ofArticles, indexVersion },
        ...{ terms: terms.map(({ term }) => term), kept: telling.map(({ term }) => term) },
        ...{ followed: followedTerms(telling), ...packVector(telling) },
      },
    });
    await short.end();
  }
  return weighed;
}

/** What is to be added to the frequencies where these texts go and those terms come. */
export function frequencyChanges(
  removed: readonly IndexedText[],
  added: readonly (readonly number[])[],
): Map<number, number> {
  const changes = new Map<number, number>();
  const add = (term: number, by: number) => changes.set(term, (changes.get(term) ?? 0) + by);
  for (const { totalTerm: total, terms } of removed) for (const term of [total, ...terms]) add(term, -1);
  for (const terms of added) for (const term of terms) add(term, 1);
  return changes;
}
