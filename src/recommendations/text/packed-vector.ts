// The weighted terms of a text as they lie in Postgres: twelve bytes a term, the weightiest first, and beside them the
// words that a reader knows the terms by.

import type { WeightedTerm } from './weighted-terms';

export interface PackedVector {
  vector: Buffer;
  shown: string;
}

/** A term is a number of up to 53 bits, as a double; its weight a float. */
const BYTES_EACH = 8 + 4;
const BETWEEN_WORDS = '\n';

export function packVector(terms: readonly WeightedTerm[]): PackedVector {
  const vector = Buffer.alloc(terms.length * BYTES_EACH);
  terms.forEach(({ term, weight }, index) => {
    vector.writeDoubleBE(term, index * BYTES_EACH);
    vector.writeFloatBE(weight, index * BYTES_EACH + 8);
  });
  // A tag may be named in any way.
  const shown = terms.map((one) => (one.shown ?? '').replace(/\s+/g, ' ')).join(BETWEEN_WORDS);
  return { vector, shown };
}

/** @param take called with each term and its weight, the weightiest first. */
export function eachTerm(vector: Buffer, take: (term: number, weight: number, nth: number) => void): void {
  for (let at = 0, nth = 0; at < vector.length; at += BYTES_EACH, nth++) {
    take(vector.readDoubleBE(at), vector.readFloatBE(at + 8), nth);
  }
}

export function termsOf(vector: Buffer): number[] {
  const terms: number[] = [];
  eachTerm(vector, (term) => terms.push(term));
  return terms;
}

/** The word of each term; empty where it has none, as a section. */
export function shownWords(shown: string): string[] {
  return shown.split(BETWEEN_WORDS);
}
