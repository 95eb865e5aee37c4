// The most and the least read of a stretch of time, page by page: from the lists that a worker has made where there
// is one that reaches far enough, else counted by Postgres (the last hour: from the boards of its minutes) at the
// moment of asking.

import type { ArticleFilter, ArticleRepository } from '../articles/article.repository';
import { type ArticleCard, isPublic } from '../articles/article-card';
import type { CardCache } from '../articles/card-cache';
import type { AuthorRepository } from '../authors/author.repository';
import type { BoardStore } from '../boards/board.store';
import type { Clock } from '../platform/clock';
import { BadUserInput } from '../platform/errors';
import { readUuid } from '../platform/graphql/id-or-slug';
import type { Section } from '../sections/section.entity';
import type { SectionTree } from '../sections/section-tree';
import { SLICE_MS, sliceOf } from '../views/slice';
import type { Calendar } from './calendar';
import { minutesOfHour } from './hour-minutes';
import type { KeptLists } from './kept-lists';
import { type Direction, type OrderedPage, orderByViews, type Place } from './most-read.repository';
import { SITE, scopeOfLanguage, scopeOfSection } from './most-read-keeper';
import type { KeptList } from './most-read-lists.repository';
import { type Period, rangeOfWindow, ViewWindow } from './most-read-window';
import { coverOf, widened } from './rollup-cover';
import type { RollupReading } from './rollup-reading.repository';
import type { ViewedPage } from './viewed-article.type';
import { nameOfList, type RankedPlace, readViewedCursor, writeViewedCursor } from './viewed-cursor';

export interface MostReadParts {
  reading: RollupReading;
  kept: KeptLists;
  articles: ArticleRepository;
  authors: AuthorRepository;
  boards: Pick<BoardStore, 'viewsInMinutes'>;
  cards: CardCache;
  sections: SectionTree;
  calendar: Calendar;
  clock: Clock;
}

export interface ListAsked {
  direction: Direction;
  period: Period;
  section: string | undefined;
  author: string | undefined;
  tag: string | undefined;
  language: string | undefined;
  first: number;
  after: string | undefined;
}

interface Counted extends OrderedPage {
  flushLagMs: number;
  fromMs: number | null;
  toMs: number;
}

interface Asked extends ListAsked {
  list: string;
  place: RankedPlace | undefined;
  nowMs: number;
  family: ReadonlySet<string> | undefined;
}

export class MostRead {
  constructor(private readonly parts: MostReadParts) {}

  /** @throws BadUserInput, CountingTookTooLong, StoreUnavailable */
  async page(wanted: ListAsked): Promise<ViewedPage> {
    const { direction, period, after } = wanted;
    const section = wanted.section === undefined ? undefined : this.sectionOf(wanted.section);
    const time = 'window' in period ? period.window : period.name;
    const list = nameOfList([time, section?.id, wanted.author, wanted.tag, wanted.language]);
    const asked: Asked = {
      ...{ ...wanted, list, nowMs: this.parts.clock.nowMs() },
      place: after === undefined ? undefined : readViewedCursor(direction, list, after),
      family: section && this.parts.sections.withDescendants(section.id),
    };
    const kept = await this.keptList(asked, section);
    return (kept && (await this.fromKept(kept, asked))) ?? this.counted(asked);
  }

  private async keptList(
    { direction, period, author, tag, language }: ListAsked,
    section: Section | undefined,
  ): Promise<KeptList | undefined> {
    const isPlain = direction === 'MOST' && author === undefined && tag === undefined;
    if (!('window' in period) || !isPlain || (section !== undefined && language !== undefined))
      return undefined;
    const { kept } = this.parts;
    if (section !== undefined) return kept.get(period.window, scopeOfSection(section.id));
    if (language === undefined) return kept.get(period.window, SITE);
    const list = await kept.get(period.window, scopeOfLanguage(language));
    // No list is made of a language in which nothing was read.
    const ofSite = list ?? (await kept.get(period.window, SITE));
    return list ?? (ofSite && { ...ofSite, places: [], articleCount: 0 });
  }

  /** Undefined where the page reaches deeper than what is kept. */
  private async fromKept(kept: KeptList, asked: Asked): Promise<ViewedPage | undefined> {
    const { place, first } = asked;
    const start = place === undefined ? 0 : kept.places.findIndex((one) => isAfter(one, place));
    const rest = start < 0 ? [] : kept.places.slice(start);
    const isWhole = kept.places.length >= kept.articleCount;
    const shown: [Place, ArticleCard][] = [];
    // Some of them may have been withdrawn, or moved, since.
    for (let from = 0; from < rest.length && shown.length <= first; from += first + 1) {
      const some = rest.slice(from, from + first + 1);
      const cards = await this.shownCards(some, asked);
      some.forEach((one, index) => {
        const card = cards[index];
        if (card !== undefined) shown.push([one, card]);
      });
    }
    if (shown.length <= first && !isWhole) return undefined;
    return this.pageOf(shown, asked, { ...kept, total: kept.articleCount });
  }

  private async counted(asked: Asked): Promise<ViewedPage> {
    const { first, nowMs } = asked;
    const filter = await this.filterOf(asked);
    const found: Counted =
      filter === undefined
        ? { places: [], total: 0, flushLagMs: 0, ...this.endsOf(asked) }
        : await this.count(asked, { ...filter, ...this.publishedBefore(asked) });
    const places = found.places.slice(0, first + 1);
    const cards = await this.shownCards(places, asked);
    const shown = places.flatMap((one, index): [Place, ArticleCard][] => {
      const card = cards[index];
      return card === undefined ? [] : [[one, card]];
    });
    const page = this.pageOf(shown, asked, { ...found, computedAtMs: nowMs });
    return { ...page, hasNextPage: places.length > first };
  }

