// A test of two settings of You May Also Like, as a newsroom runs it: its lists are made for each request, so both
// variants are there at once; what is shown and clicked is reported, and the editor reads what came of it.

import { Role } from '../../src/accounts/role';
import { BUCKETS } from '../../src/experiments/buckets';
import { keyOf } from '../builders/a-key';
import { useApi } from '../builders/a-running-api';
import { aSiteWithALeader } from '../builders/a-site-with-a-leader';
import { actsOn } from '../builders/a-surroundings-editor';
import {
  ATestedRail,
  inHours,
  SHOWN_LIST,
  type ShownList,
  type Started,
  type VariantName,
} from '../builders/a-tested-rail';
import { until } from '../setup/until';

const api = useApi({ ALSO_LIKE_NEW_ARTICLES: 'by-score', RANKING_THREAD: 'main' });
const rail = new ATestedRail(api, 'YOU_MAY_ALSO_LIKE');
const RAIL = 'YOU_MAY_ALSO_LIKE';
let ids: ReadonlyMap<string, string>;
const GPC = { 'sec-gpc': '1' };

interface Asked {
  errors?: { extensions: Record<string, unknown> }[] | undefined;
  list: ShownList;
}

const fields = {
  youMayAlsoLike: (args: string) =>
    `{ article(id: "${ids.get('story-1')}") { shown: youMayAlsoLike(first: 5${args}) { ${SHOWN_LIST} } } }`,
  forYou: (args: string) => `{ shown: forYou(first: 5${args}) { ${SHOWN_LIST} } }`,
  recommendations: (args: string) =>
    `{ shown: recommendations(articles: ["${ids.get('story-1')}"], first: 5${args}) { ${SHOWN_LIST} } }`,
};
type Field = keyof typeof fields;
const everyField = Object.keys(fields) as Field[];

async function ask(field: Field, args = '', headers: Record<string, string> = {}): Promise<Asked> {
  const { data, errors } = await api.ask<{ shown?: ShownList; article?: { shown: ShownList } }>(
    fields[field](args),
    {},
    { headers },
  );
  return { errors, list: (data?.shown ?? data?.article?.shown) as ShownList };
}

async function shown(field: Field, args = '', headers = {}): Promise<ShownList> {
  const { list, errors } = await ask(field, args, headers);
  expect(errors).toBeUndefined();
  return list;
}

const slugs = ({ edges }: ShownList) => edges.map(({ node }) => node.slug);
const ofWorld = ({ edges }: ShownList) => edges.filter(({ node }) => node.section.slug === 'world').length;

beforeAll(async () => {
  ids = await aSiteWithALeader(api, { articles: 12, ofWorld: 7, fewerEach: 3 });
  const isRead = async () => ofWorld(await shown('forYou')) === 3;
  await until(isRead, { withinMs: 60_000, what: 'what is read is known' });
}, 180_000);

/** Two readers of each bucket see the rail twice; of A every twentieth showing is clicked, of B every fifth. */
function showingsOf(variants: readonly VariantName[]) {
  const showings = variants.flatMap((variant, bucket) =>
    [0, 1, 2, 3].map((which) => ({ variant, bucket, which, visitor: `r${bucket}-${which % 2}` })),
  );
  return {
    showings,
    clicked: showings.filter(({ variant }, index) => index % (variant === 'A' ? 20 : 5) === 0),
  };
}

