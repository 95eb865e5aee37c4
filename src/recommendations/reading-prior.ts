// What is read in general, as shares: the prior of You May Also Like. Made once of each snapshot, from the readers that
// formulas/expected-readers.ts expects. For everybody who reads in one section it comes in the same order, whatever was
// read: that is worked out once, and a list takes the first of it.

import type { ArticleCard } from '../articles/article-card';
import type { LatestStories } from '../articles/latest-stories';
import type { Reading } from '../ranking/snapshot';
import { priorShare, SECTION_WEIGHT } from './formulas/back-off';
import { readersAtPresent, readersByNewness } from './formulas/expected-readers';
import { isSameTongue } from './same-tongue';

/** The best of all (of a language) and the best of a section that may come in without an onward click. */
const BEST_OF_SITE = 60;
const BEST_OF_SECTION = 30;
/** So many of the newest are expected to find readers, whether they have had any or not. */
const NEWEST_OF_SITE = 100;
/** Of so many sections. */
const SECTIONS_AT_MOST = 20;

/** How much one reads in each section, by its id: adds up to one, or is empty. */
export type SectionWeights = ReadonlyMap<string, number>;

export interface PriorPlace {
  card: ArticleCard;
  /** Both shares together. */
  prior: number;
}

export interface Newest {
  latest: Pick<LatestStories, 'newest'>;
  nowMs: number;
}

interface ReadArticle {
  card: ArticleCard;
  readers: number;
  byNewness: number;
  /** Both together. */
  expected: number;
}

interface ReadSection {
  expected: number;
  best: ReadArticle[];
}

export class ReadingPrior {
  private readonly sections = new Map<string, ReadSection>();
  private readonly readers = new Map<number, ReadArticle>();
  private readonly orders = new Map<string, readonly PriorPlace[]>();
  private site = 0;
  private allReaders = 0;

  /** The newest do not count where nobody reads: lists are filled with what fits best of them. */
  constructor(
    reading: ReadonlyMap<number, Reading>,
    cardOf: (article: number) => ArticleCard | undefined,
    newest?: Newest,
  ) {
    const expected = readIn(reading, cardOf);
    if (newest !== undefined && expected.size > 0) addNewest(expected, newest, cardOf);
    for (const read of [...expected.values()].sort(mostFirst)) {
      const section = this.sections.get(read.card.sectionId) ?? { expected: 0, best: [] };
      this.sections.set(read.card.sectionId, section);
      this.readers.set(read.card.number, read);
      this.site += read.expected;
      this.allReaders += read.readers;
      section.expected += read.expected;
      if (section.best.length < BEST_OF_SECTION) section.best.push(read);
    }
  }

  /**
   * The shares of an article, for someone who reads in these sections: all together are its prior. By the readers of
   * the site and those of the section; and what it has for being new, of both.
   */
  shareOf(article: number, sections: SectionWeights): { ofSite: number; ofSection: number; ofNew: number } {
    const read = this.readers.get(article);
    if (!read || this.site === 0) return nothing;
    const weight = sections.get(read.card.sectionId) ?? 0;
    const section = weight > 0 ? (this.sections.get(read.card.sectionId)?.expected ?? 0) / weight : 0;
    const ofWhat = [{ site: this.site, section }, sections.size > 0 ? SECTION_WEIGHT : 0] as const;
    const byNewness = priorShare(read.byNewness, ...ofWhat);
    return { ...priorShare(read.readers, ...ofWhat), ofNew: byNewness.ofSite + byNewness.ofSection };
  }

  /** All together. */
  of(article: number, sections: SectionWeights): number {
    const read = this.readers.get(article);
    if (!read || this.site === 0) return 0;
    const ofSite = read.expected / this.site;
    if (sections.size === 0) return ofSite;
    const weight = sections.get(read.card.sectionId) ?? 0;
    const expected = weight > 0 ? this.sections.get(read.card.sectionId)!.expected : 0;
    const ofSection = expected > 0 ? (weight * read.expected) / expected : 0;
    return (1 - SECTION_WEIGHT) * ofSite + SECTION_WEIGHT * ofSection;
  }

  /** Its share of all readers at present. */
  shareOfReaders(article: number): number {
    const readers = this.readers.get(article)?.readers ?? 0;
    return this.allReaders > 0 ? readers / this.allReaders : 0;
  }

  /**
   * Who may come in by the prior alone, best first.
   * @param language whose articles alone; absent: all. also: ids of more sections to look through.
   */
  inOrder(
    sections: SectionWeights,
    { language = '', also = [] }: { language?: string | undefined; also?: readonly string[] | undefined },
  ): readonly PriorPlace[] {
    const isCommon = sections.size <= 1 && also.length === 0;
    const [ofSection = ''] = isCommon ? sections.keys() : [];
    const name = `${ofSection} ${language}`;
    const known = isCommon ? this.orders.get(name) : undefined;
    if (known !== undefined) return known;
    const order = [...this.candidates([...also, ...sections.keys()], language)].map(
      ({ card }): PriorPlace => ({ card, prior: this.of(card.number, sections) }),
    );
    order.sort((one, other) => other.prior - one.prior || other.card.number - one.card.number);
    if (isCommon) this.orders.set(name, order);
    return order;
  }

  private candidates(sections: readonly string[], language: string): Set<ReadArticle> {
    const found = new Set<ReadArticle>();
    const mayStand = ({ card }: ReadArticle) => language === '' || isSameTongue(card.language, language);
    for (const read of this.readers.values()) {
      if (found.size === BEST_OF_SITE) break;
      if (mayStand(read)) found.add(read);
    }
    for (const sectionId of sections.slice(0, SECTIONS_AT_MOST))
      for (const read of this.sections.get(sectionId)?.best ?? []) if (mayStand(read)) found.add(read);
    return found;
  }
}

const nothing = { ofSite: 0, ofSection: 0, ofNew: 0 };

const mostFirst = (one: ReadArticle, other: ReadArticle) =>
  other.expected - one.expected || other.card.number - one.card.number;

function readIn(
  reading: ReadonlyMap<number, Reading>,
  cardOf: (article: number) => ArticleCard | undefined,
): Map<number, ReadArticle> {
  const viewsOfAll = [...reading.values()].reduce((sum, { viewsInWindow }) => sum + viewsInWindow, 0);
  const read = new Map<number, ReadArticle>();
  for (const [article, figures] of reading) {
    const card = cardOf(article);
    const readers = readersAtPresent(figures, viewsOfAll);
    if (card && readers > 0) read.set(article, { card, readers, byNewness: 0, expected: readers });
  }
  return read;
}

function addNewest(
  read: Map<number, ReadArticle>,
  { latest, nowMs }: Newest,
  cardOf: (article: number) => ArticleCard | undefined,
): void {
  for (const { number } of latest.newest({ limit: NEWEST_OF_SITE })) {
    const card = cardOf(number);
    const byNewness = readersByNewness(nowMs - (card?.publishedAt?.getTime() ?? -Infinity));
    if (card === undefined || byNewness === 0) continue;
    const readers = read.get(number)?.readers ?? 0;
    read.set(number, { card, readers, byNewness, expected: readers + byNewness });
  }
}
