// Which lists are different once some texts are in the index, and how. Pairs are found from the side of what is new, so
// each of these texts has its list, and stands on the lists of those that it is similar to.

import type { SimilarArticle } from '../similar-articles';
import type { IndexTransaction } from './index-turns.repository';
import {
  differentWords,
  fromStored,
  LEAST_SIMILARITY,
  SIMILAR_KEPT,
  type StoredList,
  toStored,
  WORDS_KEPT,
  WORTH_TELLING,
  withChanged,
} from './similar-list';
import { listsOpenTo, listsWith, writeLists } from './similar-texts.repository';
import { type ArticleText, mostSimilar, type Question } from './text-index.repository';
import type { WeightedTerm } from './weighted-terms';

export interface WeighedText {
  text: ArticleText;
  terms: readonly WeightedTerm[];
}

/** What is shared with so many others says little; beyond so many in all only the most telling terms are followed. */
const POSTINGS_READ = 6_000;
/** So many are followed in any case. */
const TERMS_FOLLOWED_LEAST = 12;

/** More than a list keeps: it may be one of the best fifty for an article that is not one of its own best fifty. */
const MATCHES_EACH = 100;

/**
 * Theirs, and those of all that they are, or were, similar to.
 * @param before those of them that may be on lists already
 */
export async function changeLists(
  transaction: IndexTransaction,
  weighed: readonly WeighedText[],
  before: readonly number[],
): Promise<number[]> {
  const found = await findSimilar(transaction, weighed);
  const changed = new Set(weighed.map(({ text }) => text.number));
  const known = new Map<number, StoredList>();
  for (const list of await listsWith(transaction, before)) known.set(list.article, list);
  const best = new Map(
    [...found].map(([article, list]) => [article, Math.max(...list.map(({ similarity }) => similarity))]),
  );
  for (const list of await listsOpenTo(transaction, best, SIMILAR_KEPT)) known.set(list.article, list);
  // Whatever is in the index has a list: one that was not given has no room.
  const lists = [...new Set([...changed, ...known.keys()])].map((article) => {
    const list = known.get(article);
    // What is new itself begins with an empty list: its old one was found for another text.
    const kept = list === undefined || changed.has(article) ? [] : fromStored(list);
    return toStored(article, withChanged(kept, changed, found.get(article) ?? []));
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
    terms.slice(0, followedTerms(terms)).map(
      ({ term, weight, shown }): Question => ({
        article: text.number,
        term,
        weight,
        isWord: shown !== null,
      }),
    ),
  );
  const matches = await mostSimilar(transaction, questions, {
    perArticle: MATCHES_EACH,
    // Some are the same word: a tag's and the text's.
    wordsEach: 2 * WORDS_KEPT,
    least: LEAST_SIMILARITY,
    worthTelling: WORTH_TELLING,
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
    const words = differentWords(terms.map((term) => shown.get(article)!.get(term)));
    add(article, { article: other, similarity, words });
    add(other, { article, similarity, words });
  }
  return new Map([...found].map(([article, list]) => [article, [...list.values()]]));
}

/** How many of an article's terms, the weightiest first, are looked for: until they are shared with too many. */
export function followedTerms(terms: readonly WeightedTerm[]): number {
  let postings = 0;
  const tooMany = terms.findIndex(({ articles }, index) => {
    postings += articles;
    return index >= TERMS_FOLLOWED_LEAST && postings > POSTINGS_READ;
  });
  return tooMany < 0 ? terms.length : tooMany;
}
