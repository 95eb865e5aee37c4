// A test of two settings of Popular Now, as a newsroom runs it: an editor starts it, clients ask which variant their
// readers see, show it, report what was shown and clicked, and the editor reads what came of it.

import { Role } from '../../src/accounts/role';
import { BUCKETS } from '../../src/experiments/buckets';
import { keyOf } from '../builders/a-key';
import { useApi } from '../builders/a-running-api';
import { aSiteWithALeader } from '../builders/a-site-with-a-leader';
import { AnEditor, actsOn } from '../builders/a-surroundings-editor';
import {
  AGENT,
  ATestedRail,
  inHours,
  SHOWN_LIST,
  type ShownList,
  type VariantName,
} from '../builders/a-tested-rail';
import { until } from '../setup/until';

const api = useApi({ POPULAR_ENTRY_DWELL_MS: '0', RANKING_THREAD: 'main' });
const rail = new ATestedRail(api, 'POPULAR_NOW');
let ids: ReadonlyMap<string, string>;

const start = (changes: object = {}) => rail.start({ b: { perSection: 1 }, ...changes });

async function popularNow(args: string, headers: Record<string, string> = {}): Promise<ShownList> {
  const { data, errors } = await api.ask<{ popularNow: ShownList }>(
    `{ popularNow(first: 5${args}) { ${SHOWN_LIST} } }`,
    {},
    { headers },
  );
  expect(errors).toBeUndefined();
  return data.popularNow;
}

beforeAll(async () => {
  ids = await aSiteWithALeader(api, { articles: 8, ofWorld: 4, fewerEach: 4 });
}, 180_000);

test('runs from its start over what is shown, reported and clicked to its result', async () => {
  expect((await popularNow('')).experiment).toBeNull();
  const isRanked = async () => (await popularNow('')).edges.every(({ reason }) => reason !== 'NEWEST');
  await until(isRanked, { withinMs: 60_000, what: 'lists are ranked' });
  const plain = await popularNow(', variant: B');
  expect(plain.experiment).toBeNull();
  // Later pages are asked for with the same variant, whether anything is tested or not.
  const later = await popularNow(`, variant: B, after: "${plain.pageInfo.endCursor}"`);
  expect(later.edges.map(({ node }) => node.slug)).toHaveLength(3);

  const { experiment, userErrors } = await start();
  expect(userErrors).toEqual([]);
  expect(experiment).toMatchObject({ state: 'RUNNING', percentB: 50, b: { perSection: 1 } });
  const id = experiment!.id;
  const isShown = async () => (await popularNow(', variant: B')).experiment !== null;
  await until(isShown, { withinMs: 60_000, what: 'both variants are ranked' });
  const lists = { A: await popularNow(', variant: A'), B: await popularNow(', variant: B') };
  expect(lists.A.experiment).toMatchObject({ id, variant: 'A' });
  expect(lists.B.experiment).toMatchObject({ id, variant: 'B' });
  const sections = (list: ShownList) => list.edges.map(({ node }) => node.section.slug);
  const ofWorld = (list: ShownList) => sections(list).filter((slug) => slug === 'world').length;
  expect(ofWorld(lists.A)).toBeGreaterThan(ofWorld(lists.B));
  // Whoever asks for no variant sees what everybody sees, and is told of none.
  expect((await popularNow('')).experiment).toBeNull();

  const variants = await Promise.all(Array.from({ length: BUCKETS }, (_, bucket) => rail.variantOf(bucket)));
  expect(variants.filter((one) => one === 'B')).toHaveLength(BUCKETS / 2);
  expect(await rail.variantOf(3, { 'sec-gpc': '1' })).toBeUndefined();
  // Who asks not to be followed sees what all readers see, and is told of nothing.
  const apart = await popularNow(', variant: B', { 'sec-gpc': '1' });
  expect([ofWorld(apart), apart.experiment]).toEqual([ofWorld(lists.A), null]);

  // Two readers of each bucket see the rail twice; of A every twentieth showing is clicked, of B every fifth.
  const showings = variants.flatMap((variant, bucket) =>
    [0, 1, 2, 3].map((which) => ({
      variant: variant as VariantName,
      bucket,
      visitor: `r${bucket}-${which % 2}`,
      which,
    })),
  );
  const inputs = showings.map(({ variant, ...one }) =>
    rail.impressionsOf(lists[variant], { ...one, eventId: `${one.bucket} ${one.which}` }),
  );
  for (let from = 0; from < inputs.length; from += 50) {
    const outcomes = await rail.reportShown(inputs.slice(from, from + 50));
    expect(new Set(outcomes.flat().map(({ status }) => status))).toEqual(new Set(['COUNTED']));
  }
  // The same once more, as after a lost answer, and by who asks not to be followed.
  expect(new Set((await rail.reportShown(inputs.slice(0, 50))).flat().map(({ status }) => status))).toEqual(
    new Set(['REPEAT']),
  );
  await rail.reportShown(
    [rail.impressionsOf(lists.A, { bucket: bucketOf('A'), visitor: 'private', eventId: 'gpc' })],
    { 'sec-gpc': '1' },
  );
  function bucketOf(variant: 'A' | 'B') {
    return variants.indexOf(variant);
  }

  const clicked = showings.filter(({ variant }, index) => index % (variant === 'A' ? 20 : 5) === 0);
  const clicks = clicked.map(({ variant, bucket, visitor }, index) => ({
    ...{ list: lists[variant], bucket, visitor: `${visitor} ${index}` },
  }));
  expect(new Set(await rail.click(clicks))).toEqual(new Set(['COUNTED']));
  // Sent again they are no views, and no clicks.
  await rail.click(clicks);

  const clicksOf = (variant: string) => clicked.filter((one) => one.variant === variant).length;
  let result = await rail.resultOf(id);
  const allClicks = async () => {
    result = await rail.resultOf(id);
    return result.a.clicks + result.b.clicks === clicked.length;
  };
  await until(allClicks, { withinMs: 60_000, what: 'every click is counted' });
  const impressions = 4 * 5 * (BUCKETS / 2);
  const expected = (variant: 'A' | 'B') => ({
    ...{
      impressions,
      clicks: clicksOf(variant),
      readers: BUCKETS,
      clickThrough: clicksOf(variant) / impressions,
    },
  });
  expect(result).toMatchObject({ a: expected('A'), b: expected('B'), verdict: 'UNDER_WAY', isUneven: false });
  const { value, low, high, chance } = result.difference!;
  expect(value).toBeCloseTo(expected('B').clickThrough - expected('A').clickThrough, 12);
  expect(low).toBeGreaterThan(0);
  expect((low + high) / 2).toBeCloseTo(value, 12);
  expect(chance).toBeLessThan(0.001);
  const hours = result.hours.reduce((sum, { a, b }) => sum + a.impressions + b.impressions, 0);
  expect(hours).toBe(2 * impressions);

  const decided = await rail.end('adoptVariantB', id);
  expect(decided).toMatchObject({ experiment: { state: 'B_BECAME_THE_RULE' }, userErrors: [] });
  expect((await rail.resultOf(id)).verdict).toBe('B_IS_BETTER');
  const isRule = async () => ofWorld(await popularNow('')) === ofWorld(lists.B);
  await until(isRule, { withinMs: 60_000, what: 'all readers see B' });
  expect((await popularNow(', variant: B')).experiment).toBeNull();
  expect(await rail.variantOf(3)).toBeUndefined();
  const acts = await actsOn(api, id);
  expect(acts.map(({ act }: { act: string }) => act)).toEqual(['STARTED', 'B_BECAME_THE_RULE']);
}, 180_000);

