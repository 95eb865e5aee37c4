import type { ArticleCard } from '../../../src/articles/article-card';
import { DEFAULT_STEADINESS } from '../../../src/ranking/formulas/steadiness';
import type { PopularNowRule } from '../../../src/ranking/popular-now';
import { type KeptRules, RankingRuleBook, type RuleSettings } from '../../../src/ranking/rules/ranking-rules';
import { RuleReach, type RuleTried } from '../../../src/ranking/rules/rule-reach';
import { ListsWouldBeEmpty, ListWouldBeShort } from '../../../src/ranking/rules/rules.errors';
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
  article(9, 'books', 9),
  article(10, 'sport', 12, 'ko'),
];

function article(number: number, sectionId: string, ageDays: number, language = 'en'): ArticleCard {
  return aCard({ number, sectionId, language, publishedAt: new Date(NOW_MS - ageDays * DAY_MS) });
}

const above = (id: string): string[] =>
  parents[id] === undefined ? [] : [parents[id], ...above(parents[id])];
const belongs = (card: ArticleCard, id: string) => [card.sectionId, ...above(card.sectionId)].includes(id);

function aReach(kept: KeptRules = { rules: [], placements: [] }) {
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
    languages: () => ['en', 'ko'],
    newest: (of: { sectionId?: string; language?: string; limit: number }) =>
      cards
        .filter((card) => of.sectionId === undefined || belongs(card, of.sectionId))
        .filter((card) => of.language === undefined || card.language === of.language)
        .slice(0, of.limit),
  };
  return new RuleReach({ latest, sections, rules } as unknown as ConstructorParameters<typeof RuleReach>[0]);
}

const everywhere = { sectionId: null, language: null };
const of = (sectionId: string) => ({ sectionId, language: null });

function refusalOf(
  settings: RuleSettings,
  { scope = everywhere as RuleTried['scope'], reach = aReach() } = {},
): unknown {
  try {
    reach.checkRule({ rail: 'POPULAR_NOW', scope, settings }, NOW_MS);
    return undefined;
  } catch (error) {
    return error;
  }
}

test('a rule of the site may leave no list of a section or a language empty', () => {
  const refused = refusalOf({ maxAgeDays: 3 });
  expect(refused).toBeInstanceOf(ListsWouldBeEmpty);
  expect(refused).toMatchObject({
    field: 'maxAgeDays',
    details: { lists: ['the section "football"', 'the section "books"', 'the language "ko"'] },
  });
  expect((refused as Error).message).toMatch(/the section "football" \(2 .* older than maxAgeDays 3\)/);
  expect(refusalOf({ maxAgeDays: 7 })).toMatchObject({
    details: { lists: ['the section "books"', 'the language "ko"'] },
  });
  expect(refusalOf({ maxAgeDays: 12 })).toBeUndefined();
});

test('a rule of a section reaches those under it, and no others', () => {
  expect(refusalOf({ maxAgeDays: 3 }, { scope: of('sport') })).toMatchObject({
    details: { lists: ['the section "football"'] },
  });
  expect(refusalOf({ maxAgeDays: 6 }, { scope: of('sport') })).toBeUndefined();
});

test('its own list may not become shorter', () => {
  expect(refusalOf({ maxAgeDays: 1 }, { scope: of('football') })).toBeInstanceOf(ListWouldBeShort);
});

test('a list with a rule of its own is not emptied by a wider one', () => {
  const own = (scope: RuleTried['scope']) => ({
    ...{ id: JSON.stringify(scope), rail: 'POPULAR_NOW' as const, untilMs: null, scope },
    settings: { maxAgeDays: 30 },
  });
  const rules = [own(of('football')), own(of('books')), own({ sectionId: null, language: 'ko' })];
  expect(refusalOf({ maxAgeDays: 3 }, { reach: aReach({ rules, placements: [] }) })).toBeUndefined();
});

test('what is empty anyway does not count', () => {
  const rules = [
    { id: 'a', rail: 'POPULAR_NOW' as const, scope: of('books'), settings: { maxAgeDays: 1 }, untilMs: null },
  ];
  expect(refusalOf({ maxAgeDays: 7 }, { reach: aReach({ rules, placements: [] }) })).toMatchObject({
    details: { lists: ['the language "ko"'] },
  });
});