test('runs from its start over what is shown, reported and clicked to its result', async () => {
  for (const field of everyField) {
    const [plain, b] = [await shown(field), await shown(field, ', variant: B')];
    expect(slugs(b)).toEqual(slugs(plain));
    expect([plain.experiment, b.experiment]).toEqual([null, null]);
    // Later pages are asked for with the same variant, whether anything is tested or not.
    const later = await shown(field, `, variant: B, after: "${b.pageInfo.endCursor}"`);
    expect(slugs(later).filter((slug) => slugs(b).includes(slug))).toEqual([]);
  }

  const { experiment, userErrors } = await rail.start({ b: { perSection: 1 } });
  expect(userErrors).toEqual([]);
  expect(experiment).toMatchObject({ state: 'RUNNING', b: { perSection: 1, textWeight: null } });
  const { id } = experiment!;
  const isTold = async () => (await shown('youMayAlsoLike', ', variant: B')).experiment !== null;
  await until(isTold, { withinMs: 30_000, what: 'the experiment is known' });

  const cursors = new Map<Field, { page: ShownList; cursor: string }>();
  for (const field of everyField) {
    const [plain, a, b] = [
      await shown(field),
      await shown(field, ', variant: A'),
      await shown(field, ', variant: B'),
    ];
    expect(a.experiment).toMatchObject({ id, variant: 'A' });
    expect(b.experiment).toMatchObject({ id, variant: 'B' });
    expect(plain.experiment).toBeNull();
    expect(slugs(a)).toEqual(slugs(plain));
    expect(ofWorld(a)).toBe(3);
    expect(ofWorld(b)).toBe(1);
    // The token names the snapshot of what was shown, as those of other rails do.
    expect(b.experiment!.token.split('.').slice(0, 3)).toEqual([id, 'B', b.snapshot.id]);
    // Who asks not to be followed sees what all readers see, and is told of nothing.
    const apart = await shown(field, ', variant: B', GPC);
    expect([slugs(apart), apart.experiment]).toEqual([slugs(a), null]);
    const cursor = b.pageInfo.endCursor!;
    cursors.set(field, { page: b, cursor });
    const later = await shown(field, `, variant: B, after: "${cursor}"`);
    expect(later.experiment).toMatchObject({ id, variant: 'B' });
    expect([...slugs(b), ...slugs(later)]).toHaveLength(new Set([...slugs(b), ...slugs(later)]).size);
    for (const args of ['', ', variant: A']) {
      const wrong = await ask(field, `${args}, after: "${cursor}"`);
      expect(wrong.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'after' });
    }
  }

  const variants = await Promise.all(Array.from({ length: BUCKETS }, (_, bucket) => rail.variantOf(bucket)));
  expect(variants.filter((one) => one === 'B')).toHaveLength(BUCKETS / 2);
  expect(await rail.variantOf(3, GPC)).toBeUndefined();
  const lists = {
    A: await shown('youMayAlsoLike', ', variant: A'),
    B: await shown('youMayAlsoLike', ', variant: B'),
  };
  const { showings, clicked } = showingsOf(variants as VariantName[]);
  const inputs = showings.map(({ variant, ...one }) =>
    rail.impressionsOf(lists[variant], { ...one, eventId: `${one.bucket} ${one.which}` }),
  );
  for (let from = 0; from < inputs.length; from += 50) {
    const outcomes = await rail.reportShown(inputs.slice(from, from + 50));
    expect(new Set(outcomes.flat().map(({ status }) => status))).toEqual(new Set(['COUNTED']));
  }
  // The same once more, as after a lost answer, and by who asks not to be followed.
  const repeated = await rail.reportShown(inputs.slice(0, 50));
  expect(new Set(repeated.flat().map(({ status }) => status))).toEqual(new Set(['REPEAT']));
  await rail.reportShown([{ ...inputs[0], visitor: 'private', eventId: 'gpc' }], GPC);

  const clicks = clicked.map(({ variant, bucket, visitor }, index) => ({
    ...{ list: lists[variant], bucket, visitor: `${visitor} ${index}` },
  }));
  expect(new Set(await rail.click(clicks))).toEqual(new Set(['COUNTED']));
  // Sent again they are no views, and no clicks.
  await rail.click(clicks);
  let result = await rail.resultOf(id);
  const allClicks = async () => {
    result = await rail.resultOf(id);
    return result.a.clicks + result.b.clicks === clicked.length;
  };
  await until(allClicks, { withinMs: 60_000, what: 'every click is counted' });
  const impressions = 4 * 5 * (BUCKETS / 2);
  const clicksOf = (variant: string) => clicked.filter((one) => one.variant === variant).length;
  const expected = (variant: VariantName) => ({
    ...{ impressions, clicks: clicksOf(variant), readers: BUCKETS },
    clickThrough: clicksOf(variant) / impressions,
  });
  expect(result).toMatchObject({ a: expected('A'), b: expected('B'), verdict: 'UNDER_WAY', isUneven: false });
  const { value, low, high } = result.difference!;
  expect(value).toBeCloseTo(expected('B').clickThrough - expected('A').clickThrough, 12);
  expect(low).toBeGreaterThan(0);
  expect((low + high) / 2).toBeCloseTo(value, 12);

  const decided = await rail.end('adoptVariantB', id);
  expect(decided).toMatchObject({ experiment: { state: 'B_BECAME_THE_RULE' }, userErrors: [] });
  expect((await rail.resultOf(id)).verdict).toBe('B_IS_BETTER');
  for (const field of everyField) {
    const isRule = async () => ofWorld(await shown(field)) === 1;
    await until(isRule, { withinMs: 30_000, what: 'all readers see B' });
    expect((await shown(field, ', variant: B')).experiment).toBeNull();
    // A page that was begun goes on in its order.
    const { page, cursor } = cursors.get(field)!;
    const later = await shown(field, `, variant: B, after: "${cursor}"`);
    expect(slugs(later).filter((slug) => slugs(page).includes(slug))).toEqual([]);
    expect(later.edges.length).toBeGreaterThan(0);
  }
  const { data } = await api.ask<{ rankingRules: object[] }>(
    '{ rankingRules { id rail perSection priorClicks reason } }',
    {},
    { as: await keyOf(api.stores, Role.EDITOR) },
  );
  expect(data.rankingRules).toMatchObject([
    { rail: RAIL, perSection: 1, priorClicks: null, reason: 'We have seen enough.' },
  ]);
  const acts = await actsOn(api, id);
  expect(acts.map(({ act }) => act)).toEqual(['STARTED', 'B_BECAME_THE_RULE']);
}, 180_000);

