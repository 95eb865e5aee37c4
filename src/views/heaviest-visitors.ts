// Whose views there were most of: where a burst comes from. Visitors are pseudonyms of a day, so that nobody can be
// followed over more than one.

import { type ArticleAmounts, amountsByArticle } from './excluded-articles';
import { type ExclusionCondition, NOBODY, type StreamView } from './exclusion';
import type { ViewStreamStore } from './view-stream.store';

export interface HeavyVisitor {
  visitor: string;
  views: number;
  /** Of them, those that moved no ranking: above the cap of the visitor or of its network. */
  viewsAboveCap: number;
  firstMs: number;
  lastMs: number;
  articles: ArticleAmounts[];
}

export interface HeaviestVisitors {
  visitors: HeavyVisitor[];
  views: number;
  viewsWithoutVisitor: number;
  visitorCount: number;
}

const ARTICLES_SHOWN = 10;

/** @throws StoreUnavailable */
export async function heaviestVisitors(
  stream: Pick<ViewStreamStore, 'viewsWithin'>,
  { fromMs, toMs, article }: Pick<ExclusionCondition, 'fromMs' | 'toMs' | 'article'>,
  count: number,
): Promise<HeaviestVisitors> {
  const { views } = await stream.viewsWithin(
    { fromMs, toMs },
    (view) => article === undefined || view.article === article,
  );
  const groups = new Map<string, StreamView[]>();
  for (const view of views) {
    const group = groups.get(view.visitor);
    if (group) group.push(view);
    else groups.set(view.visitor, [view]);
  }
  const nobody = groups.get(NOBODY)?.length ?? 0;
  groups.delete(NOBODY);
  const heaviest = [...groups]
    .sort(([a, of], [b, than]) => than.length - of.length || (a < b ? -1 : 1))
    .slice(0, count);
  return {
    visitors: heaviest.map(([visitor, ofVisitor]) => summaryOf(visitor, ofVisitor)),
    views: views.length,
    viewsWithoutVisitor: nobody,
    visitorCount: groups.size,
  };
}

function summaryOf(visitor: string, views: readonly StreamView[]): HeavyVisitor {
  let [firstMs, lastMs, viewsAboveCap] = [Infinity, -Infinity, 0];
  for (const { atMs, weight } of views) {
    firstMs = Math.min(firstMs, atMs);
    lastMs = Math.max(lastMs, atMs);
    if (weight === 0) viewsAboveCap += 1;
  }
  const amounts = views.map(({ article, counter }) => ({ slice: 0, article, counter, amount: 1 }));
  const articles = amountsByArticle(amounts).slice(0, ARTICLES_SHOWN);
  return { visitor, views: views.length, viewsAboveCap, firstMs, lastMs, articles };
}
