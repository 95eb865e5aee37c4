// The rules of every ranked list and what editors have placed on it, at any moment: the environment's settings at the
// bottom, over them the rule for every list, over that the rules of a section and of those above it, or of a language.
// The nearer one wins field by field. From and until are looked at with every question, so each begins and ends on
// the second. Pure: what is kept is read by ranking-rules-keeper.ts.

import type { SectionTree } from '../../sections/section-tree';
import type { PopularNowRule } from '../popular-now';
import { withoutVariant } from '../snapshot';
import type { Placement, RankedRail, RankingScope } from './placement';

export interface RankingRules {
  /** The rule of a list (`site`, `section:ID`, `language:xx`; with `trending:` before for Trending). */
  ruleOf(listName: string, nowMs: number): PopularNowRule;
  /** What holds for a list now: of wider scopes first. */
  placementsOf(listName: string, nowMs: number): readonly Placement[];
}

/** The lists that rules are set for. Those of You May Also Like are made for each request, and have no names. */
export type RuledRail = 'POPULAR_NOW' | 'TRENDING' | 'YOU_MAY_ALSO_LIKE';

/** What rules set for lists that are made for each request. */
export interface SettledRules {
  /** The nearer scope wins field by field; what no rule sets is left out. */
  settingsOf(rail: RuledRail, where: ListWanted, nowMs: number): RuleSettings;
}

export interface ListWanted {
  /** Of the page, or asked for; the section is nearer than the language. */
  sectionId?: string | undefined;
  language?: string | undefined;
  /** Over the rule of every list, under those of sections and languages: what an experiment tries. */
  trial?: RuleSettings | undefined;
}

/** What a rule may set; what it leaves out the wider scope sets. */
export interface RuleSettings {
  maxAgeDays?: number;
  entryLead?: number;
  entryDwellSeconds?: number;
  entryPatience?: number;
  swapLead?: number;
  stories?: 'one' | 'each';
  perSection?: number;
  perAuthor?: number;
  leadHours?: number;
  newArticles?: 'by-score' | 'by-worth' | 'one-of-five';
  newArticleWorth?: number;
  textWeight?: number;
  readBefore?: number;
  priorClicks?: number;
}

/** What a list of You May Also Like is made by. */
export type AlsoLikeRule = Required<
  Pick<
    RuleSettings,
    'newArticles' | 'newArticleWorth' | 'perSection' | 'textWeight' | 'readBefore' | 'priorClicks'
  >
>;

export interface RankingRule {
  id: string;
  rail: RuledRail;
  scope: RankingScope;
  settings: RuleSettings;
  /** Null: until it is set anew or removed. */
  untilMs: number | null;
}

export interface KeptRules {
  rules: readonly RankingRule[];
  placements: readonly Placement[];
}

interface OfList {
  /** Good from here on, and before `untilMs`, when something begins or ends. */
  fromMs: number;
  untilMs: number;
  rule: PopularNowRule;
  placements: readonly Placement[];
}

export interface NamedList {
  rail: RankedRail;
  scope: RankingScope;
}

const TRENDING = 'trending:';
const SECTION = 'section:';
const LANGUAGE = 'language:';

export function readListName(listName: string): NamedList {
  const name = withoutVariant(listName);
  if (name === 'must-reads') return { rail: 'MUST_READS', scope: { sectionId: null, language: null } };
  const isTrending = name.startsWith(TRENDING);
  const plain = isTrending ? name.slice(TRENDING.length) : name;
  return {
    rail: isTrending ? 'TRENDING' : 'POPULAR_NOW',
    scope: {
      sectionId: plain.startsWith(SECTION) ? plain.slice(SECTION.length) : null,
      language: plain.startsWith(LANGUAGE) ? plain.slice(LANGUAGE.length) : null,
    },
  };
}

/** The rules and placements of one reading. */
export class RankingRuleBook implements RankingRules, SettledRules {
  private readonly known = new Map<string, OfList>();
  private readonly rails = new Map<RuledRail, readonly RankingRule[]>();

  constructor(
    private readonly defaults: PopularNowRule,
    private readonly kept: KeptRules,
    private readonly sections: Pick<SectionTree, 'ancestorsOf'>,
  ) {}

  ruleOf(listName: string, nowMs: number): PopularNowRule {
    return this.of(listName, nowMs).rule;
  }

  placementsOf(listName: string, nowMs: number): readonly Placement[] {
    return this.of(listName, nowMs).placements;
  }

