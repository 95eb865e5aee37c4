// The words of headlines, worked out once for each card: every list of every tick asks for them.

import type { ArticleCard } from '../articles/article-card';
import { type HeadlineWords, headlineWords } from './formulas/variety';

export class WordsOfCards {
  private readonly known = new WeakMap<ArticleCard, HeadlineWords>();

  of(card: ArticleCard): HeadlineWords {
    const known = this.known.get(card);
    if (known) return known;
    const words = headlineWords(card.headline);
    this.known.set(card, words);
    return words;
  }
}
