import DataLoader from 'dataloader';
import { atEndOfTurn } from '../platform/clock';
import type { ViewTotals } from './view-totals';

const BATCH = 1_000;

/**
 * Views by article number, never out of memory: what all requests of one turn of the event loop ask for is read at its
 * end, after the last of them has come in, so that each sees every view acknowledged before it.
 */
export class ViewTotalsLoader {
  private readonly loader: DataLoader<number, number>;

  constructor(totals: Pick<ViewTotals, 'settledTotals'>) {
    this.loader = new DataLoader((articles: readonly number[]) => totals.settledTotals(articles), {
      cache: false,
      maxBatchSize: BATCH,
      batchScheduleFn: atEndOfTurn,
    });
  }

  load(article: number): Promise<number> {
    return this.loader.load(article);
  }
}
