// Brings the index of texts and the lists of similar ones up to date, some articles at a time: each time is one
// transaction, so whatever ends it, what is done is whole and the rest is still to be found. Of several processes one
// writes at a time.

import { type Clock, systemClock } from '../../platform/clock';
import { changeLists, type WeighedText } from './change-lists';
import type { IndexTransaction, IndexTurns } from './index-turns.repository';
import { type CorpusSize, corpusBegin, leftoverTexts, outdatedTexts } from './outdated-texts.repository';
import { fromStored, toStored, withChanged } from './similar-list';
import { listsWith, writeLists } from './similar-texts.repository';
import { stemDictionary } from './stem-dictionaries';
import {
  type ArticleText,
  changeFrequencies,
  deletePostings,
  deleteTexts,
  type IndexedText,
  indexedTexts,
  publicTexts,
  stemsOf,
  writeTexts,
} from './text-index.repository';
import {
  type CountedTerm,
  countTerms,
  type FoundWord,
  findWords,
  totalTerm,
  weighTerms,
} from './weighted-terms';

export interface TextIndexerParts {
  turns: IndexTurns;
  clock: Clock;
  corpus: CorpusSize;
}

/** One transaction: some hundred milliseconds. */
const ARTICLES_AT_ONCE = 20;
/** Looked for at once: a list of them is as long as what an import writes in a few minutes. */
const OUTDATED_AT_ONCE = 2_000;
/** What a text needs to be put into the index. */
interface Counted {
  text: ArticleText;
  terms: readonly CountedTerm[];
}

export class TextIndexer {
  constructor(private readonly parts: TextIndexerParts) {}

  /** Whether something is to be done; nothing is written. */
  async isBehind(): Promise<boolean> {
    const { outdated, leftover } = await this.find(1);
    return outdated.length + leftover.length > 0;
  }

  /**
   * Works until nothing is to be done.
   * @param onRound told after each transaction; it may end the work by answering "stop"
   * @returns whether nothing is left; not while another process is at it
   */
  async catchUp(onRound: (changedLists: readonly number[]) => Promise<'go on' | 'stop'>): Promise<boolean> {
    for (;;) {
      const { outdated, leftover } = await this.find(OUTDATED_AT_ONCE);
      const work = [
        ...inParts(leftover).map((some) => () => this.takeOut(some)),
        ...inParts(outdated).map((some) => () => this.putIn(some)),
      ];
      if (work.length === 0) return true;
      for (const round of work) {
        const changed = await round();
        if (changed === undefined || (await onRound(changed)) === 'stop') return false;
      }
    }
  }

  private find(limit: number): Promise<{ outdated: number[]; leftover: number[] }> {
    const { turns, clock, corpus } = this.parts;
    const now = new Date(clock.nowMs());
    return turns.look(async (transaction) => {
      const begin = await corpusBegin(transaction, now, corpus);
      return {
        outdated: await outdatedTexts(transaction, { now, begin, limit }),
        leftover: await leftoverTexts(transaction, { now, begin, limit }),
      };
    });
  }

  /** Those that readers may see stay on the lists of others, until more similar ones push them off. */
  private takeOut(numbers: readonly number[]): Promise<number[] | undefined> {
    return this.parts.turns.inTurn(async (transaction) => {
      const stay = new Set((await publicTexts(transaction, numbers, this.now())).map(({ number }) => number));
      const indexed = await indexedTexts(transaction, numbers);
      await changeFrequencies(transaction, frequencyChanges(indexed, []), []);
      await deletePostings(transaction, indexed);
      await deleteTexts(transaction, numbers);
      const gone = new Set(numbers.filter((number) => !stay.has(number)));
      if (gone.size === 0) return [];
      const lists = await listsWith(transaction, [...gone]);
      const without = lists.map((list) => toStored(list.article, withChanged(fromStored(list), gone, [])));
      await writeLists(transaction, without);
      return without.map(({ article }) => article);
    });
  }

  private putIn(numbers: readonly number[]): Promise<number[] | undefined> {
    return this.parts.turns.inTurn(async (transaction) => {
      const texts = await publicTexts(transaction, numbers, this.now());
      const before = await indexedTexts(transaction, numbers);
      const counted = await this.count(transaction, texts);
      const weighed = await weigh(transaction, counted, before);
      await deletePostings(transaction, before);
      await writeTexts(
        transaction,
        weighed.map(({ indexed }) => indexed),
        weighed.flatMap(({ indexed, terms }) =>
          terms.map(({ term, weight }) => ({ term, weight, article: indexed.article })),
        ),
      );
      return changeLists(transaction, weighed, before);
    });
  }

  /** One text at a turn of the event loop: others are answered in between. */
  private async count(transaction: IndexTransaction, texts: readonly ArticleText[]): Promise<Counted[]> {
    const found: { text: ArticleText; words: FoundWord[] }[] = [];
    for (const text of texts) {
      found.push({ text, words: findWords(text) });
      await systemClock.wait(0);
    }
    const stems = await stemsByDictionary(transaction, found);
    return found.map(({ text, words }) => {
      const dictionary = stemDictionary(text.language);
      const ofLanguage = dictionary === undefined ? asTheyAre(words) : stems.get(dictionary)!;
      return { text, terms: countTerms(text, words, ofLanguage) };
    });
  }

  private now(): Date {
    return new Date(this.parts.clock.nowMs());
  }
}

async function stemsByDictionary(
  transaction: IndexTransaction,
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
  const stems = new Map<string, ReadonlyMap<string, string | null>>();
  for (const [dictionary, all] of words) {
    stems.set(dictionary, await stemsOf(transaction, dictionary, [...all]));
  }
  return stems;
}

function asTheyAre(words: readonly FoundWord[]): ReadonlyMap<string, string> {
  return new Map(words.map(({ plain }) => [plain, plain]));
}

async function weigh(
  transaction: IndexTransaction,
  counted: readonly Counted[],
  before: readonly IndexedText[],
): Promise<WeighedText[]> {
  const added = counted.map(({ text, terms }) => [
    totalTerm(text.language),
    ...terms.map(({ term }) => term),
  ]);
  const wanted = [...new Set(added.flat())];
  const frequencies = await changeFrequencies(transaction, frequencyChanges(before, added), wanted);
  return counted.map(({ text, terms }) => {
    const total = totalTerm(text.language);
    const ofArticles = frequencies.get(total) ?? 1;
    return {
      text,
      terms: weighTerms(terms, { of: frequencies, all: ofArticles }),
      indexed: {
        article: text.number,
        version: text.version,
        totalTerm: total,
        ofArticles,
        terms: terms.map(({ term }) => term),
      },
    };
  });
}

function frequencyChanges(
  removed: readonly IndexedText[],
  added: readonly (readonly number[])[],
): Map<number, number> {
  const changes = new Map<number, number>();
  const add = (term: number, by: number) => changes.set(term, (changes.get(term) ?? 0) + by);
  for (const { totalTerm: total, terms } of removed) for (const term of [total, ...terms]) add(term, -1);
  for (const terms of added) for (const term of terms) add(term, 1);
  return changes;
}

function inParts(numbers: readonly number[]): number[][] {
  const parts: number[][] = [];
  for (let at = 0; at < numbers.length; at += ARTICLES_AT_ONCE) {
    parts.push(numbers.slice(at, at + ARTICLES_AT_ONCE));
  }
  return parts;
}
