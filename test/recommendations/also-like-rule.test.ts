// What each setting of You May Also Like does to its lists, from the rule in Postgres to the page.

import { v7 as uuidv7 } from 'uuid';
import { ruleOfSettings } from '../../src/compose/ranking';
import { settingsFrom } from '../../src/compose/settings';
import { type AlsoLikeRule, RankingRuleBook } from '../../src/ranking/rules/ranking-rules';
import { RuleEditingRepository, writeRule } from '../../src/ranking/rules/rule-editing.repository';
import { AlsoLikeRules, alsoLikeDefaults } from '../../src/recommendations/also-like-rule';
import { ReplayClock } from '../../src/traffic/replay-clock';
import { LiveNewsroom } from '../builders/a-live-newsroom';
import { useStores } from '../setup/stores';

const stores = useStores();
const START_MS = Date.UTC(2026, 3, 1, 12, 0, 30);
const clock = new ReplayClock(START_MS);
clock.runOften();
const LOOK_MS = 2_100;
const MINUTE_MS = 60_000;
const onward = ['bridge', 'tower', 'harbour', 'market', 'river', 'garden'];
const names = ['page', 'before', 'after-before', 'hot', 'fresh', ...onward];
const ids = new Map<string, string>();
let live: LiveNewsroom;

async function readInARow(articles: readonly string[], visitors: number): Promise<void> {
  const readers = Array.from({ length: visitors }, () => `reader ${Math.random()}`);
  for (const article of articles) {
    await live.readBy(readers, ids.get(article)!);
    await live.rails.recorder.drain();
  }
}

beforeAll(async () => {
  live = await new LiveNewsroom(stores, { clock }).start();
  const outcomes = await live.publish(names, (name) => ({
    // Each its own section, but for two that stand in the one of the page.
    section: { slug: ['page', 'bridge'].includes(name) ? 'front' : `of-${name}`, name: 'A section' },
    ...(name === 'fresh' ? { publishedAt: new Date(START_MS - 10 * MINUTE_MS) } : {}),
  }));
  for (const [name, { id }] of outcomes) ids.set(name, id);
  await live.read(ids.get('hot')!, 200);
  for (const [index, name] of onward.entries()) await readInARow(['page', name], 12 - index);
  await readInARow(['page', 'fresh'], 1);
  await readInARow(['before', 'after-before'], 40);
  await clock.jumpTo(clock.nowMs() + LOOK_MS);
}, 60_000);

afterAll(() => live.stop());

beforeEach(async () => {
  await stores.dataSource.query('delete from ranking_rule');
  await clock.jumpTo(clock.nowMs() + LOOK_MS);
});

async function setRule(
  settings: Partial<AlsoLikeRule>,
  { sectionId = null, untilMs }: { sectionId?: string | null; untilMs?: number } = {},
): Promise<void> {
  await new RuleEditingRepository(stores.dataSource).inOne((transaction) =>
    writeRule(transaction, {
      ...{ id: uuidv7(), rail: 'YOU_MAY_ALSO_LIKE', scope: { sectionId, language: null }, settings },
      ...{ reason: 'To see.', version: 1, setAt: new Date(clock.nowMs()) },
      setBy: { kind: 'API_KEY', id: 'k', name: 'Ed' },
      until: untilMs === undefined ? null : new Date(untilMs),
    }),
  );
  await clock.jumpTo(clock.nowMs() + LOOK_MS);
}
const sectionOfPage = () => live.newsroom.sections.bySlug('front')!.id;

const namesOf = (edges: { node: { slug: string } }[]) =>
  edges.map(({ node }) => node.slug.replace('about-the-', ''));

async function onPage(first = 5): Promise<string[]> {
  const { article } = await live.ask(
    `query ($id: ID!, $first: Int!) { article(id: $id) {
      youMayAlsoLike(first: $first) { edges { node { slug } } } } }`,
    { id: ids.get('page'), first },
  );
  return namesOf(article.youMayAlsoLike.edges);
}

async function forYou(...read: string[]): Promise<string[]> {
  const { forYou: list } = await live.ask(
    `query ($read: [ID!]) { forYou(read: $read) { edges { node { slug } } } }`,
    { read: read.map((name) => ids.get(name)) },
  );
  return namesOf(list.edges);
}

test('without a rule it is as the constants have it', async () => {
  const list = await onPage();
  expect(list[0]).toBe('bridge');
  expect(list).not.toContain('fresh');
  expect(await forYou('before', 'page')).toContain('bridge');
});

test('a place for a new article is there while a rule says so, and to the second', async () => {
  const untilMs = clock.nowMs() + 2 * MINUTE_MS;
  await setRule({ newArticles: 'one-of-five' }, { untilMs });
  expect((await onPage())[4]).toBe('fresh');
  await clock.jumpTo(untilMs);
  await clock.jumpTo(untilMs + 1_000);
  expect(await onPage()).not.toContain('fresh');
});

test('the more readers go where everybody goes, the less counts where those of the page went', async () => {
  expect((await onPage())[0]).toBe('bridge');
  await setRule({ priorClicks: 100 });
  expect((await onPage())[0]).toBe('hot');
});

test('what was read before counts as much as a rule says', async () => {
  const ofBefore = async () => (await forYou('before', 'page')).indexOf('after-before');
  await setRule({ readBefore: 1 });
  expect(await ofBefore()).toBe(0);
  await stores.dataSource.query('delete from ranking_rule');
  await setRule({ readBefore: 0 });
  expect(await ofBefore()).not.toBe(0);
});

test('the rule of a section is for its pages alone, over that of every list, field by field', async () => {
  await setRule({ newArticles: 'one-of-five', priorClicks: 6 });
  await setRule({ priorClicks: 100 }, { sectionId: sectionOfPage() });
  const list = await onPage();
  expect(list[0]).toBe('hot');
  expect(list[4]).toBe('fresh');
  const { recommendations } = await live.ask(
    `query ($ids: [ID!]!) { recommendations(articles: $ids) { edges { node { slug } } } }`,
    { ids: [ids.get('page')] },
  );
  expect(namesOf(recommendations.edges)[0]).toBe('bridge');
});

test('what no rule sets is as the environment and the constants have it', () => {
  const defaults = alsoLikeDefaults({ newArticles: 'one-of-five' });
  const scope = { sectionId: null, language: 'ko' };
  const rule = {
    id: 'r',
    rail: 'YOU_MAY_ALSO_LIKE',
    scope,
    settings: { perSection: 2 },
    untilMs: null,
  } as const;
  const book = new RankingRuleBook(
    ruleOfSettings(settingsFrom({})),
    { rules: [rule], placements: [] },
    { ancestorsOf: () => [] },
  );
  const rules = new AlsoLikeRules(defaults, book);
  const trial = { id: 'x', settings: { perSection: 1, readBefore: 0.7 } };
  expect(rules.ruleFor({ language: 'en' }, 0)).toEqual(defaults);
  expect(rules.ruleFor({ language: 'ko' }, 0)).toEqual({ ...defaults, perSection: 2 });
  expect(rules.ruleFor({ language: 'en', trial }, 0)).toEqual({ ...defaults, ...trial.settings });
  // The rule of a language is nearer than what is tried on every list.
  expect(rules.ruleFor({ language: 'ko', trial }, 0)).toEqual({
    ...defaults,
    perSection: 2,
    readBefore: 0.7,
  });
  expect(new AlsoLikeRules(defaults, undefined).ruleFor({ trial }, 0)).toBe(defaults);
});