describe('what cannot be meant so is refused, and changes nothing', () => {
  const b = { leadHours: 6 };
  const trending = (changes: object) => start({ rail: 'TRENDING', b, ...changes });

  test.each([
    { what: 'a share of 0', changes: { percentB: 0 }, code: 'BAD_USER_INPUT', field: 'percentB' },
    { what: 'a share of 100', changes: { percentB: 100 }, code: 'BAD_USER_INPUT', field: 'percentB' },
    { what: 'B without a setting', changes: { b: {} }, code: 'BAD_USER_INPUT', field: 'input' },
    { what: 'B out of range', changes: { b: { leadHours: -1 } }, code: 'BAD_USER_INPUT', field: 'leadHours' },
    { what: 'B equal to A', changes: { b: { leadHours: 0 } }, code: 'VARIANTS_ARE_ALIKE', field: 'b' },
    { what: 'an end in the past', changes: { until: inHours(-1) }, code: 'BAD_USER_INPUT', field: 'until' },
    {
      what: 'an end before its beginning',
      changes: { from: inHours(5), until: inHours(4) },
      code: 'BAD_USER_INPUT',
      field: 'until',
    },
    {
      what: 'a beginning in the past',
      changes: { from: inHours(-1) },
      code: 'BAD_USER_INPUT',
      field: 'from',
    },
    { what: 'a hundred days', changes: { until: inHours(2_400) }, code: 'BAD_USER_INPUT', field: 'until' },
    { what: 'no reason', changes: { reason: ' ' }, code: 'BAD_USER_INPUT', field: 'reason' },
  ])('$what', async ({ changes, code, field }) => {
    expect(await trending(changes)).toMatchObject({ experiment: null, userErrors: [{ code, field }] });
  });

  test('two at one time on one rail, but not one after the other', async () => {
    const first = await trending({ from: inHours(10), until: inHours(20) });
    expect(first).toMatchObject({ experiment: { state: 'SCHEDULED' }, userErrors: [] });
    const both = await trending({ from: inHours(19), until: inHours(30) });
    expect(both).toMatchObject({
      experiment: null,
      userErrors: [{ code: 'EXPERIMENTS_OVERLAP', field: 'from' }],
    });
    const early = await rail.end('adoptVariantB', first.experiment!.id);
    expect(early.userErrors).toMatchObject([{ code: 'EXPERIMENT_OVER', field: 'id' }]);
    expect(await rail.end('stopExperiment', first.experiment!.id)).toMatchObject({
      experiment: { state: 'STOPPED' },
    });
    const again = await rail.end('stopExperiment', first.experiment!.id);
    expect(again.userErrors).toMatchObject([{ code: 'EXPERIMENT_OVER', field: 'id' }]);
    const next = await trending({ from: inHours(19), until: inHours(30) });
    expect(next.userErrors).toEqual([]);
    await rail.end('stopExperiment', next.experiment!.id);
  });

  test('an experiment that is not there', async () => {
    for (const id of ['019ac000-0000-7000-8000-000000000000', 'x']) {
      expect((await rail.end('stopExperiment', id)).userErrors).toMatchObject([
        { code: 'EXPERIMENT_NOT_FOUND', field: 'id' },
      ]);
      expect((await rail.end('adoptVariantB', id)).userErrors).toMatchObject([
        { code: 'EXPERIMENT_NOT_FOUND' },
      ]);
      const { data } = await api.ask<{ experiment: null }>(
        `query ($id: ID!) { experiment(id: $id) { id } }`,
        { id },
        { as: await keyOf(api.stores, Role.EDITOR) },
      );
      expect(data.experiment).toBeNull();
    }
  });

  test('buckets that there are not', async () => {
    for (const bucket of [-1, BUCKETS]) {
      const { errors } = await api.ask(`{ experimentVariants(bucket: ${bucket}) { variant } }`);
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'bucket' });
    }
  });

  test('starting, deciding and looking without the right', async () => {
    const { errors } = await api.ask('{ experiments { id } }');
    expect(errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
    const writer = await new AnEditor(api, Role.WRITER).asks(
      'stopExperiment',
      { id: 'x', reason: 'Because.' },
      'experiment { id }',
    );
    expect(writer.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  });

  test('showings that cannot have been; clicks of them are views, and nothing else', async () => {
    const { experiment, userErrors } = await start({ b: { perSection: 2 } });
    expect(userErrors).toEqual([]);
    const isShown = async () => (await popularNow(', variant: A')).experiment !== null;
    await until(isShown, { withinMs: 60_000, what: 'both variants are ranked' });
    const list = await popularNow(', variant: A');
    const variants = await Promise.all([...Array(40).keys()].map((bucket) => rail.variantOf(bucket)));
    const [ofA, ofB] = [variants.indexOf('A'), variants.indexOf('B')];
    const { token } = list.experiment!;
    const changed = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
    const wrong = [
      { experiment: { token, bucket: ofB }, code: 'VARIANT_NOT_SHOWN' },
      { experiment: { token: changed, bucket: ofA }, code: 'SHOWN_TOKEN_INVALID' },
      { experiment: { token: token.replace('.A.', '.B.'), bucket: ofB }, code: 'SHOWN_TOKEN_INVALID' },
      {
        experiment: { token: token.replace(/\.\d+-\d+\./, '.9-9.'), bucket: ofA },
        code: 'SHOWN_TOKEN_INVALID',
      },
      { experiment: { token: 'x'.repeat(5_000), bucket: ofA }, code: 'SHOWN_TOKEN_INVALID' },
      { experiment: { token, bucket: 200 }, code: 'BAD_USER_INPUT' },
      { experiment: { token, bucket: ofA }, rail: 'TRENDING', code: 'SHOWN_TOKEN_INVALID' },
    ];
    for (const [index, { code, ...rest }] of wrong.entries()) {
      const input = rail.impressionsOf(list, { bucket: 0, visitor: 'w', eventId: `wrong ${index}` });
      const [outcomes] = await rail.reportShown([{ ...input, ...rest }]);
      expect(outcomes![0]).toMatchObject({
        status: 'REFUSED',
        userErrors: [{ code, field: 'experiment' }],
      });
    }
    const click = { articleId: ids.get('story-8'), visitor: 'clicks wrongly', rail: 'POPULAR_NOW', slot: 2 };
    const { data } = await api.ask<{ recordView: { status: string } }>(
      `mutation ($input: RecordViewInput!) { recordView(input: $input) { status } }`,
      { input: { ...click, experiment: wrong[1]!.experiment } },
      { headers: AGENT },
    );
    expect(data.recordView.status).toBe('COUNTED');
    const { a, b, verdict } = await rail.resultOf(experiment!.id);
    expect([a.impressions, a.clicks, b.impressions, b.clicks]).toEqual([0, 0, 0, 0]);
    expect(verdict).toBe('TOO_EARLY');
    await rail.end('stopExperiment', experiment!.id);
  }, 180_000);
});
