import type { Clock } from '../../src/platform/clock';
import { ArticleTotalRepository } from '../../src/views/article-total.repository';
import { ViewTotals } from '../../src/views/view-totals';
import { ViewTotalsStore } from '../../src/views/view-totals.store';
import type { TestStores } from '../setup/stores';

/** The totals of a process that has just begun. */
export function aViewTotals(stores: Pick<TestStores, 'redis' | 'dataSource'>, patience?: Clock): ViewTotals {
  return new ViewTotals({
    inRedis: new ViewTotalsStore(stores.redis),
    stored: new ArticleTotalRepository(stores.dataSource),
    patience,
  });
}
