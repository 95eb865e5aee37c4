// What must be kept before lists are shown to anybody: their orders, for cursors; once a minute their ranks, for the
// movement of later ones; every two seconds all of it, for processes that start and for the next leader. It leaves in
// one write.

import { askTogether } from '../platform/ask-together';
import { areMoving } from '../platform/redis/store-error';
import type { Ranks } from './list-movement';
import type { SourceMemories } from './list-source';
import { OrderKeeper } from './order-keeper';
import type { Snapshot } from './snapshot';
import type { SnapshotStore } from './snapshot.store';

/** `later`: nothing was due, or it could not be kept now; lists may be shown. */
export type Outcome = 'kept' | 'another-leads' | 'later';

export interface SnapshotToKeep {
  snapshot: Snapshot;
  /** Of this minute, if they have not been kept. */
  ranks: Ranks | undefined;
  /** What the next leader should know beside the lists. */
  memories: () => SourceMemories;
}

const KEEP_NEWEST_EVERY_MS = 2_000;
const MINUTE_MS = 60_000;

export class SnapshotKeeping {
  readonly orders = new OrderKeeper();
  private newestKeptMs = -Infinity;

  constructor(
    private readonly store: Pick<SnapshotStore, 'keepOrders' | 'keepRanks' | 'keepNewest'>,
    private readonly holder: string,
  ) {}

  /** Another has led meanwhile. */
  forget(): void {
    this.orders.clear();
    this.newestKeptMs = -Infinity;
  }

  async keep({ snapshot, ranks, memories }: SnapshotToKeep): Promise<Outcome> {
    const nowMs = snapshot.computedAtMs;
    const due = this.orders.due(snapshot.lists, nowMs);
    const isDue = nowMs - this.newestKeptMs >= KEEP_NEWEST_EVERY_MS;
    const [outcome] = await askTogether<[Outcome, unknown, unknown]>([
      isDue ? this.keepNewest(snapshot, memories()) : Promise.resolve('later'),
      this.store.keepOrders(due),
      ranks === undefined ? Promise.resolve() : this.store.keepRanks(Math.floor(nowMs / MINUTE_MS), ranks),
    ]);
    this.orders.wereKept(due, nowMs);
    if (outcome === 'kept') this.newestKeptMs = nowMs;
    return outcome;
  }

  /** A lease on its way to another node of a Cluster, without the newest lists, is no reason to publish none. */
  private keepNewest(snapshot: Snapshot, memories: SourceMemories): Promise<Outcome> {
    const { store, holder } = this;
    return store.keepNewest({ snapshot, memories, holder }).catch((error: unknown) => {
      if (areMoving(error)) return 'later';
      throw error;
    });
  }
}
