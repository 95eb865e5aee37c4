// Pages of Popular Now, read from the memory of this process. A page is cut from the list that fits the filter best
// (the section's, the language's, the site's); what else the filter says, and what is public now, is looked at while
// reading. The next page goes on in the same order, the one that its cursor names, however the list has moved since.
// Where a filter leaves less of the list than is asked for, the newest that match follow, so that no rail is short.

import { type ArticleCard, isPublic } from '../articles/article-card';
import type { CardCache } from '../articles/card-cache';
import { Momentary } from '../articles/momentary';
import type { Clock } from '../platform/clock';
import type { Log } from '../platform/log/log';
import type { SectionTree } from '../sections/section-tree';
import { explainWhole } from './explanation';
import type { NewestMatching } from './newest-matching';
import { listOf, matches, nameOf, narrows, type PopularNowFilter } from './popular-now-filter';
import { RankReason } from './rank-reason';
import type { RankedPage, RankedPlace } from './ranked-article.type';
import type { RankedEntry } from './ranked-entry';
import { SnapshotGone } from './ranking.errors';
import { type RankedList, SITE_LIST, type SnapshotId, writeSnapshotId } from './snapshot';
import type { SnapshotStore } from './snapshot.store';
import {
  type OrderName,
  type RankingCursor,
  readRankingCursor,
  writeNewestCursor,
  writeSnapshotCursor,
} from './snapshot-cursor';
import { describeSnapshot, type SnapshotMirror } from './snapshot-mirror';

export interface PopularNowPagesParts {
  mirror: SnapshotMirror;
  store: Pick<SnapshotStore, 'readOrder'>;
  cards: CardCache;
  newest: NewestMatching;
  sections: SectionTree;
  clock: Clock;
  log: Log;
}

/** An order to read from: the current one of a list, or the one that a cursor names. */
interface OrderToRead {
  list: string;
  id: SnapshotId;
  /** The list as it stands now, if it is that. */
  of?: RankedList;
  articles: readonly number[];
  entryOf: (article: number, index: number) => RankedEntry;
}

interface Found {
  card: ArticleCard;
  index: number;
}

interface PageAsked {
  filter: PopularNowFilter;
  first: number;
  cursor: RankingCursor | undefined;
}

/** Of sections and languages, and of sizes that clients ask for. */
const FIRST_PAGES_KEPT = 500;

type Places = Pick<RankedPage, 'places' | 'hasNextPage'>;

export class PopularNowPages {
  private readonly orders = new WeakMap<RankedList, OrderToRead>();
  private readonly firstPlaces: Momentary<string, Places | undefined>;
  private troubled = false;

  constructor(private readonly parts: PopularNowPagesParts) {
    this.firstPlaces = new Momentary(parts.cards, parts.clock, FIRST_PAGES_KEPT);
  }

  /**
   * Without a promise where nothing but memory is needed.
   * @throws BadUserInput for a cursor of another list; SnapshotGone when its snapshot is no longer kept.
   */
  page(wanted: {
    filter: PopularNowFilter;
    first: number;
    after: string | null;
  }): RankedPage | Promise<RankedPage> {
    const { filter, first, after } = wanted;
    const list = listOf(filter);
    if (after !== null) return this.laterPage({ filter, first, cursor: undefined }, after, list);
    const order = this.currentOrder(list) ?? this.currentOrder(SITE_LIST);
    const asked = { filter, first, cursor: undefined };
    if (order === undefined || narrows(filter, order.list)) return this.pageOf(order, asked);
    const name = `${nameOf(filter)} ${first}`;
    const places = this.firstPlaces.get(name, order.of, () => {
      const ranked = this.rankedPlaces(order, asked);
      return ranked.places.length > 0 || !this.isEmpty(order, filter) ? ranked : undefined;
    });
    return places === undefined ? this.pageOf(order, asked) : this.described(places, order, asked, 'ends');
  }

  private async laterPage(asked: PageAsked, after: string, list: string): Promise<RankedPage> {
    // A section or language may get or lose its own list between two pages.
    const known = { lists: [list, SITE_LIST], filter: nameOf(asked.filter) };
    const cursor = readRankingCursor(after, known);
    return this.pageOf(await this.orderOf(cursor), { ...asked, cursor });
  }

  private async pageOf(order: OrderToRead | undefined, asked: PageAsked): Promise<RankedPage> {
    const { filter, cursor } = asked;
    const ranked = order ? this.rankedPlaces(order, asked) : nothing;
    const goesOn =
      order === undefined ||
      cursor?.in === 'newest' ||
      narrows(filter, order.list) ||
      this.isEmpty(order, filter);
    const places = goesOn && !ranked.hasNextPage ? await this.filledUp(ranked.places, order, asked) : ranked;
    return this.described(places, order, asked, goesOn ? 'goes on' : 'ends');
  }

  private described(
    { places, hasNextPage }: Places,
    order: OrderToRead | undefined,
    { filter, cursor }: PageAsked,
    after: 'ends' | 'goes on',
  ): RankedPage {
    return {
      places,
      hasNextPage,
      hasPreviousPage: cursor !== undefined,
      count: () =>
        after === 'goes on' ? this.parts.newest.count(filter) : [...this.matching(order!, filter, 0)].length,
      snapshot: describeSnapshot(this.parts.mirror, this.parts.clock.nowMs()),
    };
  }

