import type { Account } from '../accounts/account';
import { Scope } from '../accounts/scope';
import { type ArticleCard, isPublic } from '../articles/article-card';
import type { ArticleAmounts } from './excluded-articles';
import type { ExcludedArticle } from './exclusion.type';

/** Cards of articles, public or not. */
export interface CardsOfArticles {
  byIds(ids: readonly string[]): Promise<readonly (ArticleCard | undefined)[]>;
  byNumbers(numbers: readonly number[]): Promise<readonly (ArticleCard | undefined)[]>;
}

/** Figures with their articles, as whoever asks may see them: to correct figures is no right to read drafts. */
export async function shownAmounts(
  amounts: readonly ArticleAmounts[],
  { cards, nowMs, caller }: { cards: Pick<CardsOfArticles, 'byNumbers'>; nowMs: number; caller: Account },
): Promise<ExcludedArticle[]> {
  const found = await cards.byNumbers(amounts.map(({ article }) => article));
  const maySeeAll = caller.may(Scope.ARTICLES_READ);
  return amounts.map(({ views, counters }, index) => {
    const card = found[index];
    const isShown = card !== undefined && (maySeeAll || isPublic(card, nowMs));
    return { articleId: card?.id ?? null, article: isShown ? card : null, views, counters };
  });
}
