// The lists of articles that readers page through. Filters are worked out here, the order is the repository's; cards
// come from memory.

import type { AuthorRepository } from '../authors/author.repository';
import type { Clock } from '../platform/clock';
import { BadUserInput } from '../platform/errors';
import { readUuid } from '../platform/graphql/id-or-slug';
import type { Section } from '../sections/section.entity';
import type { SectionTree } from '../sections/section-tree';
import type { ArticleFilter, ArticleRepository } from './article.repository';
import { type ArticleCard, isPublic } from './article-card';
import { ArticleConnection } from './article-connection.type';
import { readNewestCursor, readViewsCursor, writeNewestCursor, writeViewsCursor } from './article-cursor';
import type { ArticleFilterInput } from './article-filter.input';
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

export class ArticleLists {
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
    const places = await this.parts.articles.viewsPage(this.now(filter), { after: place, limit: first + 1 });
    const viewsOf = new Map(places.map(({ number, views }) => [number, views]));
    return new ArticleConnection({
      cards: await this.publicCards(places.slice(0, first).map(({ number }) => number)),
      firstRank: (place?.rank ?? 0) + 1,
      hasNextPage: places.length > first,
      cursorOf: ({ number }, rank) => writeViewsCursor({ views: viewsOf.get(number) ?? 0, number, rank }),
      count: () => this.count(filter),
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

function nothing(): ArticleConnection {
  return new ArticleConnection({
    cards: [],
    firstRank: 1,
    hasNextPage: false,
    cursorOf: writeNewestCursor,
    count: async () => 0,
  });
}
