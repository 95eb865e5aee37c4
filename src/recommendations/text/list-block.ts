// The lists of some thousand articles at once: their terms lie in memory, each text of the index is held against all of
// them, and the best are kept. The same sums as by a search for each article, at a fiftieth of its cost. Pure.

import type { SimilarArticle } from '../similar-articles';
import { eachTerm, shownWords } from './packed-vector';
import {
  differentWords,
  inOrder,
  LEAST_SIMILARITY,
  SIMILAR_KEPT,
  WORDS_KEPT,
  WORTH_TELLING,
} from './similar-list';

export interface ListedText {
  article: number;
  vector: Buffer;
  shown: string;
  /** So many of its terms, the weightiest, are looked for in other texts. */
  followed: number;
}

/** Some are the same word: a tag's and the text's. */
const TERMS_NOTED = 2 * WORDS_KEPT;

const NO_WORD = -1;

interface Kept {
  article: number;
  similarity: number;
  /** Places among the terms of the asking text, what adds most first. */
  terms: readonly number[];
}

interface Asking {
  text: ListedText;
  words: readonly string[];
  kept: Kept[];
  /** Less similar ones are not among the best any more. */
  least: number;
}

/** Whose terms include this one: the place of each text, that of the term there (-1: no word), and its weight. */
interface Followers {
  texts: number[];
  places: number[];
  weights: number[];
}

export class ListBlock {
  private readonly asking: Asking[] = [];
  private readonly followers = new Map<number, Followers>();
  /** Of the text that is being held against all: sums, and what adds most to each, by the place of the asking text. */
  private readonly sums: Float64Array;
  private readonly noted: Uint8Array;
  private readonly notedParts: Float64Array;
  private readonly notedTerms: Uint16Array;

  /** @param size how many texts will ask at most */
  constructor(size: number) {
    this.sums = new Float64Array(size);
    this.noted = new Uint8Array(size);
    this.notedParts = new Float64Array(size * TERMS_NOTED);
    this.notedTerms = new Uint16Array(size * TERMS_NOTED);
  }

  /** All ask before the first one is held against them. */
  ask(text: ListedText): void {
    const place = this.asking.length;
    const words = shownWords(text.shown);
    this.asking.push({ text, words, kept: [], least: LEAST_SIMILARITY });
    eachTerm(text.vector, (term, weight, nth) => {
      if (nth < text.followed) this.follow(term, place, words[nth] ? nth : NO_WORD, weight);
    });
  }

  /** Any text of the index, each once. */
  hold({ article, vector }: Pick<ListedText, 'article' | 'vector'>): void {
    const { sums } = this;
    const touched: number[] = [];
    eachTerm(vector, (term, weight) => {
      const found = this.followers.get(term);
      if (found === undefined) return;
      const { texts, places, weights } = found;
      for (let at = 0; at < texts.length; at++) {
        const text = texts[at]!;
        const part = weight * weights[at]!;
        if (sums[text] === 0) touched.push(text);
        sums[text]! += part;
        if (places[at]! >= 0) this.note(text, places[at]!, part);
      }
    });
    for (const text of touched) {
      this.keep(text, article);
      this.sums[text] = 0;
      this.noted[text] = 0;
    }
  }

  /** Of the text that asked as the so-manieth, from 0. */
  listOf(place: number): SimilarArticle[] {
    const { kept, words } = this.asking[place]!;
    return best(kept).map(({ article, similarity, terms }) => ({
      ...{ article, similarity, words: differentWords(terms.map((term) => words[term])) },
    }));
  }

  private follow(term: number, text: number, place: number, weight: number): void {
    const known = this.followers.get(term);
    if (known === undefined) {
      this.followers.set(term, { texts: [text], places: [place], weights: [weight] });
      return;
    }
    known.texts.push(text);
    known.places.push(place);
    known.weights.push(weight);
  }

  /** What adds more stands before what adds less; of too many the last is forgotten. */
  private note(text: number, place: number, part: number): void {
    const { notedParts, notedTerms } = this;
    const first = text * TERMS_NOTED;
    const count = this.noted[text]!;
    if (count === TERMS_NOTED && notedParts[first + count - 1]! >= part) return;
    let at = first + Math.min(count, TERMS_NOTED - 1);
    this.noted[text] = at - first + 1;
    for (; at > first && notedParts[at - 1]! < part; at--) {
      notedParts[at] = notedParts[at - 1]!;
      notedTerms[at] = notedTerms[at - 1]!;
    }
    notedParts[at] = part;
    notedTerms[at] = place;
  }

  private keep(text: number, article: number): void {
    const asking = this.asking[text]!;
    const similarity = this.sums[text]!;
    if (similarity < asking.least || asking.text.article === article) return;
    // Nobody could be told why: one author, or words that stand there by the way.
    if (this.noted[text] === 0) return;
    const first = text * TERMS_NOTED;
    const least = WORTH_TELLING * this.notedParts[first]!;
    const noted = this.notedTerms.subarray(first, first + this.noted[text]!);
    const terms = [...noted.filter((_, nth) => this.notedParts[first + nth]! >= least)];
    asking.kept.push({ article, similarity, terms });
    if (asking.kept.length < 2 * SIMILAR_KEPT) return;
    // Sorted once for each fifty: less than a heap would cost.
    asking.kept = best(asking.kept);
    asking.least = asking.kept.at(-1)!.similarity;
  }
}

function best(kept: readonly Kept[]): Kept[] {
  return inOrder(kept).slice(0, SIMILAR_KEPT);
}