/** As browsers ask, and caches keep. */
async function get<T>(query: string, headers: Record<string, string> = {}) {
  const answer = await fetch(`${api.url}/graphql?query=${encodeURIComponent(query)}`, {
    headers: { 'apollo-require-preflight': 'true', ...headers },
  });
  const { data } = (await answer.json()) as { data: T };
  return { data, cacheControl: answer.headers.get('cache-control') };
}

test('what who asks not to be followed is told comes from no cache, and goes into none', async () => {
  const { experiment, userErrors } = await rail.start({ b: { perSection: 2 } });
  expect(userErrors).toEqual([]);
  const isTold = async () => (await shown('forYou', ', variant: B')).experiment !== null;
  await until(isTold, { withinMs: 30_000, what: 'the experiment is known' });
  const variants = '{ experimentVariants(bucket: 7) { rail variant } }';
  for (const round of [1, 2]) {
    const told = await get<{ experimentVariants: { rail: string }[] }>(variants);
    expect([round, told.data.experimentVariants.map((one) => one.rail)]).toEqual([round, [RAIL]]);
    expect(told.cacheControl).toBe('private, no-store');
    const apart = await get<{ experimentVariants: object[] }>(variants, GPC);
    expect(apart).toEqual({ data: { experimentVariants: [] }, cacheControl: 'private, no-store' });
  }
  for (const field of everyField) {
    const query = fields[field](', variant: B');
    const apart = await get<object>(query, GPC);
    expect(JSON.stringify(apart.data)).toContain('"experiment":null');
    expect(apart.cacheControl).toBe('private, no-store');
    // Whose list is the same for all who see B gets it from a cache.
    const b = await get<object>(query);
    expect(JSON.stringify(b.data)).toContain(experiment!.id);
    expect(b.cacheControl).toContain('public');
    expect((await get<object>(fields[field](''), GPC)).cacheControl).toContain('public');
  }
  await rail.end('stopExperiment', experiment!.id);
  const isOver = async () => (await shown('forYou', ', variant: B')).experiment === null;
  await until(isOver, { withinMs: 30_000, what: 'all readers see A' });
}, 120_000);

