import fc from 'fast-check';
import { DEFAULT_STEADINESS } from '../../../src/ranking/formulas/steadiness';
import type { PopularNowRule } from '../../../src/ranking/popular-now';
import { listPlacements, type Placement } from '../../../src/ranking/rules/placement';
import { type RankingRule, RankingRuleBook, readListName } from '../../../src/ranking/rules/ranking-rules';
import { aSection } from '../../builders/a-card';
import { aBoost, aBury, aPin } from '../../builders/a-placement';

const defaults: PopularNowRule = {
  maxAgeDays: 14,
  steadiness: DEFAULT_STEADINESS,
  caps: { perSection: 2, perAuthor: 0 },
  stories: 'one',
  leadHours: 0,
};
/** football stands under sport. */
const sections = { ancestorsOf: (id: string) => (id === 'football' ? [aSection('sport')] : []) };
const everywhere = { sectionId: null, language: null };
const ofSection = (sectionId: string) => ({ sectionId, language: null });
const ofLanguage = (language: string) => ({ sectionId: null, language });

function aRule(given: Partial<RankingRule>): RankingRule {
  return { id: 'rule', rail: 'POPULAR_NOW', scope: everywhere, settings: {}, untilMs: null, ...given };
}
const book = (rules: readonly RankingRule[], placements: readonly Placement[] = []) =>
  new RankingRuleBook(defaults, { rules, placements }, sections);

describe('what rules set for lists that are made for a request', () => {
  const rail = 'YOU_MAY_ALSO_LIKE';
  const rules = book([
    aRule({ rail, settings: { perSection: 2, priorClicks: 10 } }),
    aRule({ rail, scope: ofLanguage('ko'), settings: { priorClicks: 20, readBefore: 0.5 } }),
    aRule({ rail, scope: ofSection('sport'), settings: { priorClicks: 30 } }),
    aRule({ rail, scope: ofSection('football'), settings: { perSection: 5 }, untilMs: 100 }),
    aRule({ settings: { perSection: 1 } }),
  ]);

  test('is the nearest field by field: the section, those above it, the language, every list', () => {
    expect(rules.settingsOf(rail, {}, 0)).toEqual({ perSection: 2, priorClicks: 10 });
    expect(rules.settingsOf(rail, { language: 'en' }, 0)).toEqual({ perSection: 2, priorClicks: 10 });
    const inKorean = { perSection: 2, priorClicks: 20, readBefore: 0.5 };
    expect(rules.settingsOf(rail, { language: 'ko' }, 0)).toEqual(inKorean);
    expect(rules.settingsOf(rail, { sectionId: 'sport', language: 'ko' }, 0)).toEqual({
      ...inKorean,
      priorClicks: 30,
    });
    expect(rules.settingsOf(rail, { sectionId: 'football' }, 99)).toEqual({ perSection: 5, priorClicks: 30 });
    expect(rules.settingsOf(rail, { sectionId: 'football' }, 100)).toEqual({
      perSection: 2,
      priorClicks: 30,
    });
  });

  test('is tried between the rule of every list and the nearer ones', () => {
    const trial = { perSection: 3, priorClicks: 1, textWeight: 0 };
    expect(rules.settingsOf(rail, { trial }, 0)).toEqual(trial);
    expect(rules.settingsOf(rail, { trial, sectionId: 'sport' }, 0)).toEqual({ ...trial, priorClicks: 30 });
    expect(book([]).settingsOf(rail, { trial }, 0)).toEqual(trial);
    expect(book([]).settingsOf(rail, { sectionId: 'sport' }, 0)).toEqual({});
  });

  test('says nothing of the lists that are ranked, nor do theirs of it', () => {
    expect(rules.ruleOf('site', 0).caps.perSection).toBe(1);
    expect(rules.settingsOf('TRENDING', {}, 0)).toEqual({});
  });
});

