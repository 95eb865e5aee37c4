// What a rule or a bury would leave of its own list, before it is written. The newest public articles of the list are
// looked at, read or not: what readers do changes by the minute, what a rule lets through does not. The lists under it
// need no look: caps and one article per story let the first article through always, and an age limit that a section
// without news does not meet leaves its list of Popular Now to older articles.

import type { ArticleCard } from '../../articles/article-card';
import { LATEST_DEPTH, type LatestStories } from '../../articles/latest-stories';
import { BadUserInput } from '../../platform/errors';
import type { PopularNowRule } from '../popular-now';
import { languageList, SITE_LIST, sectionList } from '../snapshot';
import type { RankedRail, RankingScope } from './placement';
import { type PlacesLeft, placesLeft } from './places-left';
import type { RankingRules, RuledRail, RuleSettings } from './ranking-rules';
import { ListWouldBeShort } from './rules.errors';

export interface RuleReachParts {
  latest: Pick<LatestStories, 'newest' | 'languages'>;
  rules: RankingRules & { tried(what: { rule: RuleTried }): RankingRules };
}

export interface RuleTried {
  rail: RuledRail;
  scope: RankingScope;
  settings: RuleSettings;
}

const LANGUAGES_NAMED = 20;

export class RuleReach {
  constructor(private readonly parts: RuleReachParts) {}

  /**
   * @throws ListWouldBeShort where it leaves fewer of the first five places than can be taken without it; BadUserInput
   * where there is no such list, since nothing public is in the language: "kr" for "ko" would be a rule of nothing.
   */
  checkRule(tried: RuleTried, nowMs: number): void {
    const { rules, latest } = this.parts;
    const { language } = tried.scope;
    if (language !== null && !latest.languages().includes(language))
      throw noSuchList(language, latest.languages());
    // Caps and a place for a new article give way where nothing else is left, and its lists end with the newest.
    if (tried.rail === 'YOU_MAY_ALSO_LIKE') return;
    const list = listNameOf({ rail: tried.rail, scope: tried.scope });
    const cards = this.cardsOf(tried.scope, this.buried(list, nowMs));
    const now = placesLeft(cards, rules.ruleOf(list, nowMs), nowMs);
    const rule = rules.tried({ rule: tried }).ruleOf(list, nowMs);
    const left = placesLeft(cards, rule, nowMs);
    if (left.places < now.places) {
      const field = fieldToBlame(left, tried.settings);
      throw new ListWouldBeShort({ field, left: left.places, now: now.places, why: reasonsOf(left, rule) });
    }
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

  private cardsOf({ sectionId, language }: RankingScope, excluding: ReadonlySet<number>): ArticleCard[] {
    const of = { ...(sectionId === null ? {} : { sectionId }), ...(language === null ? {} : { language }) };
    return this.parts.latest.newest({ ...of, excluding, limit: LATEST_DEPTH });
  }
}

function noSuchList(language: string, languages: readonly string[]): BadUserInput {
  const known = languages.slice(0, LANGUAGES_NAMED).join(', ');
  return new BadUserInput(
    'language',
    `"language" is "${language}"; no public article is in it, so it has no list. There are: ${known || 'none'}.`,
  );
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
