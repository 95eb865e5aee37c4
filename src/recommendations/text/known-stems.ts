import { LRUCache } from 'lru-cache';
import type { IndexTransaction } from './index-turns.repository';
import { stemsOf } from './text-index.repository';

/** A few megabytes at most: most words of a text were in another one a moment ago. */
const WORDS_KNOWN = 30_000;
/** What is no stem of any word. */
const SAYS_NOTHING = '';

/** The stems of words that were asked for of late, and of any others from Postgres. */
export class KnownStems {
  private readonly known = new LRUCache<string, string>({ max: WORDS_KNOWN });

  /** As `stemsOf`: null for a word that says nothing. */
  async of(
    manager: IndexTransaction,
    dictionary: string,
    words: readonly string[],
  ): Promise<Map<string, string | null>> {
    const stems = new Map<string, string | null>();
    const unknown: string[] = [];
    for (const word of words) {
      const stem = this.known.get(`${dictionary} ${word}`);
      if (stem === undefined) unknown.push(word);
      else stems.set(word, stem === SAYS_NOTHING ? null : stem);
    }
    if (unknown.length === 0) return stems;
    for (const [word, stem] of await stemsOf(manager, dictionary, unknown)) {
      this.known.set(`${dictionary} ${word}`, stem ?? SAYS_NOTHING);
      stems.set(word, stem);
    }
    return stems;
  }
}