describe('the rule of a list', () => {
  test('is that of the settings where nobody has set one', () => {
    expect(book([]).ruleOf('site', 0)).toEqual(defaults);
  });

  test('is the nearest that says something, field by field', () => {
    const rules = book([
      aRule({ settings: { maxAgeDays: 7, perAuthor: 2, entryDwellSeconds: 10 } }),
      aRule({ scope: ofSection('sport'), settings: { maxAgeDays: 3, swapLead: 2 } }),
      aRule({ scope: ofSection('football'), settings: { maxAgeDays: 1, stories: 'each' } }),
      aRule({ scope: ofLanguage('ko'), settings: { entryLead: 1.5 } }),
    ]);
    expect(rules.ruleOf('site', 0)).toMatchObject({ maxAgeDays: 7, stories: 'one' });
    expect(rules.ruleOf('section:sport', 0)).toMatchObject({ maxAgeDays: 3, stories: 'one' });
    expect(rules.ruleOf('section:football', 0)).toMatchObject({
      ...{ maxAgeDays: 1, stories: 'each', caps: { perAuthor: 2 } },
      steadiness: { swapLead: 2, entryDwellMs: 10_000 },
    });
    expect(rules.ruleOf('language:ko', 0)).toMatchObject({ maxAgeDays: 7, steadiness: { entryLead: 1.5 } });
    expect(rules.ruleOf('language:en', 0)).toMatchObject({ steadiness: { entryLead: 1.15 } });
  });

  test('of a section caps sections only where its own rule says so', () => {
    const rules = book([
      aRule({ settings: { perSection: 1 } }),
      aRule({ scope: ofSection('sport'), settings: { perSection: 3 } }),
    ]);
    expect(rules.ruleOf('site', 0).caps.perSection).toBe(1);
    expect(rules.ruleOf('section:sport', 0).caps.perSection).toBe(3);
    expect(rules.ruleOf('section:football', 0).caps.perSection).toBe(0);
    expect(rules.ruleOf('section:books', 0).caps.perSection).toBe(0);
  });

  test('of another rail is its own', () => {
    const rules = book([aRule({ rail: 'TRENDING', settings: { maxAgeDays: 2 } })]);
    expect(rules.ruleOf('trending:site', 0).maxAgeDays).toBe(2);
    expect(rules.ruleOf('site', 0).maxAgeDays).toBe(14);
  });

  test('ends to the millisecond, and is the same object until then', () => {
    const rules = book([aRule({ settings: { maxAgeDays: 1 }, untilMs: 1_000 })]);
    expect(rules.ruleOf('site', 999)).toBe(rules.ruleOf('site', 0));
    expect(rules.ruleOf('site', 999).maxAgeDays).toBe(1);
    expect(rules.ruleOf('site', 1_000).maxAgeDays).toBe(14);
    expect(rules.ruleOf('site', 999).maxAgeDays).toBe(1);
  });
});

describe('what is placed on a list', () => {
  const on = (placement: Placement) => (list: string) =>
    book([], [placement]).placementsOf(list, 0).length === 1;

  test('is a pin on the one list that it names', () => {
    const site = on(aPin(1, 1));
    expect(['site', 'section:sport', 'language:ko', 'trending:site'].filter(site)).toEqual(['site']);
    const sport = on(aPin(1, 1, { scope: ofSection('sport') }));
    expect(['site', 'section:sport', 'section:football'].filter(sport)).toEqual(['section:sport']);
  });

  test('is a boost or a bury also on what lies under it', () => {
    const lists = ['site', 'section:sport', 'section:football', 'language:ko', 'trending:site', 'must-reads'];
    expect(lists.filter(on(aBoost(1, 2)))).toEqual(lists.slice(0, 4));
    expect(lists.filter(on(aBury(1)))).toEqual(lists);
    expect(lists.filter(on(aBury(1, { scope: ofSection('sport') })))).toEqual(lists.slice(1, 3));
    expect(lists.filter(on(aBury(1, { rails: ['TRENDING'] })))).toEqual(['trending:site']);
  });

  test('holds from its beginning to its end, at any order of questions', () => {
    const times = fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 50 }));
    fc.assert(
      fc.property(
        fc.array(times, { maxLength: 5 }),
        fc.array(fc.integer({ min: 0, max: 110 }), { minLength: 1, maxLength: 20 }),
        (spans, moments) => {
          const placements = spans.map(([fromMs, length], index) =>
            aBury(index, { fromMs, untilMs: fromMs + length }),
          );
          const rules = book([], placements);
          for (const nowMs of moments) {
            const held = placements.filter(({ fromMs, untilMs }) => fromMs <= nowMs && nowMs < untilMs);
            expect(rules.placementsOf('site', nowMs)).toEqual(held);
          }
        },
      ),
    );
  });

  test('is told apart by what it does', () => {
    const { pins, buried, boosts } = listPlacements([
      aPin(1, 3),
      aPin(2, 1),
      aBury(3),
      aBoost(4, 2),
      aPin(3, 2),
    ]);
    expect(pins.map(({ article }) => article)).toEqual([2, 1]);
    expect([...buried]).toEqual([3]);
    expect([...boosts.keys()]).toEqual([4]);
  });
});

test.each([
  { name: 'site', rail: 'POPULAR_NOW', scope: everywhere },
  { name: 'section:a', rail: 'POPULAR_NOW', scope: ofSection('a') },
  { name: 'trending:language:pt-BR', rail: 'TRENDING', scope: ofLanguage('pt-BR') },
  { name: 'must-reads', rail: 'MUST_READS', scope: everywhere },
])('the list $name is one of $rail', ({ name, rail, scope }) => {
  expect(readListName(name)).toEqual({ rail, scope });
});
