// What editors set of You May Also Like, through GraphQL as a newsroom's own tool would: readers see it within seconds,
// what cannot be meant is refused by its name, and the audit log knows who and why.

import { Role } from '../../src/accounts/role';
import { systemClock } from '../../src/platform/clock';
import { keyOf } from '../builders/a-key';
import { useApi } from '../builders/a-running-api';
import { AnEditor, actsOn } from '../builders/a-surroundings-editor';
import { anArticleDraft } from '../builders/an-article-draft';
import { until } from '../setup/until';

const api = useApi({ RANKING_THREAD: 'main' });
const editor = new AnEditor(api, Role.EDITOR);
const HOUR_MS = 3_600_000;
const inSeconds = (seconds: number) => new Date(systemClock.nowMs() + seconds * 1_000).toISOString();

interface RuleSet {
  rule: { id: string; version: number; isInForce: boolean; [setting: string]: unknown } | null;
}
const RULE = `rule { id version isInForce rail section { slug } language perSection
  newArticles newArticleWorth textWeight readBefore priorClicks setBy reason until }`;
const setRule = (input: object) =>
  editor.does<RuleSet>(
    'setRankingRule',
    { rail: 'YOU_MAY_ALSO_LIKE', reason: 'A wider choice.', ...input },
    RULE,
  );
const remove = ({ id, version }: { id: string; version: number }) =>
  editor.does<{ removedId: string | null }>(
    'removeRankingRule',
    { id, version, reason: 'It is over.' },
    'removedId',
  );

/** How many of the first five of a page are of the section "world". */
async function ofWorld(slug: string): Promise<number> {
  const { data, errors } = await api.ask<{
    article: { youMayAlsoLike: { edges: { node: { section: { slug: string } } }[] } };
  }>(
    `query ($slug: String!) { article(slug: $slug) { youMayAlsoLike { edges { node { section { slug } } } } } }`,
    { slug },
  );
  expect(errors).toBeUndefined();
  const { edges } = data.article.youMayAlsoLike;
  expect(edges).toHaveLength(5);
  return edges.filter(({ node }) => node.section.slug === 'world').length;
}
const becomes = (slug: string, expected: number) =>
  until(async () => (await ofWorld(slug)) === expected, {
    withinMs: 30_000,
    what: `${slug} shows ${expected} of the section`,
  });

beforeAll(async () => {
  const nowMs = systemClock.nowMs();
  await api.publish(
    Array.from({ length: 14 }, (_, index) =>
      anArticleDraft({
        number: index + 1,
        publishedAt: new Date(nowMs - (index + 2) * HOUR_MS),
        section: index < 8 ? { slug: 'world', name: 'World' } : { slug: `s${index}`, name: `S${index}` },
      }),
    ),
  );
}, 60_000);

test('holds for every list, nearer rules over it, until an editor removes it', async () => {
  await becomes('story-1', 3);
  const { rule, userErrors } = await setRule({ perSection: 1, readBefore: 0.5, newArticles: 'ONE_OF_FIVE' });
  expect(userErrors).toEqual([]);
  expect(rule).toMatchObject({
    ...{ rail: 'YOU_MAY_ALSO_LIKE', section: null, language: null, version: 1, isInForce: true },
    ...{ perSection: 1, readBefore: 0.5, newArticles: 'ONE_OF_FIVE', textWeight: null, priorClicks: null },
    ...{ reason: 'A wider choice.', until: null },
  });
  await becomes('story-1', 1);
  const worth = { newArticles: 'BY_WORTH', newArticleWorth: 2.5 };
  const ofSection = await setRule({ section: 'world', perSection: 2, ...worth, until: inSeconds(3_600) });
  expect(ofSection.rule).toMatchObject({
    section: { slug: 'world' },
    perSection: 2,
    readBefore: null,
    ...worth,
  });
  await becomes('story-1', 2);
  expect(await ofWorld('story-12')).toBe(1);
  await remove(ofSection.rule!);
  await becomes('story-1', 1);

  const stale = await setRule({ perSection: 4 });
  expect(stale.userErrors).toMatchObject([{ code: 'VERSION_CONFLICT', field: 'version' }]);
  const next = await setRule({ perSection: 0, version: 1 });
  expect(next.rule).toMatchObject({ version: 2, perSection: 0, readBefore: null });
  await until(async () => (await ofWorld('story-1')) > 3, { withinMs: 30_000, what: 'there is no limit' });
  expect(await remove({ id: rule!.id, version: 2 })).toMatchObject({ removedId: rule!.id, userErrors: [] });
  await becomes('story-1', 3);
  const acts = await actsOn(api, rule!.id);
  expect(acts.map(({ act }) => act)).toEqual(['SET', 'SET', 'REMOVED']);
  expect(acts[0]!.details).toMatchObject({
    before: null,
    after: {
      rail: 'YOU_MAY_ALSO_LIKE',
      settings: { perSection: 1, readBefore: 0.5, newArticles: 'one-of-five' },
    },
    reason: 'A wider choice.',
  });
}, 120_000);

test.each([
  { what: 'a setting of other rails', input: { maxAgeDays: 3 }, field: 'maxAgeDays' },
  {
    what: 'a setting of this rail on another',
    input: { rail: 'TRENDING', priorClicks: 3 },
    field: 'priorClicks',
  },
  { what: 'no setting', input: {}, field: 'input' },
  { what: 'too much text', input: { textWeight: 1 }, field: 'textWeight' },
  { what: 'a weight above that of the last read', input: { readBefore: 2 }, field: 'readBefore' },
  { what: 'less than one', input: { priorClicks: 0.9 }, field: 'priorClicks' },
  { what: 'a worth below one', input: { newArticleWorth: 0.9 }, field: 'newArticleWorth' },
  { what: 'more than five of five', input: { perSection: 6 }, field: 'perSection' },
  { what: 'a section that there is not', input: { perSection: 1, section: 'nowhere' }, field: 'section' },
  { what: 'a language of nothing', input: { perSection: 1, language: 'kr' }, field: 'language' },
  { what: 'an end in the past', input: { perSection: 1, until: inSeconds(-9) }, field: 'until' },
  { what: 'no reason', input: { perSection: 1, reason: '' }, field: 'reason' },
])('refuses $what, and says which field', async ({ input, field }) => {
  const { rule, userErrors } = await setRule(input);
  expect(rule).toBeNull();
  expect(userErrors).toMatchObject([{ code: 'BAD_USER_INPUT', field }]);
});

test('is no list that could be previewed, and says what to do instead', async () => {
  const { errors } = await api.ask(
    '{ previewRankingRule(input: { rail: YOU_MAY_ALSO_LIKE, perSection: 1 }) { at } }',
    {},
    { as: await keyOf(api.stores, Role.EDITOR) },
  );
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'rail' });
  expect(errors?.[0]?.message).toContain('startExperiment');
});

test('is not for everyone', async () => {
  const answer = await new AnEditor(api, Role.WRITER).asks(
    'setRankingRule',
    { rail: 'YOU_MAY_ALSO_LIKE', perSection: 1, reason: 'Because.' },
    'rule { id }',
  );
  expect(answer.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
});
