// Articles with similar texts, from memory: worked out at publication (text/).

export interface SimilarArticle {
  article: number;
  /** 0 to 1. */
  similarity: number;
  /** What both are about, the most telling first. */
  words: readonly string[];
}

export interface SimilarArticles {
  /** The best fifty, best first; none where nothing is known of the article. */
  similarTo(article: number): readonly SimilarArticle[];
  /** Resolves once these can be told of, or cannot be had; undefined where they can be now. */
  know(articles: readonly number[]): Promise<void> | undefined;
}

export const NOTHING_SIMILAR: SimilarArticles = { similarTo: () => [], know: () => undefined };
