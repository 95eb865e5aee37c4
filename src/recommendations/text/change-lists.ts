// Which lists are different once some texts are in the index, and how. Pairs are found from the side of what is new, so
// each of these texts has its list, and stands on the lists of those that it is similar to.

import type { SimilarArticle } from '../similar-articles';
import type { IndexTransaction } from './index-turns.repository';
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
import { type ArticleText, type IndexedText, mostSimilar, type Question } from './text-index.repository';
import type { WeightedTerm } from './weighted-terms';

export interface WeighedText {
  text: ArticleText;
  indexed: IndexedText;
  terms: readonly WeightedTerm[];
}

/** What is shared with so many others says little; beyond so many in all only the most telling terms are followed. */
const POSTINGS_READ = 6_000;
/** So many are followed in any case. */
const TERMS_FOLLOWED_LEAST = 12;

/** More than a list keeps: it may be one of the best fifty for an article that is not one of its own best fifty. */
const MATCHES_EACH = 100;

/** Theirs, and those of all that they are, or were, similar to. */
export async function changeLists(
  transaction: IndexTransaction,
  weighed: readonly WeighedText[],
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

/** For each article what is to be added to its list: each pair is found by one of the two, and stands in both. */
async function findSimilar(
  transaction: IndexTransaction,
  weighed: readonly WeighedText[],
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
