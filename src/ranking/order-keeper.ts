// Gives each list the id of the snapshot in which its order was last new, and says which orders are due to be kept:
// each one that clients will see, since every cursor names one (docs/decisions/0011).

import type { RankedEntry } from './ranked-entry';
import { type RankedList, type SnapshotId, writeSnapshotId } from './snapshot';
import { KEEP_AGAIN_SECONDS, type KeptOrder } from './snapshot.store';

interface KnownOrder {
  entries: readonly RankedEntry[];
  id: SnapshotId;
}

export class OrderKeeper {
  private readonly orders = new Map<string, KnownOrder>();
  private readonly kept = new Map<string, { id: string; atMs: number }>();

  clear(): void {
    this.orders.clear();
    this.kept.clear();
  }

  /** The lists of the snapshot `id`. */
  listsOf(ranked: ReadonlyMap<string, readonly RankedEntry[]>, id: SnapshotId): Map<string, RankedList> {
    const lists = new Map<string, RankedList>();
    for (const [name, entries] of ranked) {
      const before = this.orders.get(name);
      const orderId = before !== undefined && isSameOrder(before.entries, entries) ? before.id : id;
      this.orders.set(name, { entries, id: orderId });
      lists.set(name, { orderId, entries });
    }
    for (const name of this.orders.keys()) if (!lists.has(name)) this.orders.delete(name);
    for (const name of this.kept.keys()) if (!lists.has(name)) this.kept.delete(name);
    return lists;
  }

  /** What the store must have before the lists are shown to anybody; due until `wereKept` is told. */
  due(lists: ReadonlyMap<string, RankedList>, nowMs: number): KeptOrder[] {
    const orders: KeptOrder[] = [];
    for (const [list, { orderId, entries }] of lists) {
      const kept = this.kept.get(list);
      const isKept = kept?.id === writeSnapshotId(orderId);
      if (isKept && nowMs - kept.atMs < KEEP_AGAIN_SECONDS * 1_000) continue;
      orders.push({ list, id: orderId, articles: entries.map((entry) => entry.article) });
    }
    return orders;
  }

  wereKept(orders: readonly KeptOrder[], nowMs: number): void {
    for (const { list, id } of orders) this.kept.set(list, { id: writeSnapshotId(id), atMs: nowMs });
  }
}

function isSameOrder(one: readonly RankedEntry[], other: readonly RankedEntry[]): boolean {
  if (one === other) return true;
  return one.length === other.length && one.every(({ article }, place) => article === other[place]!.article);
}
