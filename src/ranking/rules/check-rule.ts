// What a rule may say.

import { BadUserInput } from '../../platform/errors';
import type { RuledRail, RuleSettings } from './ranking-rules';

export interface Range {
  min: number;
  max: number;
  whole: boolean;
}

type NumberSetting = Exclude<keyof RuleSettings, 'stories' | 'newArticles'>;

const ranges: Record<NumberSetting, Range> = {
  maxAgeDays: { min: 1, max: 36_500, whole: true },
  entryLead: { min: 1, max: 10, whole: false },
  entryDwellSeconds: { min: 0, max: 600, whole: true },
  entryPatience: { min: 0, max: 10, whole: false },
  swapLead: { min: 1, max: 10, whole: false },
  perSection: { min: 0, max: 5, whole: true },
  perAuthor: { min: 0, max: 5, whole: true },
  leadHours: { min: 0, max: 720, whole: true },
  textWeight: { min: 0, max: 0.9, whole: false },
  readBefore: { min: 0, max: 1, whole: false },
  priorClicks: { min: 1, max: 100, whole: false },
  newArticleWorth: { min: 1, max: 100, whole: false },
};
const ranked: readonly (keyof RuleSettings)[] = [
  ...(['maxAgeDays', 'entryLead', 'entryDwellSeconds', 'entryPatience', 'swapLead'] as const),
  ...(['perSection', 'perAuthor', 'leadHours', 'stories'] as const),
];
const settingsOfRail: Record<RuledRail, readonly (keyof RuleSettings)[]> = {
  POPULAR_NOW: ranked,
  TRENDING: ranked,
  YOU_MAY_ALSO_LIKE: [
    ...(['newArticles', 'newArticleWorth', 'perSection', 'textWeight'] as const),
    ...(['readBefore', 'priorClicks'] as const),
  ],
};
const everySetting = [...new Set(Object.values(settingsOfRail).flat())];

export type SettingsGiven = { [name in keyof RuleSettings]?: RuleSettings[name] | null };

export function isAnySet(given: SettingsGiven): boolean {
  return everySetting.some((name) => given[name] != null);
}

/** What was given, without what was left out. @throws BadUserInput naming the first field that is wrong */
export function checkSettings(given: SettingsGiven, rail: RuledRail): RuleSettings {
  const own = settingsOfRail[rail];
  const foreign = everySetting.find((name) => given[name] != null && !own.includes(name));
  if (foreign !== undefined) {
    throw new BadUserInput(
      foreign,
      `"${foreign}" is no setting of ${rail}, which has ${own.join(', ')}. Leave it out, or name its rail.`,
    );
  }
  const settings: RuleSettings = {};
  for (const [name, range] of Object.entries(ranges) as [NumberSetting, Range][]) {
    const value = given[name];
    if (value == null) continue;
    checkNumber(name, value, range);
    settings[name] = value;
  }
  if (given.stories != null) settings.stories = given.stories;
  if (given.newArticles != null) settings.newArticles = given.newArticles;
  if (Object.keys(settings).length > 0) return settings;
  throw new BadUserInput(
    'input',
    `A rule of ${rail} sets at least one of ${own.join(', ')}; removeRankingRule takes one away.`,
  );
}

/** @param value null where it was left out. @throws BadUserInput */
export function checkNumber(name: string, value: number | null, { min, max, whole }: Range): void {
  if (value !== null && value >= min && value <= max && (!whole || Number.isInteger(value))) return;
  const kind = whole ? 'a whole number' : 'a number';
  throw new BadUserInput(
    name,
    `"${name}" is ${value ?? 'missing'}; it may be ${kind} from ${min} to ${max}.`,
  );
}
