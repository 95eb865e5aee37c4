// What is read in general, as shares: the prior of You May Also Like. Made once of each snapshot, from readers a
// minute, decayed with a half-life of five minutes. For everybody who reads in one section it comes in the same order,
// whatever was read: that is worked out once, and a list takes the first of it.

import type { ArticleCard } from '../articles/article-card';
import type { Reading } from '../ranking/snapshot';
import { priorShare, SECTION_WEIGHT } from './formulas/back-off';
import { isSameTongue } from './same-tongue';

/** The best of all (of a language) and the best of a section that may come in without an onward click. */
const BEST_OF_SITE = 60;
const BEST_OF_SECTION = 30;
/** Of so many sections. */
const SECTIONS_AT_MOST = 20;

/** How much one reads in each section, by its id: adds up to one, or is empty. */
export type SectionWeights = ReadonlyMap<string, number>;

export interface PriorPlace {
  card: ArticleCard;
  /** Both shares together. */
  prior: number;
}

interface ReadArticle {
  card: ArticleCard;
  rate: number;
}

interface ReadSection {
  readers: number;
  best: ReadArticle[];
}

export class ReadingPrior {
  private readonly sections = new Map<string, ReadSection>();
  private readonly readers = new Map<number, ReadArticle>();
  private readonly orders = new Map<string, readonly PriorPlace[]>();
  private site = 0;

  /** @param reading by article, most read first. */
  constructor(reading: ReadonlyMap<number, Reading>, cardOf: (article: number) => ArticleCard | undefined) {
    for (const [article, { readersPerMinute: rate }] of reading) {
      const card = cardOf(article);
      if (!card) continue;
      const read = { card, rate };
      const section = this.sections.get(card.sectionId) ?? { readers: 0, best: [] };
      this.sections.set(card.sectionId, section);
      this.readers.set(article, read);
      this.site += rate;
      section.readers += rate;
      if (section.best.length < BEST_OF_SECTION) section.best.push(read);
    }
  }

  /** The shares of an article, for someone who reads in these sections; both together are its prior. */
  shareOf(article: number, sections: SectionWeights): { ofSite: number; ofSection: number } {
    const read = this.readers.get(article);
    if (!read) return nothing;
    const weight = sections.get(read.card.sectionId) ?? 0;
    const section = weight > 0 ? (this.sections.get(read.card.sectionId)?.readers ?? 0) / weight : 0;
    return priorShare(read.rate, { site: this.site, section }, sections.size > 0 ? SECTION_WEIGHT : 0);
  }

  /** Both together. */
  of(article: number, sections: SectionWeights): number {
    const read = this.readers.get(article);
    if (!read || this.site === 0) return 0;
    const ofSite = read.rate / this.site;
    if (sections.size === 0) return ofSite;
    const weight = sections.get(read.card.sectionId) ?? 0;
    const readers = weight > 0 ? this.sections.get(read.card.sectionId)!.readers : 0;
    const ofSection = readers > 0 ? (weight * read.rate) / readers : 0;
    return (1 - SECTION_WEIGHT) * ofSite + SECTION_WEIGHT * ofSection;
  }

  /** Its share of all readers. */
  shareOfReaders(article: number): number {
    const rate = this.readers.get(article)?.rate ?? 0;
    return this.site > 0 ? rate / this.site : 0;
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

const nothing = { ofSite: 0, ofSection: 0 };