  private currentOrder(name: string): OrderToRead | undefined {
    const list = this.parts.mirror.list(name);
    if (list === undefined) return undefined;
    const known = this.orders.get(list);
    if (known !== undefined) return known;
    const order = {
      list: name,
      id: list.orderId,
      of: list,
      articles: list.entries.map((entry) => entry.article),
      entryOf: (_: number, index: number) => list.entries[index]!,
    };
    this.orders.set(list, order);
    return order;
  }

  private async orderOf(cursor: RankingCursor): Promise<OrderToRead | undefined> {
    if (cursor.in === 'snapshot') return this.orderAt(cursor.place);
    return cursor.place.follows && this.orderAt(cursor.place.follows);
  }

  /** The order that a cursor names; the figures are those of now. */
  private async orderAt({ list, orderId }: OrderName): Promise<OrderToRead> {
    const current = this.currentOrder(list);
    const id = writeSnapshotId(orderId);
    if (current && writeSnapshotId(current.id) === id) return current;
    const articles =
      this.parts.mirror.recentOrder(list, orderId) ?? (await this.parts.store.readOrder(list, orderId));
    if (articles === undefined) throw new SnapshotGone(id);
    await this.parts.cards.byNumbers(articles);
    const now = new Map(this.parts.mirror.list(list)?.entries.map((entry) => [entry.article, entry]));
    return { list, id: orderId, articles, entryOf: (article) => now.get(article) ?? hasLeft(article) };
  }

  private rankedPlaces(order: OrderToRead, { filter, first, cursor }: PageAsked): Places {
    if (cursor?.in === 'newest') return nothing;
    const found: Found[] = [];
    for (const next of this.matching(order, filter, cursor ? cursor.place.index + 1 : 0)) {
      if (found.length === first)
        return { places: this.placesOf(found, order, filter, cursor), hasNextPage: true };
      found.push(next);
    }
    return { places: this.placesOf(found, order, filter, cursor), hasNextPage: false };
  }

  private placesOf(
    found: readonly Found[],
    order: OrderToRead,
    filter: PopularNowFilter,
    cursor: RankingCursor | undefined,
  ): RankedPlace[] {
    const named = nameOf(filter);
    return found.map(({ card, index }, position) => {
      const rank = (cursor?.place.rank ?? 0) + position + 1;
      const place = { list: order.list, orderId: order.id, filter: named, index, rank };
      return {
        card,
        rank,
        entry: order.entryOf(card.number, index),
        cursor: () => writeSnapshotCursor(place),
      };
    });
  }

  private isEmpty(order: OrderToRead, filter: PopularNowFilter): boolean {
    return this.matching(order, filter, 0).next().done === true;
  }

  /** What matches and is public now, from a place of the order on. */
  private *matching(order: OrderToRead, filter: PopularNowFilter, from: number): Generator<Found> {
    const nowMs = this.parts.clock.nowMs();
    const family = filter.section && this.parts.sections.withDescendants(filter.section.id);
    for (let index = from; index < order.articles.length; index++) {
      const card = this.parts.cards.peek(order.articles[index]!);
      if (card && isPublic(card, nowMs) && matches(card, filter, family)) yield { card, index };
    }
  }

  /** The places, and after them the newest; without Postgres the places alone, as long as there are any. */
  private async filledUp(
    places: readonly RankedPlace[],
    order: OrderToRead | undefined,
    asked: PageAsked,
  ): Promise<Places> {
    try {
      const newest = await this.newestPlaces(places.length, order, asked);
      this.troubled = false;
      return { places: [...places, ...newest.places], hasNextPage: newest.hasNextPage };
    } catch (error) {
      if (places.length === 0) throw error;
      if (!this.troubled) this.parts.log.warn({ err: error }, 'lists are not filled up with the newest');
      this.troubled = true;
      return { places, hasNextPage: true };
    }
  }

  /** The newest that match and are not in the order, after as many places as stand on this page already. */
  private async newestPlaces(
    taken: number,
    order: OrderToRead | undefined,
    { filter, first, cursor }: PageAsked,
  ): Promise<Places> {
    const { excluding } = filter;
    const whole = { ...filter, excluding: new Set<string>() };
    const inOrder = order ? [...this.matching(order, whole, 0)].length : 0;
    const room = first - taken;
    const newest = await this.parts.newest.newest({
      filter,
      after: cursor?.in === 'newest' ? cursor.place : undefined,
      limit: room + 1 + inOrder + excluding.size,
    });
    const shown = new Set(order?.articles);
    const cards = newest.filter((card) => !shown.has(card.number) && !excluding.has(card.id));
    const named = nameOf(filter);
    const follows = order && inOrder > 0 ? { list: order.list, orderId: order.id } : undefined;
    const places = cards.slice(0, room).map((card, position): RankedPlace => {
      const rank = (cursor?.place.rank ?? 0) + taken + position + 1;
      const publishedAtMs = card.publishedAt!.getTime();
      const place = { filter: named, publishedAtMs, id: card.id, rank, follows };
      return { card, rank, entry: amongNewest(card.number), cursor: () => writeNewestCursor(place) };
    });
    return { places, hasNextPage: cards.length > room };
  }
}

const nothing: Places = { places: [], hasNextPage: false };
const bare = {
  viewsInWindow: 0,
  previousRank: null,
  listedSinceMs: null,
  figures: explainWhole(0),
  score: 0,
};
const hasLeft = (article: number): RankedEntry => ({ ...bare, article, reason: RankReason.EARLIER });
const amongNewest = (article: number): RankedEntry => ({ ...bare, article, reason: RankReason.NEWEST });
