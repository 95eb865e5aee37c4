// What a list of You May Also Like is made by: the constants of its formulas and the setting of the environment at the
// bottom, over them what rules set for where it is shown, and what an experiment tries.

import { type AlsoLikeRule, NO_SETTINGS, type SettledRules } from '../ranking/rules/ranking-rules';
import { alsoLikeSettings } from './also-like.settings';
import type { AlsoLikeQuestion } from './also-like-question';
import { PRIOR_CLICKS, READ_WEIGHTS, TEXT_WEIGHT } from './formulas/back-off';
import { OF_ONE_SECTION } from './you-may-also-like';

export function alsoLikeDefaults({
  newArticles = alsoLikeSettings.newArticles.default,
  newArticleWorth = alsoLikeSettings.newArticleWorth.default,
}: {
  newArticles?: AlsoLikeRule['newArticles'] | undefined;
  newArticleWorth?: number | undefined;
}): AlsoLikeRule {
  return {
    ...{ newArticles, newArticleWorth },
    perSection: OF_ONE_SECTION,
    textWeight: TEXT_WEIGHT,
    readBefore: READ_WEIGHTS[1]!,
    priorClicks: PRIOR_CLICKS,
  };
}

export class AlsoLikeRules {
  constructor(
    private readonly defaults: AlsoLikeRule,
    private readonly rules: SettledRules | undefined,
  ) {}

  ruleFor({ page, section, language, trial }: Omit<AlsoLikeQuestion, 'places'>, nowMs: number): AlsoLikeRule {
    if (this.rules === undefined) return this.defaults;
    const sectionId = section?.id ?? page?.sectionId;
    const where = { sectionId, language: language ?? page?.language, trial: trial?.settings };
    const settings = this.rules.settingsOf('YOU_MAY_ALSO_LIKE', where, nowMs);
    return settings === NO_SETTINGS ? this.defaults : { ...this.defaults, ...settings };
  }
}
