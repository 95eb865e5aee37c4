import DataLoader from 'dataloader';
import type { ViewTotals } from './view-totals.store';

/** Views by article number: all that one request asks for at once. */
export class ViewTotalsLoader extends DataLoader<number, number> {
  constructor(totals: ViewTotals) {
    super((articles) => totals.totals(articles));
  }
}
