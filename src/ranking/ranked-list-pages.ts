// Pages of the ranked lists, read from the memory of this process. A page is cut from the list of the rail that fits
// the filter best (the section's, the language's, the site's); what else the filter says, and what is public now, is
// looked at while reading. The next page goes on in the same order, the one that its cursor names, however the list has
// moved since. Where a filter leaves less of Popular Now than is asked for, the newest that match follow.

import { type ArticleCard, isPublic } from '../articles/article-card';
import type { CardCache } from '../articles/card-cache';
import { Momentary } from '../articles/momentary';
import type { Clock } from '../platform/clock';
import type { Log } from '../platform/log/log';
import type { SectionTree } from '../sections/section-tree';
import { ListOrders, type OrderToRead } from './list-orders';
import type { NewestMatching } from './newest-matching';
import { amongNewest } from './off-the-list';
import { listOf, matches, nameOf, narrows, type PopularNowFilter } from './popular-now-filter';
import { POPULAR_NOW, type Rail } from './rail';
import type { RankedPage, RankedPlace } from './ranked-article.type';
import type { RankedEntry } from './ranked-entry';
import { buriedOf } from './rules/placement';
import type { RankingRules } from './rules/ranking-rules';
import { SITE_LIST } from './snapshot';
import type { SnapshotStore } from './snapshot.store';
import {
  newestFilterName,
  type RankingCursor,
  readRankingCursor,
  writeSnapshotCursor,
} from './snapshot-cursor';
import { describeSnapshot, type SnapshotMirror } from './snapshot-mirror';

export interface RankedListPagesParts {
  mirror: SnapshotMirror;
  store: Pick<SnapshotStore, 'readOrder' | 'keepOrders'>;
  cards: CardCache;
  newest: NewestMatching;
  sections: SectionTree;
  /** What is buried is off the lists here as soon as it is known here. */
  rules: Pick<RankingRules, 'placementsOf'>;
  clock: Clock;
  log: Log;
}

interface Found {
  card: ArticleCard;
  index: number;
}

interface PageAsked {
  rail: Rail;
  filter: PopularNowFilter;
  first: number;
  cursor: RankingCursor | undefined;
  own?: readonly RankedEntry[] | undefined;
}

/** Of rails, sections and languages, and of sizes that clients ask for. */
const FIRST_PAGES_KEPT = 500;
type Places = Pick<RankedPage, 'places' | 'hasNextPage'>;

export class RankedListPages {
  private readonly orders: ListOrders;
  private readonly firstPlaces: Momentary<string, Places | undefined>;
  private troubled = false;

  constructor(private readonly parts: RankedListPagesParts) {
    this.orders = new ListOrders(parts);
    this.firstPlaces = new Momentary(parts.cards, parts.clock, FIRST_PAGES_KEPT);
  }

  /**
   * Without a promise where nothing but memory is needed.
   * @throws BadUserInput for a cursor of another list; SnapshotGone when its snapshot is no longer kept.
   */
  page(wanted: {
    /** Popular Now, if nothing else is said. */
    rail?: Rail;
    filter: PopularNowFilter;
    first: number;
    after: string | null;
    /** What this process shows instead of the list of the whole site that the snapshot has. */
    own?: readonly RankedEntry[] | undefined;
  }): RankedPage | Promise<RankedPage> {
    const { rail = POPULAR_NOW, filter, first, after, own } = wanted;
    const asked = { rail, filter, first, cursor: undefined, own };
    const plains = [listOf(filter), SITE_LIST];
    if (after !== null) return this.laterPage(asked, after, plains);
    if (own !== undefined) return this.ownPage(asked, own);
    const order = this.orders.now(rail, plains[0]!) ?? this.orders.now(rail, SITE_LIST);
    if (order === undefined || narrows(filter, order.plain)) return this.pageOf(order, asked);
    const name = `${rail.name} ${nameOf(filter)} ${first}`;
    const places = this.firstPlaces.get(name, order.of, () => {
      const ranked = this.rankedPlaces(order, asked);
      return ranked.places.length > 0 || !this.isEmpty(order, filter) ? ranked : undefined;
    });
    return places === undefined ? this.pageOf(order, asked) : this.described(places, order, asked, 'ends');
  }