  private async count(asked: Asked, filter: ArticleFilter): Promise<Counted> {
    const { period, direction, place, first, nowMs } = asked;
    const { articles, boards, reading } = this.parts;
    const common = { direction, filter, after: place, limit: first + 1 };
    if ('window' in period && period.window === ViewWindow.ALL_TIME) return this.countAllTime(asked, filter);
    if ('window' in period && period.window === ViewWindow.HOUR) {
      const counts = await boards.viewsInMinutes(minutesOfHour(nowMs));
      const page = await reading.look((look) =>
        orderByViews(look, articles, { ...common, counted: { counts } }),
      );
      // The boards hold every view.
      return { ...page, flushLagMs: 0, ...this.endsOf(asked) };
    }
    const range = this.rangeOf(asked);
    return reading.look(async (look) => {
      const wide = widened(range, look.marks, this.parts.calendar);
      const cover = coverOf(wide, look.marks, this.parts.calendar, sliceOf(nowMs) + 1);
      const page = await orderByViews(look, articles, { ...common, counted: { cover } });
      const { flushLagMs } = look;
      return { ...page, flushLagMs, fromMs: wide.from * SLICE_MS, toMs: wide.until * SLICE_MS };
    });
  }

  private async countAllTime(asked: Asked, filter: ArticleFilter): Promise<Counted> {
    const { direction, first, place } = asked;
    const after = place && { views: place.views, number: place.article };
    const { flushLagMs } = await this.parts.reading.look(async (look) => look);
    const found = await this.parts.articles.viewsPage(filter, { after, limit: first + 1, order: direction });
    return {
      places: found.map(({ number, views }) => ({ article: number, views: Math.max(0, views) })),
      total: await this.parts.articles.countMatching(filter, direction === 'MOST' ? 'VIEWED' : 'ALL'),
      flushLagMs,
      ...this.endsOf(asked),
    };
  }

  private pageOf(
    shown: readonly [Place, ArticleCard][],
    { direction, list, place, first, nowMs }: Asked,
    found: Pick<ViewedPage, 'fromMs' | 'toMs' | 'total' | 'computedAtMs' | 'flushLagMs'>,
  ): ViewedPage {
    const places = shown.slice(0, first).map(([{ article, views }, card], index) => {
      const rank = (place?.rank ?? 0) + index + 1;
      return { card, rank, views, cursor: writeViewedCursor(direction, list, { views, article, rank }) };
    });
    const { fromMs, toMs, total, computedAtMs, flushLagMs } = found;
    const hasNextPage = shown.length > first;
    return {
      places,
      hasNextPage,
      hasPreviousPage: place !== undefined,
      ...{ fromMs, toMs, total, computedAtMs, flushLagMs, nowMs },
    };
  }

  /** In the order of the places; undefined for what readers may not see, or where it does not belong any more. */
  private async shownCards(places: readonly Place[], asked: Asked): Promise<(ArticleCard | undefined)[]> {
    const cards = await this.parts.cards.byNumbers(places.map(({ article }) => article));
    const nowMs = this.parts.clock.nowMs();
    return cards.map((card) => {
      const isThere = card !== undefined && isPublic(card, nowMs);
      const belongs = asked.family === undefined || (isThere && asked.family.has(card.sectionId));
      const isReadable = asked.language === undefined || card?.language === asked.language;
      return isThere && belongs && isReadable ? card : undefined;
    });
  }

  private rangeOf({ period, nowMs }: Asked) {
    if (!('window' in period)) return period.range;
    return rangeOfWindow(period.window as Parameters<typeof rangeOfWindow>[0], nowMs);
  }

  private endsOf(asked: Asked): Pick<Counted, 'fromMs' | 'toMs'> {
    const { period, nowMs } = asked;
    const window = 'window' in period ? period.window : undefined;
    if (window === ViewWindow.ALL_TIME) return { fromMs: null, toMs: (sliceOf(nowMs) + 1) * SLICE_MS };
    if (window === ViewWindow.HOUR) {
      const { from, last } = minutesOfHour(nowMs);
      return { fromMs: from * 60_000, toMs: (last + 1) * 60_000 };
    }
    const { from, until } = this.rangeOf(asked);
    return { fromMs: from * SLICE_MS, toMs: until * SLICE_MS };
  }

  /** What came out later was not there to be read. */
  private publishedBefore(asked: Asked): Partial<ArticleFilter> {
    return asked.direction === 'LEAST' ? { publishedBefore: new Date(this.endsOf(asked).toMs) } : {};
  }

  /** Undefined when it names an author who does not exist: then nothing matches. */
  private async filterOf({
    family,
    author,
    tag,
    language,
    nowMs,
  }: Asked): Promise<ArticleFilter | undefined> {
    const authorId = author === undefined ? undefined : await this.authorIdOf(author);
    if (author !== undefined && authorId === undefined) return undefined;
    return { nowMs, sectionIds: family && [...family], authorId, tagSlug: tag, language };
  }

  private async authorIdOf(idOrSlug: string): Promise<string | undefined> {
    return readUuid(idOrSlug) ?? (await this.parts.authors.authorBySlug(idOrSlug))?.id;
  }

  private sectionOf(idOrSlug: string): Section {
    const { sections } = this.parts;
    const section = sections.get(idOrSlug.toLowerCase()) ?? sections.bySlug(idOrSlug);
    if (section) return section;
    throw new BadUserInput('section', `"section" is "${idOrSlug}"; no section has this id or slug.`);
  }
}

function isAfter(one: Place, place: Place): boolean {
  return one.views < place.views || (one.views === place.views && one.article < place.article);
}
