// Pages of Popular Now, read from the memory of this process. A page is cut from the list that fits the filter best
// (the section's, the language's, the site's); what else the filter says, and what is public now, is looked at while
// reading. The next page goes on in the same order, the one that its cursor names, however the list has moved since.

import { type ArticleCard, isPublic } from '../articles/article-card';
import type { CardCache } from '../articles/card-cache';
import type { LatestStories } from '../articles/latest-stories';
import type { Clock } from '../platform/clock';
import type { Section } from '../sections/section.entity';
import type { SectionTree } from '../sections/section-tree';
import { explainWhole } from './explanation';
import { RankReason } from './rank-reason';
import type { RankedPage, RankedPlace } from './ranked-article.type';
import type { RankedEntry } from './ranked-entry';
import { SnapshotGone } from './ranking.errors';
import { languageList, SITE_LIST, type SnapshotId, sectionList, writeSnapshotId } from './snapshot';
import type { SnapshotStore } from './snapshot.store';
import {
  filterName,
  type NewestPlace,
  readRankingCursor,
  type SnapshotPlace,
  writeNewestCursor,
  writeSnapshotCursor,
} from './snapshot-cursor';
import { describeSnapshot, type SnapshotMirror } from './snapshot-mirror';

export interface PopularNowFilter {
  section: Section | undefined;
  /** The id or slug of an author. */
  author: string | undefined;
  /** The slug of a tag. */
  tag: string | undefined;
  language: string | undefined;
  /** Ids of articles. */
  excluding: ReadonlySet<string>;
}

/** Public articles from Postgres, newest first: for a filter that no snapshot holds anything of. */
export type NewestMatching = (query: {
  filter: Omit<PopularNowFilter, 'excluding'>;
  after: { publishedAtMs: number; id: string } | undefined;
  limit: number;
}) => Promise<ArticleCard[]>;

export interface PopularNowPagesParts {
  mirror: SnapshotMirror;
  store: Pick<SnapshotStore, 'readOrder'>;
  cards: CardCache;
  latest: LatestStories;
  sections: SectionTree;
  newestMatching: NewestMatching;
  clock: Clock;
}

/** An order to read from: the current one of a list, or the one that a cursor names. */
interface OrderToRead {
  list: string;
  id: SnapshotId;
  articles: readonly number[];
  entryOf: (article: number, index: number) => RankedEntry;
}

interface Found {
  card: ArticleCard;
  index: number;
}

export class PopularNowPages {
  constructor(private readonly parts: PopularNowPagesParts) {}

  /** @throws BadUserInput for a cursor of another list; SnapshotGone when its snapshot is no longer kept. */
  async page(asked: { filter: PopularNowFilter; first: number; after: string | null }): Promise<RankedPage> {
    const { filter, first, after } = asked;
    const list = this.listFor(filter);
    const named = { list, filter: nameOf(filter, list) };
    const cursor = after === null ? undefined : readRankingCursor(after, named);
    if (cursor?.in === 'newest')
      return this.newestPage({ filter, first, named: named.filter, from: cursor.place });
    const order = cursor ? await this.orderAt(cursor.place) : this.currentOrder(list);
    if (cursor === undefined && (order === undefined || this.matching(order, filter, 0).next().done)) {
      return this.newestPage({ filter, first, named: named.filter, from: undefined });
    }
    return this.pageOf(order!, { filter, first, named: named.filter, from: cursor?.place });
  }

  private listFor(filter: PopularNowFilter): string {
    const wanted = filter.section
      ? sectionList(filter.section.id)
      : filter.language
        ? languageList(filter.language)
        : SITE_LIST;
    // A section that has no list of its own (yet) is a filter of the site's.
    return this.parts.mirror.list(wanted) ? wanted : SITE_LIST;
  }

