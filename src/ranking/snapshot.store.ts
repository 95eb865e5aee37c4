// Where snapshots are kept and how they travel: the newest whole, so that a process that starts has lists at once and
// the next leader goes on from them; orders of ids for a quarter of an hour, for paging; ranks of each minute, for
// movement.

import { Channel } from '../platform/redis/channel';
import type { RedisConnection } from '../platform/redis/connection';
import { runScript } from '../platform/redis/script';
import { keepSnapshot } from './keep-snapshot.script';
import type { Ranks } from './list-movement';
import type { SourceMemories } from './list-source';
import { holdRankerLease, type LeaseAnswer, type LeaseRequest } from './ranker-lease.script';
import {
  newestSnapshotKey,
  orderKey,
  pastRanksKey,
  snapshotChannel,
  sourceMemoriesKey,
} from './ranking-keys';
import {
  type PackedSnapshot,
  packSnapshot,
  type Snapshot,
  type SnapshotId,
  unpackSnapshot,
} from './snapshot';

/** A cursor is good for so long, counted from when its order was last shown. */
const CURSOR_SECONDS = 15 * 60;
/** An order that lasts is kept anew so often, since its last cursor is written just before it changes. */
export const KEEP_AGAIN_SECONDS = 60;
/** An order may be shown a little longer than its leader leads. */
const SLACK_SECONDS = 60;
const KEEP_ORDERS_SECONDS = CURSOR_SECONDS + KEEP_AGAIN_SECONDS + SLACK_SECONDS;
const KEEP_RANKS_SECONDS = 15 * 60;
const KEEP_NEWEST_SECONDS = 24 * 60 * 60;
/** Paging ends here. */
export const PAGING_DEPTH = 200;

export interface KeptOrder {
  list: string;
  id: SnapshotId;
  articles: readonly number[];
}

export interface NewestToKeep {
  snapshot: Snapshot;
  /** What the next leader should know beside the lists. */
  memories: SourceMemories;
  holder: string;
}

export class SnapshotStore {
  private readonly channel: Channel<PackedSnapshot>;
  private readonly packed = new WeakMap<Snapshot, string>();

  constructor(private readonly redis: RedisConnection) {
    this.channel = new Channel<PackedSnapshot>(redis, snapshotChannel());
  }

  holdLease(request: LeaseRequest): Promise<LeaseAnswer> {
    return runScript(this.redis, holdRankerLease, request);
  }

  /** Keeps it as the newest; refused when its maker no longer leads. */
  keepNewest({ snapshot, memories, holder }: NewestToKeep): Promise<'kept' | 'another-leads'> {
    return runScript(this.redis, keepSnapshot, {
      holder,
      term: snapshot.id.term,
      packed: this.pack(snapshot),
      memories: JSON.stringify(memories),
      keepSeconds: KEEP_NEWEST_SECONDS,
    });
  }

  async readNewest(): Promise<Snapshot | undefined> {
    const packed = await this.redis.client.get(newestSnapshotKey());
    if (packed === null) return undefined;
    // One of another version of the program: the next leader writes it anew.
    return unpackSnapshot(JSON.parse(packed) as PackedSnapshot);
  }

  async readMemories(): Promise<SourceMemories> {
    const kept = await this.redis.client.get(sourceMemoriesKey());
    return kept === null ? {} : (JSON.parse(kept) as SourceMemories);
  }

  async publish(snapshot: Snapshot): Promise<void> {
    await this.channel.publishWritten(this.pack(snapshot));
  }

  /** As it is kept and sent; written once. */
  pack(snapshot: Snapshot): string {
    const known = this.packed.get(snapshot);
    if (known !== undefined) return known;
    const packed = JSON.stringify(packSnapshot(snapshot));
    this.packed.set(snapshot, packed);
    return packed;
  }

  subscribe(listener: (snapshot: Snapshot) => void): Promise<() => void> {
    return this.channel.subscribe((packed) => {
      const snapshot = unpackSnapshot(packed);
      if (snapshot) listener(snapshot);
    });
  }

  /** In one write: some 30 orders may change at once. */
  async keepOrders(orders: readonly KeptOrder[]): Promise<void> {
    await this.redis.inOneWrite((commands) => {
      for (const { list, id, articles } of orders) {
        const kept = articles.slice(0, PAGING_DEPTH).join(',');
        commands.set(orderKey(list, id), kept, 'EX', KEEP_ORDERS_SECONDS);
      }
    });
  }

  async readOrder(list: string, id: SnapshotId): Promise<readonly number[] | undefined> {
    const kept = await this.redis.client.get(orderKey(list, id));
    if (kept === null) return undefined;
    return kept === '' ? [] : kept.split(',').map(Number);
  }

  async keepRanks(minute: number, ranks: Ranks): Promise<void> {
    const orders = [...ranks].map(([name, ofArticles]) => [name, [...ofArticles.keys()]]);
    await this.redis.client.set(pastRanksKey(minute), JSON.stringify(orders), 'EX', KEEP_RANKS_SECONDS);
  }

  /** The ranks of those of the minutes that are kept. */
  async readRanks(minutes: readonly number[]): Promise<Map<number, Ranks>> {
    const kept = await Promise.all(minutes.map((minute) => this.redis.client.get(pastRanksKey(minute))));
    const ranks = new Map<number, Ranks>();
    minutes.forEach((minute, index) => {
      const found = kept[index];
      if (!found) return;
      const orders = JSON.parse(found) as [string, number[]][];
      ranks.set(
        minute,
        new Map(
          orders.map(([name, articles]) => [name, new Map(articles.map((article, at) => [article, at + 1]))]),
        ),
      );
    });
    return ranks;
  }
}
