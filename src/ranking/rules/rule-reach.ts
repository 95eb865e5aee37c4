// What a rule or a bury would leave of lists, before it is written: of its own, and of every other that a rule reaches,
// those of the sections under it or, for a rule of the site, of each section and language. The newest public articles
// of a list are looked at, read or not: what readers do changes by the minute, what a rule lets through does not.

import type { ArticleCard } from '../../articles/article-card';
import { LATEST_DEPTH, type LatestStories } from '../../articles/latest-stories';
import type { SectionTree } from '../../sections/section-tree';
import type { PopularNowRule } from '../popular-now';
import { languageList, SITE_LIST, sectionList } from '../snapshot';
import type { RankedRail, RankingScope } from './placement';
import { type PlacesLeft, placesLeft } from './places-left';
import type { RankingRules, RuleSettings } from './ranking-rules';
import { ListsWouldBeEmpty, ListWouldBeShort } from './rules.errors';

export interface RuleReachParts {
  latest: Pick<LatestStories, 'newest' | 'languages'>;
  sections: Pick<SectionTree, 'all' | 'withDescendants'>;
  rules: RankingRules & { tried(what: { rule: RuleTried }): RankingRules };
}

export interface RuleTried {
  rail: RankedRail;
  scope: RankingScope;
  settings: RuleSettings;
}

/** Enough to see that a list is not empty; where it is not, all are looked at. */
const FIRST_LOOKED_AT = 20;

export class RuleReach {
  constructor(private readonly parts: RuleReachParts) {}

  /**
   * @throws ListWouldBeShort where it leaves fewer of the first five places than can be taken without it
   * @throws ListsWouldBeEmpty where it leaves none of another list that it reaches
   */
  checkRule(tried: RuleTried, nowMs: number): void {
    const { rules } = this.parts;
    const list = listNameOf(tried);
    const cards = this.cardsOf(tried.scope, this.buried(list, nowMs));
    const now = placesLeft(cards, rules.ruleOf(list, nowMs), nowMs);
    const rule = rules.tried({ rule: tried }).ruleOf(list, nowMs);
    const left = placesLeft(cards, rule, nowMs);
    if (left.places < now.places) {
      const field = fieldToBlame(left, tried.settings);
      throw new ListWouldBeShort({ field, left: left.places, now: now.places, why: reasonsOf(left, rule) });
    }
    this.checkOthers(tried, nowMs);
  }

  private checkOthers(tried: RuleTried, nowMs: number): void {
    const { rules } = this.parts;
    const then = rules.tried({ rule: tried });
    const emptied: { list: string; why: string }[] = [];
    let field: string | undefined;
    for (const { scope, name } of this.othersReached(tried.scope)) {
      const list = listNameOf({ rail: tried.rail, scope });
      const buried = this.buried(list, nowMs);
      const rule = then.ruleOf(list, nowMs);
      const few = this.cardsOf(scope, buried, FIRST_LOOKED_AT);
      if (few.length === 0 || placesLeft(few, rule, nowMs).places > 0) continue;
      const cards = this.cardsOf(scope, buried);
      const left = placesLeft(cards, rule, nowMs);
      if (left.places > 0 || placesLeft(cards, rules.ruleOf(list, nowMs), nowMs).places === 0) continue;
      field ??= fieldToBlame(left, tried.settings);
      emptied.push({ list: name, why: reasonsOf(left, rule) });
    }
    if (field !== undefined) throw new ListsWouldBeEmpty(field, emptied);
  }

  /** A rule of a language is for its list alone. */
  private othersReached({ sectionId, language }: RankingScope): { scope: RankingScope; name: string }[] {
    const { sections, latest } = this.parts;
    if (language !== null) return [];
    const all = sections.all();
    const family = sectionId === null ? undefined : sections.withDescendants(sectionId);
    const reached = all.filter(({ id }) => id !== sectionId && (family?.has(id) ?? true));
    const languages = sectionId === null ? latest.languages() : [];
    return [
      ...reached.map(({ id, slug }) => ({
        scope: { sectionId: id, language: null },
        name: `the section "${slug}"`,
      })),
      ...languages.map((one) => ({
        scope: { sectionId: null, language: one },
        name: `the language "${one}"`,
      })),
    ];
  }

  /**
   * Of its own list alone: whoever takes the only article off a small section means it.
   * @throws ListWouldBeShort where nothing else is left of what could stand on the list.
   */
  checkBury(article: number, scope: RankingScope, nowMs: number): void {
    const buried = this.buried(listNameOf({ rail: 'POPULAR_NOW', scope }), nowMs);
    const now = this.cardsOf(scope, buried);
    if (now.length === 0 || now.some((card) => card.number !== article)) return;
    const why = 'it is the last public article that is not buried';
    throw new ListWouldBeShort({ field: 'articleId', left: 0, now: now.length, why });
  }

  private buried(list: string, nowMs: number): ReadonlySet<number> {
    const placements = this.parts.rules.placementsOf(list, nowMs);
    return new Set(placements.filter(({ act }) => act === 'BURY').map(({ article }) => article));
  }

  private cardsOf(
    { sectionId, language }: RankingScope,
    excluding: ReadonlySet<number>,
    limit: number = LATEST_DEPTH,
  ): ArticleCard[] {
    const of = { ...(sectionId === null ? {} : { sectionId }), ...(language === null ? {} : { language }) };
    return this.parts.latest.newest({ ...of, excluding, limit });
  }
}

/** As snapshots name it. */
export function listNameOf({ rail, scope }: { rail: RankedRail; scope: RankingScope }): string {
  const { sectionId, language } = scope;
  const plain =
    sectionId !== null ? sectionList(sectionId) : language !== null ? languageList(language) : SITE_LIST;
  if (rail === 'MUST_READS') return 'must-reads';
  return rail === 'TRENDING' ? `trending:${plain}` : plain;
}

function fieldToBlame(left: PlacesLeft, settings: RuleSettings): string {
  const causes: [number, keyof RuleSettings][] = [
    [left.tooOld, 'maxAgeDays'],
    [left.capped, settings.perSection === undefined ? 'perAuthor' : 'perSection'],
    [left.sameStory, 'stories'],
  ];
  const [most] = causes.filter(([, name]) => settings[name] !== undefined).sort(([a], [b]) => b - a);
  return most?.[1] ?? 'input';
}

function reasonsOf({ tooOld, capped, sameStory }: PlacesLeft, rule: PopularNowRule): string {
  const { perSection, perAuthor } = rule.caps;
  const caps = [
    ...(perSection > 0 ? [`perSection ${perSection}`] : []),
    ...(perAuthor > 0 ? [`perAuthor ${perAuthor}`] : []),
  ];
  const because = [
    ...(tooOld > 0 ? [`${tooOld} of the newest articles are older than maxAgeDays ${rule.maxAgeDays}`] : []),
    ...(capped > 0 ? [`${capped} are over ${caps.join(' or ')}`] : []),
    ...(sameStory > 0 ? [`${sameStory} tell a story that another one tells`] : []),
  ];
  return because.join(', ');
}
