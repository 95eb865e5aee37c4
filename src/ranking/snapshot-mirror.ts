// The lists in the memory of an API process. A rail is read from here: no Redis, and no SQL either, since the cards
// of all that stands on a list are brought into memory as soon as the list arrives.
//
// Only larger ids are taken, so a leader that slept cannot put an old list back. A Redis that came back empty begins
// with small ids again, and one that was rewound with smaller ones: lists that are over five seconds old, longer than a
// change of leader takes, are therefore read afresh, whatever the id.

import type { CardCache } from '../articles/card-cache';
import type { Clock, Stop } from '../platform/clock';
import type { Log } from '../platform/log/log';
import { articlesOf } from './packed-list';
import type { RankingSnapshot } from './ranked-article.type';
import { isNewer, type RankedList, type Snapshot, type SnapshotId, writeSnapshotId } from './snapshot';
import type { SnapshotStore } from './snapshot.store';

export interface SnapshotMirrorParts {
  store: SnapshotStore;
  cards: CardCache;
  clock: Clock;
  log: Log;
}

const READ_AFRESH_AFTER_MS = 5_000;
const CHECK_EVERY_MS = 1_000;
/** A list does not wait longer for its cards: what is not there yet is not shown yet. */
const WARM_WITHIN_MS = 250;
/** Orders that have been current here: their next pages cost no Redis, which has all of them. */
const RECENT_ORDERS = 2_000;

export class SnapshotMirror {
  private newest: Snapshot | undefined;
  private readonly recentOrders = new Map<string, readonly number[]>();
  private stops: Stop[] = [];
  private troubled = false;
  private readonly listeners = new Set<(snapshot: Snapshot) => void>();

  constructor(private readonly parts: SnapshotMirrorParts) {}

  async start(): Promise<void> {
    await this.readAfresh();
    try {
      this.stops.push(await this.parts.store.subscribe((snapshot) => void this.accept(snapshot)));
    } catch (error) {
      this.parts.log.warn(
        { err: error },
        'snapshots cannot be followed yet: they are read every few seconds',
      );
    }
    this.stops.push(this.parts.clock.every(CHECK_EVERY_MS, () => this.readAfreshIfOld()));
  }

  stop(): void {
    for (const stop of this.stops.splice(0)) stop();
  }

  /** Tells of each snapshot that this process shows from now on; the listener does little and handles its errors. */
  onSnapshot(listener: (snapshot: Snapshot) => void): Stop {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  get snapshot(): Snapshot | undefined {
    return this.newest;
  }

  list(name: string): RankedList | undefined {
    return this.newest?.lists.get(name);
  }

  /** When the lists were computed; undefined where there are none yet. */
  get computedAtMs(): number | undefined {
    return this.newest?.computedAtMs;
  }

  /** How old the lists are, in ms; 0 where there are none yet. */
  get lagMs(): number {
    return this.newest ? Math.max(0, this.parts.clock.nowMs() - this.newest.computedAtMs) : 0;
  }

  /** Views of the last hour; 0 for what is not among the thousand most read. */
  viewsInWindow(article: number): number {
    return this.newest?.reading.get(article)?.viewsInWindow ?? 0;
  }

  seenTerm(): number {
    return this.newest?.id.term ?? 0;
  }

  /** The order that a list had in the snapshot `id`, as far as this process remembers. */
  recentOrder(list: string, id: SnapshotId): readonly number[] | undefined {
    return this.recentOrders.get(orderName(list, id));
  }

  /** Takes a snapshot if it is newer than what is here. */
  async accept(snapshot: Snapshot): Promise<void> {
    if (this.isNews(snapshot)) await this.warm(snapshot);
    // While its cards were read another one may have come.
    if (this.isNews(snapshot)) this.take(snapshot);
  }

  private isNews(snapshot: Snapshot): boolean {
    return this.newest === undefined || isNewer(snapshot.id, this.newest.id);
  }

  private take(snapshot: Snapshot): void {
    // Ids that have begun again, after Redis was emptied, would else find orders of before under the same names.
    if (this.newest && !isNewer(snapshot.id, this.newest.id)) this.recentOrders.clear();
    this.newest = snapshot;
    for (const [name, list] of snapshot.lists) {
      const key = orderName(name, list.orderId);
      if (this.recentOrders.has(key)) continue;
      this.recentOrders.set(key, articlesOf(list));
    }
    for (const key of this.recentOrders.keys()) {
      if (this.recentOrders.size <= RECENT_ORDERS) break;
      this.recentOrders.delete(key);
    }
    for (const listener of this.listeners) listener(snapshot);
  }

  private async warm(snapshot: Snapshot): Promise<void> {
    const { cards, clock, log } = this.parts;
    const missing = new Set<number>();
    const need = (article: number) => {
      if (cards.peek(article) === undefined) missing.add(article);
    };
    for (const list of snapshot.lists.values()) for (const article of articlesOf(list)) need(article);
    for (const place of snapshot.week) need(place.article);
    if (missing.size === 0) return;
    const reading = cards.byNumbers([...missing]).catch((error: unknown) => {
      log.warn({ err: error }, 'some articles are missing from the lists: their cards cannot be read');
    });
    await Promise.race([reading, clock.wait(WARM_WITHIN_MS)]);
  }

  private async readAfreshIfOld(): Promise<void> {
    if (this.newest === undefined || this.lagMs > READ_AFRESH_AFTER_MS) await this.readAfresh();
  }

  /** Looks at what is stored by itself: for whoever knows that there is something new. */
  async readAfresh(): Promise<void> {
    try {
      const stored = await this.parts.store.readNewest();
      this.troubled = false;
      if (!stored || (this.newest && stored.computedAtMs <= this.newest.computedAtMs)) return;
      await this.warm(stored);
      this.take(stored);
    } catch (error) {
      if (!this.troubled)
        this.parts.log.warn({ err: error }, 'lists are served from memory: Redis does not answer');
      this.troubled = true;
    }
  }
}

function orderName(list: string, id: SnapshotId): string {
  return `${list} ${writeSnapshotId(id)}`;
}

/** For the API: from what, and how long ago, the lists were computed. */
export function describeSnapshot(mirror: SnapshotMirror, nowMs: number): RankingSnapshot {
  const { snapshot, lagMs } = mirror;
  return {
    id: writeSnapshotId(snapshot?.id ?? { term: 0, sequence: 0 }),
    computedAt: new Date(snapshot?.computedAtMs ?? nowMs),
    lagMs: Math.round(lagMs),
    window: 'PT60M',
  };
}