  private async laterPage(asked: PageAsked, after: string, plains: readonly string[]): Promise<RankedPage> {
    // A section or language may get or lose its own list between two pages.
    const ofList = new Map(plains.map((plain) => [asked.rail.listFor(plain), plain]));
    const lists = [...ofList.keys()].filter((list) => list !== undefined);
    const cursor = readRankingCursor(after, {
      ...{ rail: asked.rail.nameInCursors, lists, filter: nameOf(asked.filter) },
    });
    const place = cursor.in === 'snapshot' ? cursor.place : cursor.place.follows;
    const { own } = asked;
    const order = place && (await this.orders.at(place, { plain: ofList.get(place.list)!, own }));
    return this.pageOf(order, { ...asked, cursor });
  }

  private async ownPage(asked: PageAsked, own: readonly RankedEntry[]): Promise<RankedPage> {
    return this.pageOf(await this.orders.ownNow(asked.rail, own), asked);
  }

  private async pageOf(order: OrderToRead | undefined, asked: PageAsked): Promise<RankedPage> {
    const { rail, filter, cursor } = asked;
    const ranked = order ? this.rankedPlaces(order, asked) : nothing;
    const goesOn =
      rail.filledBy === 'newest' &&
      (order === undefined ||
        cursor?.in === 'newest' ||
        narrows(filter, order.plain) ||
        this.isEmpty(order, filter));
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
        after === 'goes on'
          ? this.parts.newest.count(this.shown(filter, order))
          : order
            ? this.countIn(order, filter)
            : 0,
      snapshot: describeSnapshot(this.parts.mirror, this.parts.clock.nowMs()),
    };
  }

  /** Without what is buried on the list that this filter is read from. */
  private shown(filter: PopularNowFilter, order: OrderToRead | undefined): PopularNowFilter {
    const { rules, clock } = this.parts;
    const buried = buriedOf(rules.placementsOf(order?.list ?? listOf(filter), clock.nowMs()));
    return buried.size === 0 ? filter : { ...filter, excluding: new Set([...filter.excluding, ...buried]) };
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

  private countIn(order: OrderToRead, filter: PopularNowFilter): number {
    return [...this.matching(order, filter, 0)].length;
  }

  /** What matches and is public now, from a place of the order on. */
  private *matching(order: OrderToRead, filter: PopularNowFilter, from: number): Generator<Found> {
    const nowMs = this.parts.clock.nowMs();
    const family = filter.section && this.parts.sections.withDescendants(filter.section.id);
    const buried = buriedOf(this.parts.rules.placementsOf(order.list, nowMs));
    for (let index = from; index < order.articles.length; index++) {
      const card = this.parts.cards.peek(order.articles[index]!);
      if (!card || buried.has(card.id) || !isPublic(card, nowMs)) continue;
      if (matches(card, filter, family)) yield { card, index };
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
    { rail, filter, first, cursor }: PageAsked,
  ): Promise<Places> {
    const { excluding } = this.shown(filter, order);
    const whole = { ...filter, excluding: new Set<string>() };
    const inOrder = order ? this.countIn(order, whole) : 0;
    const room = first - taken;
    const newest = await this.parts.newest.newest({
      filter,
      after: cursor?.in === 'newest' ? cursor.place : undefined,
      limit: room + 1 + inOrder + excluding.size,
    });
    const shown = new Set(order?.articles);
    const cards = newest.filter((card) => !shown.has(card.number) && !excluding.has(card.id));
    const follows = order && inOrder > 0 ? { list: order.list, orderId: order.id } : undefined;
    const after = (cursor?.place.rank ?? 0) + taken;
    const named = newestFilterName(rail.nameInCursors, nameOf(filter));
    const places = amongNewest(cards.slice(0, room), { filter: named, follows, after });
    return { places, hasNextPage: cards.length > room };
  }
}

const nothing: Places = { places: [], hasNextPage: false };
