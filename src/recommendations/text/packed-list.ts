// A list in memory: under a kilobyte, in place of four as objects. Numbers lie in one text of a byte a letter (a typed
// array of this size costs a quarter of a kilobyte more), words in another.

import type { SimilarArticle } from '../similar-articles';
import { type StoredList, WORDS_KEPT } from './similar-list';

export interface PackedList {
  /** In latin1. */
  numbers: string;
  words: string;
}

/** A number of four bytes, a similarity in 65,535ths, a byte for the place of each word. */
const BYTES_EACH = 4 + 2 + WORDS_KEPT;
const SIMILARITY_MAX = 65_535;
/** What is not among so many words is left out: no more than a byte can name. */
const NO_WORD = 255;
const BETWEEN_WORDS = '\n';

export function packList({ others, similarities, words, wordPlaces }: StoredList): PackedList {
  const numbers = Buffer.alloc(others.length * BYTES_EACH);
  others.forEach((article, index) => {
    const at = index * BYTES_EACH;
    numbers.writeInt32BE(article, at);
    const similarity = Math.min(1, Math.max(0, similarities[index]!));
    numbers.writeUInt16BE(Math.round(similarity * SIMILARITY_MAX), at + 4);
    for (let word = 0; word < WORDS_KEPT; word++) {
      const place = wordPlaces[index * WORDS_KEPT + word] ?? -1;
      numbers[at + 6 + word] = place >= 0 && place < NO_WORD ? place : NO_WORD;
    }
  });
  return { numbers: numbers.toString('latin1'), words: words.slice(0, NO_WORD).join(BETWEEN_WORDS) };
}

/** Its words are read when somebody asks for them: of most lists nobody does. */
export function unpackList(packed: PackedList): SimilarArticle[] {
  const { length } = packed.numbers;
  const list: SimilarArticle[] = [];
  for (let at = 0; at < length; at += BYTES_EACH) list.push(new UnpackedArticle(packed, at));
  return list;
}

class UnpackedArticle implements SimilarArticle {
  readonly article: number;
  readonly similarity: number;

  constructor(
    private readonly list: PackedList,
    private readonly at: number,
  ) {
    const { numbers } = list;
    this.article = (twoBytes(numbers, at) << 16) | twoBytes(numbers, at + 2);
    this.similarity = twoBytes(numbers, at + 4) / SIMILARITY_MAX;
  }

  get words(): string[] {
    const { numbers, words } = this.list;
    const each = words.split(BETWEEN_WORDS);
    const told: string[] = [];
    for (let word = 0; word < WORDS_KEPT; word++) {
      const place = numbers.charCodeAt(this.at + 6 + word);
      if (place !== NO_WORD) told.push(each[place]!);
    }
    return told;
  }
}

function twoBytes(numbers: string, at: number): number {
  return (numbers.charCodeAt(at) << 8) | numbers.charCodeAt(at + 1);
}
