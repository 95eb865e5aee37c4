// Which of the articles of the last hour fit best beside what was read, for the place that a setting keeps for them.
// On a real log nothing chooses new articles better than item-kNN, which divides the readers in common by how many
// readers each has (docs/decisions/0058): among the popular a new article never comes first by numbers. Before it has
// any reader, its text speaks for it. Pure.

import type { ArticleCard } from '../../articles/article-card';
import type { OnwardClicks } from '../formulas/back-off';
import type { SimilarArticle } from '../similar-articles';

export const NEW_FOR_MS = 3_600_000;

export interface NewArticleSource {
  /** How much it counts; those of all sources add up to one. */
  weight: number;
  onward: OnwardClicks;
  similar: readonly SimilarArticle[];
}

/** Exponents and damping of item-kNN as published for the log (alpha .75, lambda 20). */
const OF_THE_OTHER = 0.75;
const DAMPING = 20;
/** A cosine of a half weighs as ten of a hundred onward readers do, of an article that had twenty. */
const TEXT_WEIGHT = 0.05;

/**
 * Those that fit at all, best first; of two that fit as well, the newer one.
 * @param candidates published within NEW_FOR_MS
 * @param viewsInWindow views of an article in the last hour
 */
export function bestNewArticles(
  candidates: readonly ArticleCard[],
  sources: readonly NewArticleSource[],
  viewsInWindow: (article: number) => number,
): ArticleCard[] {
  const texts = sources.map(({ similar }) => new Map(similar.map((one) => [one.article, one.similarity])));
  const found: { card: ArticleCard; fit: number }[] = [];
  for (const card of candidates) {
    const popularity = (viewsInWindow(card.number) + DAMPING) ** OF_THE_OTHER;
    let fit = 0;
    sources.forEach(({ weight, onward }, index) => {
      const readers = onward.to.get(card.number) ?? 0;
      const inCommon = readers / (popularity * (onward.total + DAMPING) ** (1 - OF_THE_OTHER));
      fit += weight * (inCommon + TEXT_WEIGHT * (texts[index]!.get(card.number) ?? 0));
    });
    if (fit > 0) found.push({ card, fit });
  }
  found.sort((one, other) => other.fit - one.fit || other.card.number - one.card.number);
  return found.map(({ card }) => card);
}
