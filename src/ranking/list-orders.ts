// The orders that pages are read from: the current one of a list, the one that this process shows of its own, or the
// one that a cursor names. None of them changes: where a list has moved, it has another order.

import type { CardCache } from '../articles/card-cache';
import type { Clock } from '../platform/clock';
import type { Log } from '../platform/log/log';
import { hasLeft } from './off-the-list';
import { OwnOrders } from './own-orders';
import { articlesOf } from './packed-list';
import type { Rail } from './rail';
import type { RankedEntry } from './ranked-entry';
import { SnapshotGone } from './ranking.errors';
import { type RankedList, SITE_LIST, type SnapshotId, writeSnapshotId } from './snapshot';
import type { SnapshotStore } from './snapshot.store';
import type { OrderName } from './snapshot-cursor';
import type { SnapshotMirror } from './snapshot-mirror';

export interface ListOrdersParts {
  mirror: Pick<SnapshotMirror, 'list' | 'recentOrder'>;
  store: Pick<SnapshotStore, 'readOrder' | 'keepOrders'>;
  cards: Pick<CardCache, 'byNumbers'>;
  clock: Clock;
  log: Log;
}

export interface OrderToRead {
  list: string;
  /** What of the site it is the list of: the name that Popular Now has for it. */
  plain: string;
  id: SnapshotId;
  /** The list as it stands now, if it is that. */
  of?: RankedList;
  articles: readonly number[];
  entryOf: (article: number, index: number) => RankedEntry;
}

export class ListOrders {
  private readonly current = new WeakMap<RankedList, OrderToRead>();
  private readonly own = new WeakMap<readonly RankedEntry[], OrderToRead>();
  private readonly ownOrders: OwnOrders;

  constructor(private readonly parts: ListOrdersParts) {
    this.ownOrders = new OwnOrders(parts.store, parts.clock, parts.log);
  }

  now(rail: Rail, plain: string): OrderToRead | undefined {
    const name = rail.listFor(plain);
    return name === undefined ? undefined : this.ofList(name, plain);
  }

  /** What this process shows instead of the list that the snapshot has, until the ranker has caught up. */
  async ownNow(rail: Rail, entries: readonly RankedEntry[]): Promise<OrderToRead> {
    const list = rail.listFor(SITE_LIST)!;
    const articles = this.own.get(entries)?.articles ?? entries.map(({ article }) => article);
    const id = this.ownOrders.nameOf(list, articles);
    const order = { list, plain: SITE_LIST, id, articles, entryOf: (_: number, at: number) => entries[at]! };
    this.own.set(entries, order);
    await this.ownOrders.kept(list, id);
    return order;
  }

  /**
   * The order that a cursor names; the figures are those of now.
   * @throws SnapshotGone
   */
  async at(
    { list, orderId }: OrderName,
    { plain, own }: { plain: string; own: readonly RankedEntry[] | undefined },
  ): Promise<OrderToRead> {
    const current = own === undefined ? this.ofList(list, plain) : undefined;
    const id = writeSnapshotId(orderId);
    if (current && writeSnapshotId(current.id) === id) return current;
    const { mirror, store, cards } = this.parts;
    const articles =
      mirror.recentOrder(list, orderId) ??
      this.ownOrders.remembered(list, orderId) ??
      (await store.readOrder(list, orderId));
    if (articles === undefined) throw new SnapshotGone(id);
    await cards.byNumbers(articles);
    const entries = own ?? mirror.list(list)?.entries;
    const now = new Map(entries?.map((entry) => [entry.article, entry]));
    return { list, plain, id: orderId, articles, entryOf: (article) => now.get(article) ?? hasLeft(article) };
  }

  private ofList(name: string, plain: string): OrderToRead | undefined {
    const list = this.parts.mirror.list(name);
    if (list === undefined) return undefined;
    const known = this.current.get(list);
    if (known !== undefined) return known;
    const order = {
      list: name,
      plain,
      id: list.orderId,
      of: list,
      articles: articlesOf(list),
      entryOf: (_: number, index: number) => list.entries[index]!,
    };
    this.current.set(list, order);
    return order;
  }
}