describe('what cannot be meant so is refused, and changes nothing', () => {
  test.each([
    { what: 'a setting of other rails', b: { leadHours: 6 }, code: 'BAD_USER_INPUT', field: 'leadHours' },
    { what: 'one of each', b: { perSection: 2, swapLead: 2 }, code: 'BAD_USER_INPUT', field: 'swapLead' },
    { what: 'more than all text', b: { textWeight: 0.91 }, code: 'BAD_USER_INPUT', field: 'textWeight' },
    { what: 'less than no text', b: { textWeight: -0.1 }, code: 'BAD_USER_INPUT', field: 'textWeight' },
    { what: 'more than the last read', b: { readBefore: 1.1 }, code: 'BAD_USER_INPUT', field: 'readBefore' },
    { what: 'nothing in general', b: { priorClicks: 0 }, code: 'BAD_USER_INPUT', field: 'priorClicks' },
    { what: 'more than five of five', b: { perSection: 6 }, code: 'BAD_USER_INPUT', field: 'perSection' },
    { what: 'half an article', b: { perSection: 1.5 }, code: undefined, field: undefined },
    { what: 'no setting', b: {}, code: 'BAD_USER_INPUT', field: 'input' },
    { what: 'the defaults', b: { priorClicks: 6 }, code: 'VARIANTS_ARE_ALIKE', field: 'b' },
    {
      what: 'a worth that nobody asks for',
      b: { newArticleWorth: 9 },
      code: 'VARIANTS_ARE_ALIKE',
      field: 'b',
    },
    { what: 'the environment', b: { newArticles: 'BY_SCORE' }, code: 'VARIANTS_ARE_ALIKE', field: 'b' },
  ])('$what', async ({ b, code, field }) => {
    const started = rail.start({ b });
    // What the schema refuses never comes so far.
    if (code === undefined) await expect(started).rejects.toThrow('Int cannot represent');
    else
      expect(await started).toMatchObject({
        experiment: null,
        userErrors: [{ code, field }],
      } satisfies { experiment: Started['experiment']; userErrors: object[] });
  });

  test('settings of this rail on another', async () => {
    const wrong = await new ATestedRail(api, 'POPULAR_NOW').start({ b: { newArticles: 'ONE_OF_FIVE' } });
    expect(wrong.userErrors).toMatchObject([{ code: 'BAD_USER_INPUT', field: 'newArticles' }]);
    expect(wrong.userErrors[0]!.message).toContain('is no setting of POPULAR_NOW, which has maxAgeDays');
  });

  test('two at one time on the rail; beside one on another rail it may run', async () => {
    const first = await rail.start({ b: { priorClicks: 20 }, from: inHours(10), until: inHours(20) });
    expect(first).toMatchObject({ experiment: { state: 'SCHEDULED' }, userErrors: [] });
    const both = await rail.start({ b: { readBefore: 1 }, from: inHours(19), until: inHours(30) });
    expect(both.userErrors).toMatchObject([{ code: 'EXPERIMENTS_OVERLAP', field: 'from' }]);
    const popular = new ATestedRail(api, 'POPULAR_NOW');
    const beside = await popular.start({ b: { perSection: 1 }, from: inHours(10), until: inHours(20) });
    expect(beside.userErrors).toEqual([]);
    await rail.end('stopExperiment', first.experiment!.id);
    await popular.end('stopExperiment', beside.experiment!.id);
  });

  test('a variant that there is not', async () => {
    for (const field of everyField) {
      const { errors } = await ask(field, ', variant: C');
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' });
    }
  });

  test('showings that cannot have been', async () => {
    // The one that was stopped before it began is in nobody's way.
    const { experiment, userErrors } = await rail.start({ b: { perSection: 2 } });
    expect(userErrors).toEqual([]);
    const isTold = async () => (await shown('forYou', ', variant: A')).experiment !== null;
    await until(isTold, { withinMs: 30_000, what: 'the experiment is known' });
    const list = await shown('forYou', ', variant: A');
    const variants = await Promise.all([...Array(40).keys()].map((bucket) => rail.variantOf(bucket)));
    const [ofA, ofB] = [variants.indexOf('A'), variants.indexOf('B')];
    const { token } = list.experiment!;
    const wrong = [
      { experiment: { token, bucket: ofB }, code: 'VARIANT_NOT_SHOWN' },
      { experiment: { token: token.replace('.A.', '.B.'), bucket: ofB }, code: 'SHOWN_TOKEN_INVALID' },
      { experiment: { token, bucket: ofA }, rail: 'POPULAR_NOW', code: 'SHOWN_TOKEN_INVALID' },
      { experiment: { token, bucket: ofA }, rail: 'TRENDING', code: 'SHOWN_TOKEN_INVALID' },
      { experiment: { token, bucket: 200 }, code: 'BAD_USER_INPUT' },
    ];
    for (const [index, { code, ...rest }] of wrong.entries()) {
      const input = rail.impressionsOf(list, { bucket: 0, visitor: 'w', eventId: `wrong ${index}` });
      const [outcomes] = await rail.reportShown([{ ...input, ...rest }]);
      expect(outcomes![0]).toMatchObject({ status: 'REFUSED', userErrors: [{ code, field: 'experiment' }] });
    }
    const { a, b, verdict } = await rail.resultOf(experiment!.id);
    expect([a.impressions, a.clicks, b.impressions, b.clicks]).toEqual([0, 0, 0, 0]);
    expect(verdict).toBe('TOO_EARLY');
    await rail.end('stopExperiment', experiment!.id);
    const isOver = async () => (await shown('forYou', ', variant: B')).experiment === null;
    await until(isOver, { withinMs: 30_000, what: 'all readers see A' });
  }, 180_000);
});
