// A list in memory: under a kilobyte, in place of four as objects. Numbers lie in one buffer, words in one text.

import type { SimilarArticle } from '../similar-articles';
import { type StoredList, WORDS_KEPT } from './similar-list';

export interface PackedList {
  numbers: Uint8Array;
  words: string;
}

/** A number of four bytes, a similarity in 65,535ths, a byte for the place of each word. */
const BYTES_EACH = 4 + 2 + WORDS_KEPT;
const SIMILARITY_MAX = 65_535;
/** What is not among so many words is left out: no more than a byte can name. */
const NO_WORD = 255;
const BETWEEN_WORDS = '\n';

export function packList({ others, similarities, words, wordPlaces }: StoredList): PackedList {
  const numbers = new Uint8Array(others.length * BYTES_EACH);
  const view = new DataView(numbers.buffer);
  others.forEach((article, index) => {
    const at = index * BYTES_EACH;
    view.setInt32(at, article);
    view.setUint16(at + 4, Math.round(Math.min(1, Math.max(0, similarities[index]!)) * SIMILARITY_MAX));
    for (let word = 0; word < WORDS_KEPT; word++) {
      const place = wordPlaces[index * WORDS_KEPT + word] ?? -1;
      numbers[at + 6 + word] = place >= 0 && place < NO_WORD ? place : NO_WORD;
    }
  });
  return { numbers, words: words.slice(0, NO_WORD).join(BETWEEN_WORDS) };
}

export function unpackList({ numbers, words }: PackedList): SimilarArticle[] {
  const view = new DataView(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  const each = words.split(BETWEEN_WORDS);
  const list: SimilarArticle[] = [];
  for (let at = 0; at < numbers.length; at += BYTES_EACH) {
    const places = [...numbers.subarray(at + 6, at + BYTES_EACH)].filter((place) => place !== NO_WORD);
    list.push({
      article: view.getInt32(at),
      similarity: view.getUint16(at + 4) / SIMILARITY_MAX,
      words: places.map((place) => each[place]!),
    });
  }
  return list;
}
