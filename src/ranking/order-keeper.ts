// Gives each list the id of the snapshot in which its order was last new, and says which orders are due to be kept.

import type { RankedEntry } from './ranked-entry';
import { type RankedList, type SnapshotId, writeSnapshotId } from './snapshot';
import type { KeptOrder } from './snapshot.store';

/** An order is kept at most once a second and list; one that lasts is kept again before it would be forgotten. */
const KEEP_EVERY_MS = 1_000;
const KEEP_AGAIN_MS = 5 * 60_000;

export class OrderKeeper {
  private readonly orders = new Map<string, { order: string; id: SnapshotId }>();
  private readonly kept = new Map<string, { id: string; atMs: number }>();

  clear(): void {
    this.orders.clear();
    this.kept.clear();
  }

  /** The lists of the snapshot `id`. */
  listsOf(ranked: ReadonlyMap<string, readonly RankedEntry[]>, id: SnapshotId): Map<string, RankedList> {
    const lists = new Map<string, RankedList>();
    for (const [name, entries] of ranked) {
      const order = entries.map((entry) => entry.article).join(',');
      const before = this.orders.get(name);
      const orderId = before?.order === order ? before.id : id;
      this.orders.set(name, { order, id: orderId });
      lists.set(name, { orderId, entries });
    }
    for (const name of this.orders.keys()) if (!lists.has(name)) this.orders.delete(name);
    for (const name of this.kept.keys()) if (!lists.has(name)) this.kept.delete(name);
    return lists;
  }

  due(lists: ReadonlyMap<string, RankedList>, nowMs: number): KeptOrder[] {
    const orders: KeptOrder[] = [];
    for (const [list, { orderId, entries }] of lists) {
      const id = writeSnapshotId(orderId);
      const kept = this.kept.get(list);
      const wait = kept?.id === id ? KEEP_AGAIN_MS : KEEP_EVERY_MS;
      if (kept && nowMs - kept.atMs < wait) continue;
      this.kept.set(list, { id, atMs: nowMs });
      orders.push({ list, id: orderId, articles: entries.map((entry) => entry.article) });
    }
    return orders;
  }
}
