// The lists of articles that readers page through. Filters are worked out here, the order is the repository's or, for
// views, an ArticleOrder's; cards come from memory.

import { LRUCache } from 'lru-cache';
import type { AuthorRepository } from '../authors/author.repository';
import type { Clock } from '../platform/clock';
import { BadUserInput } from '../platform/errors';
import { readUuid } from '../platform/graphql/id-or-slug';
import type { Section } from '../sections/section.entity';
import type { SectionTree } from '../sections/section-tree';
import type { ArticleFilter, ArticleRepository } from './article.repository';
import { type ArticleCard, isPublic } from './article-card';
import { ArticleConnection } from './article-connection.type';
import {
  readNewestCursor,
  readViewsCursor,
  type ViewsPlace,
  writeNewestCursor,
  writeViewsCursor,
} from './article-cursor';
import type { ArticleFilterInput } from './article-filter.input';
import type { ArticleOrder } from './article-order';
import type { CardCache } from './card-cache';
import { wantedLanguage } from './language-tag';
import { LATEST_DEPTH, type LatestStories } from './latest-stories';
import { SectionCountLoader } from './section-count.loader';

export interface ArticleListsParts {
  articles: ArticleRepository;
  cards: CardCache;
  latest: LatestStories;
  sections: SectionTree;
  authors: AuthorRepository;
  views: ArticleOrder;
  clock: Clock;
}

export interface PageOf {
  first: number;
  after: string | null | undefined;
}

export interface LatestRequest extends PageOf {
  section: string | null | undefined;
  language: string | null | undefined;
}

type FilterOfLists = Omit<ArticleFilter, 'nowMs'>;

/**
 * An order by views is worked out over all that match, so it is kept a moment for those who turn pages; not so long
 * that what is published or restored takes a second to be on it.
 */
const VIEWS_ORDER_KEPT_MS = 750;
/** Numbers of articles in all orders together, and characters of their names. */
const VIEWS_ORDERS_SIZE = 1_000_000;

interface ViewsOrder {
  untilMs: number;
  numbers: readonly number[];
  views: ReadonlyMap<number, number>;
}

export class ArticleLists {
  private readonly viewsOrders = new LRUCache<string, ViewsOrder>({
    maxSize: VIEWS_ORDERS_SIZE,
    sizeCalculation: ({ numbers }, name) => numbers.length + name.length,
  });
  /** By filter: whoever asks for an order that is being worked out waits for the same. */
  private readonly ordersUnderWay = new Map<string, Promise<ViewsOrder>>();
  private readonly sectionCounts: SectionCountLoader;

  constructor(private readonly parts: ArticleListsParts) {
    this.sectionCounts = new SectionCountLoader(parts.articles, () => parts.clock.nowMs());
  }

  async newest(wanted: ArticleFilterInput, page: PageOf): Promise<ArticleConnection> {
    const after = page.after == null ? undefined : readNewestCursor(page.after);
    const filter = await this.filterOf(wanted);
    return filter === undefined ? nothing() : this.newestPage(filter, page.first, after);
  }

  async mostViewed(wanted: ArticleFilterInput, { first, after }: PageOf): Promise<ArticleConnection> {
    const place = after == null ? undefined : readViewsCursor(after);
    const filter = await this.filterOf(wanted);
    if (filter === undefined) return nothing();
    const { numbers, views } = await this.orderByViews(filter);
    const viewsOf = (number: number) => views.get(number) ?? 0;
    const skipped = place === undefined ? 0 : placesUpTo(numbers, place, viewsOf);
    return new ArticleConnection({
      cards: await this.publicCards(numbers.slice(skipped, skipped + first)),
      firstRank: skipped + 1,
      hasNextPage: numbers.length > skipped + first,
      cursorOf: ({ number }) => writeViewsCursor({ views: viewsOf(number), number }),
      count: async () => numbers.length,
    });
  }

  /** From memory where it reaches that deep: without a promise then, and without SQL. */
  latest({
    section: asked,
    language,
    first,
    after,
  }: LatestRequest): ArticleConnection | Promise<ArticleConnection> {
    const place = after == null ? undefined : readNewestCursor(after);
    const section = asked == null ? undefined : this.sectionOf(asked);
    const filter: FilterOfLists = { sectionIds: this.family(section), language: wantedLanguage(language) };
    if (place !== undefined || first >= LATEST_DEPTH) return this.newestPage(filter, first, place);
    const cards = this.parts.latest.newest({
      sectionId: section?.id,
      language: filter.language,
      limit: first + 1,
    });
    return this.fromMemory(cards, first, () => this.count(filter));
  }

  /** The newest of its section, and of the sections under that, without the article itself. */
  latestBeside(article: ArticleCard, first: number): ArticleConnection {
    const { sectionId, number } = article;
    const cards = this.parts.latest.newest({ sectionId, excluding: new Set([number]), limit: first + 1 });
    const others = async () =>
      Math.max(0, (await this.sectionCounts.countOf(this.family(article.section) ?? [])) - 1);
    return this.fromMemory(cards, first, others);
  }

