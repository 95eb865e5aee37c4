// Orders that processes show of their own, until the ranker has caught up with an editor's act. Cursors name them as
// any order of a snapshot. The name is made of what the order is, so that it never comes to mean another one, in
// whichever process; no snapshot has a term of 0. What has been shown is kept like the orders of snapshots, so that
// the next page may be asked of any process, and be asked when the ranker has caught up.

import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../platform/clock';
import type { Log } from '../platform/log/log';
import { type SnapshotId, writeSnapshotId } from './snapshot';
import { KEEP_AGAIN_SECONDS, type KeptOrder, type SnapshotStore } from './snapshot.store';

interface OwnOrder extends KeptOrder {
  keptMs: number;
  triedMs: number;
  /** Since it was kept last, if ever. */
  hasFailed: boolean;
  keeping: Promise<void> | undefined;
}

const REMEMBERED = 200;
/** Readers do not wait longer until the order is kept; this process remembers it anyway. */
const WAIT_MS = 250;
/** After a failure: what hangs is not asked by every request. */
const TRY_AGAIN_MS = 2_000;
/** As many bits as a cursor has digits for. */
const NAME_BYTES = 6;

const NEVER_KEPT = { keptMs: -Infinity, triedMs: -Infinity, hasFailed: false, keeping: undefined };

export class OwnOrders {
  private readonly orders = new LRUCache<string, OwnOrder>({ max: REMEMBERED });
  private troubled = false;

  constructor(
    private readonly store: Pick<SnapshotStore, 'keepOrders'>,
    private readonly clock: Pick<Clock, 'nowMs' | 'after'>,
    private readonly log: Log,
  ) {}

  /** Its name; it is kept from now on. */
  nameOf(list: string, articles: readonly number[]): SnapshotId {
    const digest = createHash('sha256').update(`${list} ${articles.join()}`).digest();
    const id = { term: 0, sequence: digest.readUIntBE(0, NAME_BYTES) };
    const name = nameOf(list, id);
    const order = this.orders.get(name) ?? { list, id, articles, ...NEVER_KEPT };
    this.orders.set(name, order);
    const nowMs = this.clock.nowMs();
    const isDue = nowMs - order.keptMs >= KEEP_AGAIN_SECONDS * 1_000 && nowMs - order.triedMs >= TRY_AGAIN_MS;
    if (isDue && order.keeping === undefined) {
      order.triedMs = nowMs;
      order.keeping = this.keep(order);
    }
    return id;
  }

  remembered(list: string, id: SnapshotId): readonly number[] | undefined {
    return this.orders.get(nameOf(list, id))?.articles;
  }

  /** Resolves when other processes know the order too, or when the first try to tell them has taken long enough. */
  async kept(list: string, id: SnapshotId): Promise<void> {
    const order = this.orders.get(nameOf(list, id));
    if (order?.keeping === undefined || order.hasFailed) return;
    const { keeping, triedMs } = order;
    const waitMs = triedMs + WAIT_MS - this.clock.nowMs();
    if (waitMs <= 0) return;
    await new Promise<void>((resolve) => {
      const stop = this.clock.after(waitMs, resolve);
      void keeping.then(() => {
        stop();
        resolve();
      });
    });
  }

  private async keep(order: OwnOrder): Promise<void> {
    try {
      const { list, id, articles } = order;
      await this.store.keepOrders([{ list, id, articles }]);
      order.keptMs = this.clock.nowMs();
      order.hasFailed = false;
      this.troubled = false;
    } catch (error) {
      order.hasFailed = true;
      if (!this.troubled) this.log.warn({ err: error }, 'orders of this process are not kept for others');
      this.troubled = true;
    } finally {
      order.keeping = undefined;
    }
  }
}

function nameOf(list: string, id: SnapshotId): string {
  return `${list} ${writeSnapshotId(id)}`;
}
