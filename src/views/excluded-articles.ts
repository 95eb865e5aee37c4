import { sourceOfCounter } from './counter-names';
import type { ExclusionAmount } from './exclusion';
import type { Rail, ViewSource } from './view-source';

export interface ArticleAmounts {
  article: number;
  views: number;
  counters: { source: ViewSource; rail: Rail | null; slot: number | null; views: number }[];
}

/** What an exclusion takes, by article and place that readers came from; most first. */
export function amountsByArticle(amounts: readonly ExclusionAmount[]): ArticleAmounts[] {
  const articles = new Map<number, Map<number, number>>();
  for (const { article, counter, amount } of amounts) {
    const counters = articles.get(article) ?? new Map<number, number>();
    counters.set(counter, (counters.get(counter) ?? 0) + amount);
    articles.set(article, counters);
  }
  return [...articles]
    .map(([article, counters]) => ({
      article,
      views: [...counters.values()].reduce((sum, views) => sum + views, 0),
      counters: [...counters]
        .map(([counter, views]) => {
          const { source = 'OTHER' as const, rail = null, slot = null } = sourceOfCounter(counter) ?? {};
          return { source, rail, slot, views };
        })
        .sort((a, b) => b.views - a.views),
    }))
    .sort((a, b) => b.views - a.views || a.article - b.article);
}