  /** Cards of a page that another repository has found, in its order. */
  async pageOf(
    numbers: readonly number[],
    { first, rank = 0 }: { first: number; rank?: number },
    count: () => Promise<number>,
  ) {
    return new ArticleConnection({
      cards: await this.publicCards(numbers.slice(0, first)),
      firstRank: rank + 1,
      hasNextPage: numbers.length > first,
      cursorOf: writeNewestCursor,
      count,
    });
  }

  private fromMemory(cards: ArticleCard[], first: number, count: () => Promise<number>): ArticleConnection {
    const hasNextPage = cards.length > first;
    if (hasNextPage) cards.length = first;
    return new ArticleConnection({ cards, firstRank: 1, hasNextPage, cursorOf: writeNewestCursor, count });
  }

  private async newestPage(
    filter: FilterOfLists,
    first: number,
    after: { publishedAtMs: number; id: string; rank: number } | undefined,
  ): Promise<ArticleConnection> {
    const numbers = await this.parts.articles.newestPage(this.now(filter), after, first + 1);
    return this.pageOf(numbers, { first, rank: after?.rank }, () => this.count(filter));
  }

  private orderByViews(filter: FilterOfLists): Promise<ViewsOrder> | ViewsOrder {
    const name = JSON.stringify(filter);
    const known = this.viewsOrders.get(name);
    if (known !== undefined && known.untilMs > this.parts.clock.nowMs()) return known;
    const underWay = this.ordersUnderWay.get(name);
    if (underWay !== undefined) return underWay;
    const order = this.workOutOrder(name, filter).finally(() => this.ordersUnderWay.delete(name));
    this.ordersUnderWay.set(name, order);
    return order;
  }

  private async workOutOrder(name: string, filter: FilterOfLists): Promise<ViewsOrder> {
    const untilMs = this.parts.clock.nowMs() + VIEWS_ORDER_KEPT_MS;
    const numbers = await this.parts.articles.allMatching(this.now(filter));
    const views = await this.parts.views.ranksBy(numbers);
    numbers.sort((one, other) => (views.get(other) ?? 0) - (views.get(one) ?? 0) || other - one);
    const order = { untilMs, numbers, views };
    this.viewsOrders.set(name, order);
    return order;
  }

  private async publicCards(numbers: readonly number[]): Promise<ArticleCard[]> {
    const nowMs = this.parts.clock.nowMs();
    const cards = await this.parts.cards.byNumbers(numbers);
    return cards.filter((card): card is ArticleCard => card !== undefined && isPublic(card, nowMs));
  }

  /** Undefined when it names an author who does not exist: then nothing matches. @throws BadUserInput for a section */
  private async filterOf(wanted: ArticleFilterInput): Promise<FilterOfLists | undefined> {
    const section = wanted.section == null ? undefined : this.sectionOf(wanted.section);
    const authorId = wanted.author == null ? undefined : await this.authorIdOf(wanted.author);
    if (wanted.author != null && authorId === undefined) return undefined;
    return {
      sectionIds: this.family(section),
      authorId,
      tagSlug: wanted.tag ?? undefined,
      language: wantedLanguage(wanted.language),
      publishedFrom: wanted.publishedFrom ?? undefined,
      publishedBefore: wanted.publishedBefore ?? undefined,
    };
  }

  /** @throws BadUserInput: a client that names a section knows which there are. */
  private sectionOf(idOrSlug: string): Section {
    const { sections } = this.parts;
    const section = sections.get(idOrSlug.toLowerCase()) ?? sections.bySlug(idOrSlug);
    if (section) return section;
    throw new BadUserInput('section', `"section" is "${idOrSlug}"; no section has this id or slug.`);
  }

  private async authorIdOf(idOrSlug: string): Promise<string | undefined> {
    const { authors } = this.parts;
    const id = readUuid(idOrSlug);
    const author =
      (id === undefined ? null : await authors.authorById(id)) ?? (await authors.authorBySlug(idOrSlug));
    return author?.id;
  }

  private family(section: Section | undefined): string[] | undefined {
    return section && [...this.parts.sections.withDescendants(section.id)];
  }

  private count(filter: FilterOfLists): Promise<number> {
    return this.parts.articles.countMatching(this.now(filter));
  }

  private now(filter: FilterOfLists): ArticleFilter {
    return { ...filter, nowMs: this.parts.clock.nowMs() };
  }
}

/** How many of the list stand at a place or before it. */
function placesUpTo(
  numbers: readonly number[],
  { views, number }: ViewsPlace,
  viewsOf: (number: number) => number,
): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = numbers[middle] as number;
    const difference = viewsOf(other) - views || other - number;
    if (difference >= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function nothing(): ArticleConnection {
  return new ArticleConnection({
    cards: [],
    firstRank: 1,
    hasNextPage: false,
    cursorOf: writeNewestCursor,
    count: async () => 0,
  });
}
