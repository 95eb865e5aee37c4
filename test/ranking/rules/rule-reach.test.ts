import type { ArticleCard } from '../../../src/articles/article-card';
import { BadUserInput } from '../../../src/platform/errors';
import { DEFAULT_STEADINESS } from '../../../src/ranking/formulas/steadiness';
import type { PopularNowRule } from '../../../src/ranking/popular-now';
import { type KeptRules, RankingRuleBook, type RuleSettings } from '../../../src/ranking/rules/ranking-rules';
import { RuleReach, type RuleTried } from '../../../src/ranking/rules/rule-reach';
import { ListWouldBeShort } from '../../../src/ranking/rules/rules.errors';
import { aCard } from '../../builders/a-card';

const DAY_MS = 24 * 3_600_000;
const NOW_MS = 1_000 * DAY_MS;

const defaults: PopularNowRule = {
  ...{ maxAgeDays: 14, steadiness: DEFAULT_STEADINESS, stories: 'each', leadHours: 0 },
  caps: { perSection: 0, perAuthor: 0 },
};

/** Sport with football under it; books, and a letter in Korean. */
const parents: Record<string, string | undefined> = { sport: undefined, football: 'sport', books: undefined };
const cards = [
  ...[1, 2, 3, 4, 5, 6].map((number) => article(number, 'sport', 1)),
  ...[7, 8].map((number) => article(number, 'football', 5)),
  ...[9, 11].map((number) => aCard({ ...article(number, 'books', 9), headline: 'The novel of the year' })),
  article(10, 'sport', 12, 'ko'),
];

function article(number: number, sectionId: string, ageDays: number, language = 'en'): ArticleCard {
  return aCard({ number, sectionId, language, publishedAt: new Date(NOW_MS - ageDays * DAY_MS) });
}

const above = (id: string): string[] =>
  parents[id] === undefined ? [] : [parents[id], ...above(parents[id])];
const belongs = (card: ArticleCard, id: string) => [card.sectionId, ...above(card.sectionId)].includes(id);

function aReach() {
  const kept: KeptRules = { rules: [], placements: [] };
  const sections = {
    all: () => Object.keys(parents).map((id) => ({ id, slug: id })),
    get: (id: string) => ({ id, slug: id }),
    withDescendants: (id: string) =>
      new Set(Object.keys(parents).filter((one) => [one, ...above(one)].includes(id))),
    ancestorsOf: (id: string) => above(id).map((one) => ({ id: one })),
  };
  const bookOf = (rules: KeptRules) => new RankingRuleBook(defaults, rules, sections as never);
  const book = bookOf(kept);
  const rules = {
    ruleOf: book.ruleOf.bind(book),
    placementsOf: book.placementsOf.bind(book),
    tried: ({ rule }: { rule: RuleTried }) =>
      bookOf({ ...kept, rules: [...kept.rules, { ...rule, id: 'tried', untilMs: null }] }),
  };
  const latest = {
    newest: (of: { sectionId?: string; language?: string; limit: number }) =>
      cards
        .filter((card) => of.sectionId === undefined || belongs(card, of.sectionId))
        .filter((card) => of.language === undefined || card.language === of.language)
        .slice(0, of.limit),
    languages: () => ['en', 'ko'],
  };
  return new RuleReach({ latest, rules } as unknown as ConstructorParameters<typeof RuleReach>[0]);
}

const everywhere = { sectionId: null, language: null };
const of = (sectionId: string) => ({ sectionId, language: null });

function refusalOf(
  settings: RuleSettings,
  { scope = everywhere as RuleTried['scope'], rail = 'POPULAR_NOW' as RuleTried['rail'] } = {},
): unknown {
  try {
    aReach().checkRule({ rail, scope, settings }, NOW_MS);
    return undefined;
  } catch (error) {
    return error;
  }
}

test('a rule of a language that nothing public is in is refused, and those that there are named', () => {
  const scope = { sectionId: null, language: 'kr' };
  const refusal = refusalOf({ entryLead: 2 }, { scope });
  expect(refusal).toBeInstanceOf(BadUserInput);
  expect(refusal).toMatchObject({ field: 'language', message: expect.stringMatching(/"kr".*: en, ko\.$/) });
  expect(refusalOf({ entryLead: 2 }, { scope: { ...scope, language: 'ko' } })).toBeUndefined();
});

describe.each(['POPULAR_NOW', 'TRENDING'] as const)('a rule of %s', (rail) => {
  test('is not refused for a section or a language that has had no news for days', () => {
    expect(refusalOf({ maxAgeDays: 2 }, { rail })).toBeUndefined();
    expect(refusalOf({ maxAgeDays: 2 }, { rail, scope: of('sport') })).toBeUndefined();
  });

  test.each([
    ['an age', { maxAgeDays: 1 }, of('football'), 'maxAgeDays', { left: 0, now: 2 }],
    ['an age', { maxAgeDays: 2 }, { sectionId: null, language: 'ko' }, 'maxAgeDays', { left: 0, now: 1 }],
    ['a cap', { perSection: 1 }, of('sport'), 'perSection', { left: 2, now: 5 }],
    ['one a story', { stories: 'one' as const }, of('books'), 'stories', { left: 1, now: 2 }],
  ])('is refused where %s leaves its own list shorter', (_, settings, scope, field, details) => {
    const refused = refusalOf(settings, { rail, scope });
    expect(refused).toBeInstanceOf(ListWouldBeShort);
    expect(refused).toMatchObject({ field, details });
  });
});
