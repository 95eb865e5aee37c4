// What is read in general, as shares: the prior of You May Also Like. Made once of each snapshot, from readers a
// minute, decayed with a half-life of five minutes.

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

interface ReadSection {
  readers: number;
  best: number[];
}

export class ReadingPrior {
  private readonly sections = new Map<string, ReadSection>();
  private readonly readers = new Map<number, { rate: number; sectionId: string }>();
  private readonly best: ArticleCard[] = [];
  private readonly bestIn = new Map<string, readonly number[]>();
  private site = 0;

  /** @param reading by article, most read first. */
  constructor(reading: ReadonlyMap<number, Reading>, cardOf: (article: number) => ArticleCard | undefined) {
    for (const [article, { readersPerMinute: rate }] of reading) {
      const card = cardOf(article);
      if (!card) continue;
      const section = this.sections.get(card.sectionId) ?? { readers: 0, best: [] };
      this.sections.set(card.sectionId, section);
      this.readers.set(article, { rate, sectionId: card.sectionId });
      this.best.push(card);
      this.site += rate;
      section.readers += rate;
      if (section.best.length < BEST_OF_SECTION) section.best.push(article);
    }
  }

  /** The shares of an article, for someone who reads in these sections; both together are its prior. */
  shareOf(article: number, sections: SectionWeights): { ofSite: number; ofSection: number } {
    const read = this.readers.get(article);
    if (!read) return nothing;
    const weight = sections.get(read.sectionId) ?? 0;
    const ofSection = weight > 0 ? (this.sections.get(read.sectionId)?.readers ?? 0) / weight : 0;
    return priorShare(
      read.rate,
      { site: this.site, section: ofSection },
      sections.size > 0 ? SECTION_WEIGHT : 0,
    );
  }

  /** Its share of all readers. */
  shareOfReaders(article: number): number {
    const rate = this.readers.get(article)?.rate ?? 0;
    return this.site > 0 ? rate / this.site : 0;
  }

  /** Who may come in by the prior alone. @param language absent: all of them */
  candidates(sections: Iterable<string>, language: string | undefined): Set<number> {
    const found = new Set(this.bestOf(language));
    let looked = 0;
    for (const sectionId of sections) {
      if (looked++ === SECTIONS_AT_MOST) break;
      for (const article of this.sections.get(sectionId)?.best ?? []) found.add(article);
    }
    return found;
  }

  private bestOf(language = ''): readonly number[] {
    const known = this.bestIn.get(language);
    if (known !== undefined) return known;
    const best: number[] = [];
    for (const card of this.best) {
      if (best.length === BEST_OF_SITE) break;
      if (language === '' || isSameTongue(card.language, language)) best.push(card.number);
    }
    this.bestIn.set(language, best);
    return best;
  }
}

const nothing = { ofSite: 0, ofSection: 0 };
