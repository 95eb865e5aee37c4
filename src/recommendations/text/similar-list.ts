// The list of an article: the fifty most similar ones, best first, each with what both are about. Pure.

import type { SimilarArticle } from '../similar-articles';

export const SIMILAR_KEPT = 50;
/** So many words say what two articles have in common. */
export const WORDS_KEPT = 3;
/** A word that adds less than this of what the first one adds is not told beside it: far more articles have it. */
export const WORTH_TELLING = 1 / 4;
const betweenWords = /[^\p{L}\p{N}\p{M}]+/u;
/** Less is chance: two articles of one section that share a name. */
export const LEAST_SIMILARITY = 0.02;

/** Best first; of two that are as similar, the newer one. */
export function inOrder<T extends Pick<SimilarArticle, 'article' | 'similarity'>>(
  similar: readonly T[],
): T[] {
  return [...similar].sort((one, other) => other.similarity - one.similarity || other.article - one.article);
}

/** So many words, each once, whether in capital letters or not; none that one before it has as a part. */
export function differentWords(words: Iterable<string | null | undefined>): string[] {
  const different = new Map<string, string>();
  for (const word of words) {
    if (!word) continue;
    const plain = word.toLowerCase();
    const isToldBy = (other: string) =>
      other.includes(plain) && other.split(betweenWords).concat(other).includes(plain);
    if (![...different.keys()].some(isToldBy)) different.set(plain, word);
    if (different.size === WORDS_KEPT) break;
  }
  return [...different.values()];
}

/**
 * A list after its neighbours have changed.
 * @param changed articles whose place is to be found anew; one that is not in `found` has none any more.
 */
export function withChanged(
  list: readonly SimilarArticle[],
  changed: ReadonlySet<number>,
  found: readonly SimilarArticle[],
): SimilarArticle[] {
  return inOrder([...list.filter(({ article }) => !changed.has(article)), ...found]).slice(0, SIMILAR_KEPT);
}

/** As it lies in Postgres: words once, each article with the places of its own. */
export interface StoredList {
  article: number;
  others: number[];
  similarities: number[];
  words: string[];
  /** WORDS_KEPT for each article; -1 where there are fewer. */
  wordPlaces: number[];
}

export function toStored(article: number, list: readonly SimilarArticle[]): StoredList {
  const places = new Map<string, number>();
  const placeOf = (word: string) => {
    if (!places.has(word)) places.set(word, places.size);
    return places.get(word)!;
  };
  const wordPlaces = list.flatMap(({ words }) =>
    Array.from({ length: WORDS_KEPT }, (_, index) => {
      const word = words[index];
      return word === undefined ? -1 : placeOf(word);
    }),
  );
  return {
    article,
    others: list.map((one) => one.article),
    similarities: list.map(({ similarity }) => similarity),
    words: [...places.keys()],
    wordPlaces,
  };
}

export function fromStored({ others, similarities, words, wordPlaces }: StoredList): SimilarArticle[] {
  return others.map((article, index) => ({
    article,
    similarity: similarities[index]!,
    words: wordPlaces
      .slice(index * WORDS_KEPT, (index + 1) * WORDS_KEPT)
      .filter((place) => place >= 0)
      .map((place) => words[place]!),
  }));
}