  settingsOf(rail: RuledRail, { sectionId, language, trial }: ListWanted, nowMs: number): RuleSettings {
    const ofRail = this.ofRail(rail);
    if (ofRail.length === 0) return trial ?? NO_SETTINGS;
    const rules = ofRail.filter(({ untilMs }) => (untilMs ?? Infinity) > nowMs);
    const [widest, ...above] = this.scopesFor({ sectionId: sectionId ?? null, language: null });
    const ofLanguage = language === undefined ? [] : [{ sectionId: null, language }];
    const settingsIn = (scope: RankingScope) => rules.find((rule) => isSame(rule.scope, scope))?.settings;
    const nearer = [...ofLanguage, ...above].map(settingsIn);
    return Object.assign({}, settingsIn(widest!), trial, ...nearer);
  }

  private ofRail(rail: RuledRail): readonly RankingRule[] {
    const known = this.rails.get(rail) ?? this.kept.rules.filter((rule) => rule.rail === rail);
    this.rails.set(rail, known);
    return known;
  }

  /** The section tree has changed, so that rules of sections may reach other lists. */
  forget(): void {
    this.known.clear();
  }

  private of(listName: string, nowMs: number): OfList {
    const known = this.known.get(listName);
    if (known !== undefined && nowMs >= known.fromMs && nowMs < known.untilMs) return known;
    const made = this.make(readListName(listName), nowMs);
    this.known.set(listName, made);
    return made;
  }

  private make({ rail, scope }: NamedList, nowMs: number): OfList {
    const rules = this.kept.rules.filter((rule) => rule.rail === rail);
    const placements = this.kept.placements.filter((placement) => placement.rails.includes(rail));
    const turns = [
      ...rules.map(({ untilMs }) => untilMs ?? Infinity),
      ...placements.flatMap(({ fromMs, untilMs }) => [fromMs, untilMs]),
    ];
    const scopes = this.scopesFor(scope);
    const applied = scopes.flatMap((wider) =>
      rules.filter((rule) => isSame(rule.scope, wider) && (rule.untilMs ?? Infinity) > nowMs),
    );
    return {
      fromMs: Math.max(-Infinity, ...turns.filter((turnMs) => turnMs <= nowMs)),
      untilMs: Math.min(Infinity, ...turns.filter((turnMs) => turnMs > nowMs)),
      rule: applied.reduce((rule, next) => over(rule, next, scope), forList(this.defaults, scope)),
      placements: scopes.flatMap((wider) =>
        placements.filter((placement) => {
          const reaches = placement.act === 'PIN' ? isSame(wider, scope) : true;
          return reaches && isSame(placement.scope, wider) && holds(placement, nowMs);
        }),
      ),
    };
  }

  /** The scopes whose rules reach a list, the widest first. */
  private scopesFor(scope: RankingScope): RankingScope[] {
    const above = scope.sectionId === null ? [] : this.sections.ancestorsOf(scope.sectionId).reverse();
    const wider = above.map(({ id }) => ({ sectionId: id, language: null }));
    return isSame(scope, everywhere) ? [everywhere] : [everywhere, ...wider, scope];
  }
}

/** Where no rule says anything. */
export const NO_SETTINGS: RuleSettings = {};
const everywhere: RankingScope = { sectionId: null, language: null };

export function isSame(one: RankingScope, other: RankingScope): boolean {
  return one.sectionId === other.sectionId && one.language === other.language;
}

function holds({ fromMs, untilMs }: Placement, nowMs: number): boolean {
  return fromMs <= nowMs && nowMs < untilMs;
}

/** Within a section a cap on sections would leave its list to the sections under it. */
function forList(rule: PopularNowRule, { sectionId }: RankingScope): PopularNowRule {
  return sectionId === null ? rule : { ...rule, caps: { ...rule.caps, perSection: 0 } };
}

/** On a section's list the cap on sections comes from the rule of that section alone: see above. */
function over(below: PopularNowRule, { settings, scope }: RankingRule, list: RankingScope): PopularNowRule {
  const { entryLead, entryDwellSeconds, swapLead } = settings;
  const { steadiness, caps } = below;
  const isOwn = list.sectionId === null || list.sectionId === scope.sectionId;
  return {
    maxAgeDays: settings.maxAgeDays ?? below.maxAgeDays,
    steadiness: {
      entryLead: entryLead ?? steadiness.entryLead,
      entryDwellMs: entryDwellSeconds === undefined ? steadiness.entryDwellMs : entryDwellSeconds * 1_000,
      entryPatience: settings.entryPatience ?? steadiness.entryPatience,
      swapLead: swapLead ?? steadiness.swapLead,
    },
    caps: {
      perSection: (isOwn ? settings.perSection : undefined) ?? caps.perSection,
      perAuthor: settings.perAuthor ?? caps.perAuthor,
    },
    stories: settings.stories ?? below.stories,
    leadHours: settings.leadHours ?? below.leadHours,
  };
}

/** Where nobody sets rules: a replay, an evaluation. */
export function fixedRules(rule: PopularNowRule): RankingRules {
  return new RankingRuleBook(rule, { rules: [], placements: [] }, { ancestorsOf: () => [] });
}
