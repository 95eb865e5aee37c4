// What editors keep off the lists of a page: what is buried on the site, in the section or in the language of the page,
// as far as the bury is for Popular Now.

import { listPlacements, type Placement } from '../ranking/rules/placement';
import type { RankingRules } from '../ranking/rules/ranking-rules';
import { languageList, SITE_LIST, sectionList } from '../ranking/snapshot';

export class BuriedHere {
  /** A book of rules gives the same placements until they change. */
  private readonly known = new WeakMap<readonly Placement[], ReadonlySet<number>>();

  constructor(private readonly rules: Pick<RankingRules, 'placementsOf'>) {}

  on(place: { sectionId: string | undefined; language: string | undefined }, nowMs: number) {
    const { sectionId, language } = place;
    const ofSection = this.ofList(sectionId === undefined ? SITE_LIST : sectionList(sectionId), nowMs);
    const ofLanguage = language === undefined ? nothing : this.ofList(languageList(language), nowMs);
    return (article: number): boolean => ofSection.has(article) || ofLanguage.has(article);
  }

  private ofList(list: string, nowMs: number): ReadonlySet<number> {
    const placements = this.rules.placementsOf(list, nowMs);
    if (placements.length === 0) return nothing;
    const known = this.known.get(placements) ?? listPlacements(placements).buried;
    this.known.set(placements, known);
    return known;
  }
}

const nothing: ReadonlySet<number> = new Set();
