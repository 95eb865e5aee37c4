// A full list of similar texts for every article, as the job leaves them behind.

import type { DataSource } from 'typeorm';
import {
  SIMILAR_KEPT,
  type StoredList,
  toStored,
  WORDS_KEPT,
} from '../../src/recommendations/text/similar-list';
import { writeLists } from '../../src/recommendations/text/similar-texts.repository';

const LISTS_AT_ONCE = 1_000;
const WORDS = 40;

export async function fillSimilarTexts(dataSource: DataSource, articles: number): Promise<void> {
  for (let from = 1; from <= articles; from += LISTS_AT_ONCE) {
    const count = Math.min(LISTS_AT_ONCE, articles - from + 1);
    const lists = Array.from({ length: count }, (_, index) => listOf(from + index, articles));
    await writeLists(dataSource.manager, lists);
  }
  await dataSource.query('analyze similar_texts');
}

function listOf(article: number, articles: number): StoredList {
  const similar = Array.from({ length: Math.min(SIMILAR_KEPT, articles - 1) }, (_, place) => ({
    article: 1 + ((article + place * 51) % articles),
    similarity: 0.9 / (1 + place),
    words: Array.from({ length: WORDS_KEPT }, (__, word) => `word${(place * 7 + word) % WORDS}`),
  }));
  return toStored(article, similar);
}
