// Who is judged: the product, the baselines and the ceilings, each as what makes its lists of every tick.

import type { CountedLog } from './counted-log';
import type { ListMaker } from './list-maker';
import type { ListKind } from './outcome';
import { type ShippingParts, shippingLists } from './shipping-path';
import { listsOf, type RunRules, type TickLists, type Ticks } from './tick-lists';

export interface Contestant {
  name: string;
  source: string;
  kind: ListKind;
  lists(run: Run): Promise<TickLists>;
}

export interface Run {
  views: CountedLog;
  ticks: Ticks;
  warmUpMs: number;
  pace: RunRules['pace'];
  openParts: () => Promise<ShippingParts>;
  /** Of the work of this one, from 0 to 1. */
  progress: (share: number, note?: string) => void;
  isStopped: () => boolean;
}

export const PRODUCT = 'Mostread';

export const product: Contestant = {
  name: PRODUCT,
  source: 'src/ranking, its counter and scripts in a real Redis',
  kind: 'ours',
  async lists({ views, ticks, warmUpMs, openParts, progress, isStopped }) {
    return shippingLists(views, ticks, await openParts(), {
      warmUpMs,
      isStopped,
      onArticles: (made, all) => progress(0, `${made} of ${all} stand-ins made`),
      onViews: (counted, all) => progress(counted / all),
    });
  },
};

export function contestantOf(maker: ListMaker, kind: ListKind): Contestant {
  return {
    name: maker.name,
    source: maker.source,
    kind,
    lists: ({ views, ticks, pace, progress, isStopped }) =>
      listsOf(maker, views, ticks, {
        ...{ pace, isStopped },
        progress: (tick) => progress(tick / ticks.count),
        pause: () => new Promise((resolve) => setImmediate(resolve)),
      }),
  };
}