  private currentOrder(name: string): OrderToRead | undefined {
    const list = this.parts.mirror.list(name);
    if (list === undefined) return undefined;
    return {
      list: name,
      id: list.orderId,
      articles: list.entries.map((entry) => entry.article),
      entryOf: (_, index) => list.entries[index]!,
    };
  }

  /** The order that a cursor names; the figures are those of now. */
  private async orderAt({ list, orderId }: SnapshotPlace): Promise<OrderToRead> {
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

  private pageOf(
    order: OrderToRead,
    asked: { filter: PopularNowFilter; first: number; named: string; from: SnapshotPlace | undefined },
  ): RankedPage {
    const { filter, first, from } = asked;
    const found: Found[] = [];
    let hasNextPage = false;
    for (const next of this.matching(order, filter, from ? from.index + 1 : 0)) {
      hasNextPage = found.length === first;
      if (hasNextPage) break;
      found.push(next);
    }
    const places = found.map(({ card, index }, position): RankedPlace => {
      const rank = (from?.rank ?? 0) + position + 1;
      const place = { list: order.list, orderId: order.id, filter: asked.named, index, rank };
      return {
        card,
        rank,
        entry: order.entryOf(card.number, index),
        cursor: () => writeSnapshotCursor(place),
      };
    });
    return {
      places,
      hasNextPage,
      hasPreviousPage: from !== undefined,
      count: () => [...this.matching(order, filter, 0)].length,
      snapshot: describeSnapshot(this.parts.mirror, this.parts.clock.nowMs()),
    };
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

  private async newestPage(asked: {
    filter: PopularNowFilter;
    first: number;
    named: string;
    from: NewestPlace | undefined;
  }): Promise<RankedPage> {
    const { filter, first, named, from } = asked;
    const wanted = first + 1 + filter.excluding.size;
    const inMemory = from === undefined && filter.author === undefined && filter.tag === undefined;
    const newest = inMemory
      ? this.parts.latest.newest({ sectionId: filter.section?.id, language: filter.language, limit: wanted })
      : await this.parts.newestMatching({ filter, after: from, limit: wanted });
    const cards = newest.filter((card) => !filter.excluding.has(card.id));
    const places = cards.slice(0, first).map((card, position): RankedPlace => {
      const rank = (from?.rank ?? 0) + position + 1;
      const place = { filter: named, publishedAtMs: card.publishedAt!.getTime(), id: card.id, rank };
      return { card, rank, entry: amongNewest(card.number), cursor: () => writeNewestCursor(place) };
    });
    return {
      places,
      hasNextPage: cards.length > first,
      hasPreviousPage: from !== undefined,
      count: () => (from?.rank ?? 0) + cards.length,
      snapshot: describeSnapshot(this.parts.mirror, this.parts.clock.nowMs()),
    };
  }
}

function matches(
  card: ArticleCard,
  filter: PopularNowFilter,
  family: ReadonlySet<string> | undefined,
): boolean {
  const { author, tag, language, excluding } = filter;
  if (family && !family.has(card.sectionId)) return false;
  if (language !== undefined && card.language !== language) return false;
  if (author !== undefined && !card.authors.some(({ id, slug }) => id === author || slug === author))
    return false;
  if (tag !== undefined && !card.tags.some(({ slug }) => slug === tag)) return false;
  return !excluding.has(card.id);
}

/** What a cursor says of its filter: all of it but what the list itself is of, and what is left out. */
function nameOf(filter: PopularNowFilter, list: string): string {
  const { section, author, tag, language } = filter;
  return filterName({
    section: section && sectionList(section.id) !== list ? section.id : undefined,
    author,
    tag,
    language: language !== undefined && languageList(language) !== list ? language : undefined,
  });
}

const bare = { viewsInWindow: 0, previousRank: null, figures: explainWhole(0), score: 0 };
const hasLeft = (article: number): RankedEntry => ({ ...bare, article, reason: RankReason.EARLIER });
const amongNewest = (article: number): RankedEntry => ({ ...bare, article, reason: RankReason.NEWEST });
