// Which lists there are, which of them an article belongs to, and who may stand on each.

import type { ArticleCard } from '../articles/article-card';
import type { SectionTree } from '../sections/section-tree';
import { Largest } from './largest';
import type { ReadNow } from './reading-minutes';
import { languageList, SITE_LIST, sectionList } from './snapshot';

/** The best by their decayed readers; the best 30 already hold all that matters. */
export const CANDIDATES_PER_LIST = 50;
/** Besides, so many that were published within the hour, though they have had few readers yet. */
export const YOUNG_PER_LIST = 50;
/** Each list costs a little of every tick; of more sections than that, the last are filters of the site's list. */
export const MAX_LISTS = 200;

export interface RankingList {
  name: string;
  /** What its newest articles are. */
  newest: { sectionId?: string; language?: string };
}

/** The site, each language in use, each section. */
export function rankingLists(sections: SectionTree, languages: Iterable<string>): RankingList[] {
  const lists: RankingList[] = [{ name: SITE_LIST, newest: {} }];
  for (const language of languages) lists.push({ name: languageList(language), newest: { language } });
  for (const { id } of sections.all()) lists.push({ name: sectionList(id), newest: { sectionId: id } });
  return lists.slice(0, MAX_LISTS);
}

/** The names of the lists that an article belongs to: the site, its language, its section and those above it. */
export class ListMembership {
  private readonly known = new Map<string, readonly string[]>();

  constructor(private readonly sections: SectionTree) {}

  listsOf(card: ArticleCard): readonly string[] {
    const key = `${card.language} ${card.sectionId}`;
    const known = this.known.get(key);
    if (known) return known;
    const above = this.sections.ancestorsOf(card.sectionId).map((section) => section.id);
    const names = [SITE_LIST, languageList(card.language), ...[card.sectionId, ...above].map(sectionList)];
    this.known.set(key, names);
    return names;
  }
}

const NOBODY = -1;

/** What of the minutes is needed to choose. */
export interface ReadArticles {
  readNow(runningPart: number): ReadNow;
  countsAsRead(article: number): boolean;
}

/** Articles of one section and language: they belong to the same lists. */
interface Kin {
  names: readonly string[];
  /** The best of these lists, in the pass `pass`. */
  best: readonly Largest[];
  pass: number;
  /** Who is read less is a candidate on none of them: nearly all. */
  floor: number;
}

/**
 * Chooses the candidates of lists in one pass over everything that is read. Which lists an article belongs to is
 * remembered by its place, since tens of thousands pass here several times a second.
 */
export class CandidateChooser {
  private readonly kinOf = new Map<number, Kin>();
  private readonly kinOfNames = new Map<readonly string[], Kin>();
  private articleAt = new Int32Array();
  private kinAt: Kin[] = [];
  /** The one place at which each is remembered. */
  private readonly placeOf = new Map<number, number>();
  private membership: ListMembership | undefined;
  private pass = 0;

  /** Its card is another one now. */
  forgetCard(article: number): void {
    this.kinOf.delete(article);
    this.forgetPlace(article);
  }

  /** The section tree is another one now; also asked for now and then, so that nothing is remembered for ever. */
  forgetAll(): void {
    this.kinOf.clear();
    this.kinOfNames.clear();
    this.articleAt = new Int32Array();
    this.kinAt = [];
    this.placeOf.clear();
    this.membership = undefined;
  }

  /** @param young what was published within the hour, newest first. */
  choose(input: {
    lists: readonly RankingList[];
    read: ReadArticles;
    runningPart: number;
    young: readonly ArticleCard[];
    cardOf: (article: number) => ArticleCard | undefined;
    sections: SectionTree;
  }): Map<string, Set<ArticleCard>> {
    const { lists, read, runningPart, young, cardOf, sections } = input;
    const best = new Map(lists.map(({ name }) => [name, new Largest(CANDIDATES_PER_LIST)]));
    this.offerAll(read.readNow(runningPart), best, (article) => this.kinFor(article, cardOf, sections));
    const chosen = new Map<string, Set<ArticleCard>>();
    for (const [name, largest] of best) {
      const cards = largest.inOrder().map(({ number }) => cardOf(number));
      chosen.set(name, new Set(cards.filter((card) => card !== undefined)));
    }
    for (const card of young) {
      if (!read.countsAsRead(card.number)) continue;
      for (const name of this.kinFor(card.number, () => card, sections)?.names ?? []) {
        const candidates = chosen.get(name);
        if (candidates && candidates.size < CANDIDATES_PER_LIST + YOUNG_PER_LIST) candidates.add(card);
      }
    }
    return chosen;
  }

  private offerAll(
    { places, articleAt, candidacyAt }: ReadNow,
    best: ReadonlyMap<string, Largest>,
    kinOf: (article: number) => Kin | undefined,
  ): void {
    this.pass++;
    if (places > this.articleAt.length) this.articleAt = longer(this.articleAt, places);
    for (let place = 0; place < places; place++) {
      const candidacy = candidacyAt[place]!;
      if (candidacy <= 0) continue;
      const article = articleAt[place]!;
      const isKnown = this.articleAt[place] === article;
      const kin = isKnown ? this.kinAt[place] : kinOf(article);
      if (kin === undefined) continue;
      if (!isKnown) this.remember(article, place, kin);
      if (kin.pass !== this.pass) {
        kin.best = kin.names.map((name) => best.get(name)).filter((largest) => largest !== undefined);
        kin.pass = this.pass;
        kin.floor = floorOf(kin.best);
      }
      if (candidacy < kin.floor) continue;
      for (const largest of kin.best) largest.offer(article, candidacy);
      kin.floor = floorOf(kin.best);
    }
  }

  /** Who was at this place before is there no more, nor is the article where it was. */
  private remember(article: number, place: number, kin: Kin): void {
    this.forgetPlace(this.articleAt[place]!);
    this.forgetPlace(article);
    this.articleAt[place] = article;
    this.kinAt[place] = kin;
    this.placeOf.set(article, place);
  }

  private forgetPlace(article: number): void {
    const place = this.placeOf.get(article);
    if (place === undefined) return;
    this.articleAt[place] = NOBODY;
    this.placeOf.delete(article);
  }

  private kinFor(
    article: number,
    cardOf: (article: number) => ArticleCard | undefined,
    sections: SectionTree,
  ): Kin | undefined {
    const known = this.kinOf.get(article);
    if (known !== undefined) return known;
    const card = cardOf(article);
    if (card === undefined) return undefined;
    this.membership ??= new ListMembership(sections);
    // The same array for all of one section and language.
    const names = this.membership.listsOf(card);
    const kin = this.kinOfNames.get(names) ?? { names, best: [], pass: 0, floor: -Infinity };
    this.kinOfNames.set(names, kin);
    this.kinOf.set(article, kin);
    return kin;
  }
}

function longer(articleAt: Int32Array, places: number): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(2 * places).fill(NOBODY);
  longer.set(articleAt);
  return longer;
}

function floorOf(best: readonly Largest[]): number {
  let floor = Infinity;
  for (const largest of best) floor = Math.min(floor, largest.floor);
  return floor;
}
