// Brings the index of texts and the lists of similar ones up to date, some articles at a time: each time is one
// transaction, so whatever ends it, what is done is whole and the rest is still to be found. Of several processes one
// writes at a time.

import { type Clock, systemClock } from '../../platform/clock';
import type { SimilarArticle } from '../similar-articles';
import type { IndexTransaction, IndexTurns } from './index-turns.repository';
import { type CorpusSize, corpusBegin, leftoverTexts, outdatedTexts } from './outdated-texts.repository';
import {
  fromStored,
  LEAST_SIMILARITY,
  SIMILAR_KEPT,
  type StoredList,
  toStored,
  WORDS_KEPT,
  withChanged,
} from './similar-list';
import { listsOpenTo, listsWith, writeLists } from './similar-texts.repository';
import { stemDictionary } from './stem-dictionaries';
import {
  type ArticleText,
  changeFrequencies,
  deletePostings,
  deleteTexts,
  type IndexedText,
  indexedTexts,
  mostSimilar,
  publicTexts,
  type Question,
  stemsOf,
  writeTexts,
} from './text-index.repository';
import {
  type CountedTerm,
  countTerms,
  type FoundWord,
  findWords,
  totalTerm,
  type WeightedTerm,
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
/** What is shared with so many others says little; beyond so many in all only the most telling terms are followed. */
const POSTINGS_READ = 6_000;
/** So many are followed in any case. */
const TERMS_FOLLOWED_LEAST = 12;

/** More than a list keeps: it may be one of the best fifty for an article that is not one of its own best fifty. */
const MATCHES_EACH = 100;

/** What a text needs to be put into the index. */
interface Counted {
  text: ArticleText;
  terms: readonly CountedTerm[];
}

interface Weighed {
  text: ArticleText;
  indexed: IndexedText;
  terms: readonly WeightedTerm[];
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
): Promise<Weighed[]> {
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

/** Theirs, and those of all that they are, or were, similar to. */
async function changeLists(
  transaction: IndexTransaction,
  weighed: readonly Weighed[],
  before: readonly IndexedText[],
): Promise<number[]> {
  const found = await findSimilar(transaction, weighed);
  const changed = new Set(weighed.map(({ text }) => text.number));
  const known = new Map<number, StoredList>();
  const listed = before.map(({ article }) => article);
  for (const list of await listsWith(transaction, listed)) known.set(list.article, list);
  const best = new Map(
    [...found].map(([article, list]) => [article, Math.max(...list.map(({ similarity }) => similarity))]),
  );
  for (const list of await listsOpenTo(transaction, best, SIMILAR_KEPT)) known.set(list.article, list);
  // Whatever is in the index has a list: one that was not given has no room.
  const lists = [...new Set([...changed, ...known.keys()])].map((article) => {
    const list = known.get(article);
    // What is new itself begins with an empty list: its old one was found for another text.
    const before = list === undefined || changed.has(article) ? [] : fromStored(list);
    return toStored(article, withChanged(before, changed, found.get(article) ?? []));
  });
  await writeLists(transaction, lists);
  return lists.map(({ article }) => article);
}

/** For each article those that are to be added to its list: each pair is found by one of the two, and stands in both. */
async function findSimilar(
  transaction: IndexTransaction,
  weighed: readonly Weighed[],
): Promise<Map<number, SimilarArticle[]>> {
  const questions = weighed.flatMap(({ text, terms }) =>
    worthFollowing(terms).map(
      ({ term, weight, shown }): Question => ({ article: text.number, term, weight, isWord: shown !== null }),
    ),
  );
  const matches = await mostSimilar(transaction, questions, {
    perArticle: MATCHES_EACH,
    // Some are the same word: a tag's and the text's.
    wordsEach: 2 * WORDS_KEPT,
    least: LEAST_SIMILARITY,
  });
  const shown = new Map(
    weighed.map(({ text, terms }) => [text.number, new Map(terms.map((term) => [term.term, term.shown]))]),
  );
  const found = new Map<number, Map<number, SimilarArticle>>();
  const add = (to: number, one: SimilarArticle) => {
    const list = found.get(to) ?? new Map<number, SimilarArticle>();
    if (!list.has(one.article)) list.set(one.article, one);
    found.set(to, list);
  };
  for (const { article, other, similarity, terms } of matches) {
    const words = wordsOf(terms, shown.get(article)!);
    add(article, { article: other, similarity, words });
    add(other, { article, similarity, words });
  }
  return new Map([...found].map(([article, list]) => [article, [...list.values()]]));
}

function wordsOf(terms: readonly number[], shown: ReadonlyMap<number, string | null>): string[] {
  const words = new Map<string, string>();
  for (const term of terms) {
    const word = shown.get(term);
    if (word != null && !words.has(word.toLowerCase())) words.set(word.toLowerCase(), word);
  }
  return [...words.values()].slice(0, WORDS_KEPT);
}

/** The weightiest first, until they are shared with too many. */
function worthFollowing(terms: readonly WeightedTerm[]): WeightedTerm[] {
  let postings = 0;
  return terms.filter(({ articles }, index) => {
    postings += articles;
    return index < TERMS_FOLLOWED_LEAST || postings <= POSTINGS_READ;
  });
}

function inParts(numbers: readonly number[]): number[][] {
  const parts: number[][] = [];
  for (let at = 0; at < numbers.length; at += ARTICLES_AT_ONCE) {
    parts.push(numbers.slice(at, at + ARTICLES_AT_ONCE));
  }
  return parts;
}
