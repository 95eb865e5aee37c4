// What is read in general, as shares: the prior of You May Also Like. Made once of each snapshot, from its smooth
// rates.

import type { ArticleCard } from '../articles/article-card';
import type { Reading } from '../ranking/snapshot';
import { priorShare } from './formulas/back-off';

/** How much of the prior is the share of its section's readers, for an article of the section that one reads in. */
const SECTION_WEIGHT = 0.3;
/** The best of all and the best of a section that may come in without an onward click. */
const BEST_OF_SITE = 60;
const BEST_OF_SECTION = 30;

export class ReadingPrior {
  private readonly sections = new Map<string, { readers: number; best: number[] }>();
  private readonly readers = new Map<number, { rate: number; sectionId: string }>();
  private readonly best: number[] = [];
  private site = 0;

  /** @param reading by article, most read first. */
  constructor(reading: ReadonlyMap<number, Reading>, cardOf: (article: number) => ArticleCard | undefined) {
    for (const [article, { readersPerMinute: rate }] of reading) {
      const card = cardOf(article);
      if (!card) continue;
      const section = this.sections.get(card.sectionId) ?? { readers: 0, best: [] };
      this.sections.set(card.sectionId, section);
      this.readers.set(article, { rate, sectionId: card.sectionId });
      this.site += rate;
      section.readers += rate;
      if (this.best.length < BEST_OF_SITE) this.best.push(article);
      if (section.best.length < BEST_OF_SECTION) section.best.push(article);
    }
  }

  /** The share of all readers that an article has, for someone who reads in `sectionId`. */
  shareOf(article: number, sectionId: string): number {
    const read = this.readers.get(article);
    if (!read) return 0;
    const section = read.sectionId === sectionId ? (this.sections.get(sectionId)?.readers ?? 0) : 0;
    return priorShare(read.rate, { site: this.site, section }, SECTION_WEIGHT);
  }

  /** Who may come in by the prior alone. */
  candidates(sectionId: string): Set<number> {
    return new Set([...this.best, ...(this.sections.get(sectionId)?.best ?? [])]);
  }
}
