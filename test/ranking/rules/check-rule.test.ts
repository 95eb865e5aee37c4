import { BadUserInput } from '../../../src/platform/errors';
import { checkSettings, isAnySet, type SettingsGiven } from '../../../src/ranking/rules/check-rule';
import type { RuledRail, RuleSettings } from '../../../src/ranking/rules/ranking-rules';

const least: Record<RuledRail, Required<SettingsGiven>> = {
  POPULAR_NOW: ranked({ entryLead: 1, swapLead: 1, maxAgeDays: 1 }),
  TRENDING: ranked({ entryLead: 10, swapLead: 10, maxAgeDays: 36_500 }),
  YOU_MAY_ALSO_LIKE: {
    ...ranked({ entryLead: null, swapLead: null, maxAgeDays: null }),
    ...{ entryDwellSeconds: null, entryPatience: null, perAuthor: null, leadHours: null, stories: null },
    ...{
      newArticles: 'one-of-five',
      newArticleWorth: 100,
      perSection: 5,
      textWeight: 0.9,
      readBefore: 0,
      priorClicks: 100,
    },
  },
};

function ranked(
  given: Pick<Required<SettingsGiven>, 'entryLead' | 'swapLead' | 'maxAgeDays'>,
): Required<SettingsGiven> {
  return {
    ...{
      entryDwellSeconds: 600,
      entryPatience: 10,
      perSection: 0,
      perAuthor: 5,
      leadHours: 720,
      stories: 'one',
    },
    ...{ newArticles: null, newArticleWorth: null, textWeight: null, readBefore: null, priorClicks: null },
    ...given,
  };
}
const given = (settings: SettingsGiven) =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null));

function fieldOf(settings: SettingsGiven, rail: RuledRail): string | undefined {
  try {
    checkSettings(settings, rail);
    return undefined;
  } catch (error) {
    if (error instanceof BadUserInput) return error.field;
    throw error;
  }
}

test.each(Object.keys(least) as RuledRail[])('%s takes each of its settings, and no other', (rail) => {
  expect(checkSettings(least[rail], rail)).toEqual(given(least[rail]));
  const foreign = Object.entries({ ...least.POPULAR_NOW, ...given(least.YOU_MAY_ALSO_LIKE) });
  for (const [name, value] of foreign) {
    const isOwn = least[rail][name as keyof RuleSettings] !== null;
    expect(fieldOf({ [name]: value }, rail)).toBe(isOwn ? undefined : name);
  }
});

test('a value out of range is refused by its name', () => {
  const wrong: [keyof RuleSettings, number][] = [
    ['perSection', 6],
    ['perSection', -1],
    ['textWeight', 0.91],
    ['readBefore', 1.01],
    ['readBefore', Number.NaN],
    ['priorClicks', 0.5],
    ['priorClicks', 101],
  ];
  for (const [name, value] of wrong) expect(fieldOf({ [name]: value }, 'YOU_MAY_ALSO_LIKE')).toBe(name);
});

test('nothing is no rule', () => {
  expect(isAnySet({ stories: null })).toBe(false);
  expect(isAnySet({ newArticles: 'by-score' })).toBe(true);
  expect(isAnySet({ priorClicks: 6 })).toBe(true);
  for (const rail of Object.keys(least) as RuledRail[]) expect(fieldOf({}, rail)).toBe('input');
});
