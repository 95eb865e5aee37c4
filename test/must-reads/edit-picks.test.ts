import { Role } from '../../src/accounts/role';
import { Scope } from '../../src/accounts/scope';
import { systemClock } from '../../src/platform/clock';
import { keyOf } from '../builders/a-key';
import { useApi } from '../builders/a-running-api';
import { AnEditor, actsOn, type Refusal } from '../builders/a-surroundings-editor';
import { anArticleDraft } from '../builders/an-article-draft';

const api = useApi();
const editor = new AnEditor(api, Role.EDITOR);
const HOUR_MS = 3_600_000;

interface Shown {
  id: string;
  value: number;
  version: number;
  state: string;
  position: number;
  to: string | null;
  pinnedUntil: string | null;
  article: { slug: string } | null;
}

const words =
  'id value lifetime from to pinned pinReason pinnedUntil position version state article { slug }';
const fields = `pick { ${words} }`;
const pick = (input: object) =>
  editor.does<{ pick: Shown | null }>('pickMustRead', { value: 3, lifetime: 'MEDIUM', ...input }, fields);
const update = (input: object) => editor.does<{ pick: Shown | null }>('updatePick', input, fields);
const remove = (id: string) => editor.does<{ deletedId: string | null }>('removePick', id, 'deletedId');
const pin = (hours = 1) => ({
  ...{ pinned: true, pinReason: 'Election night.', pinnedUntil: later(hours) },
});
const later = (hours: number) => new Date(systemClock.nowMs() + hours * HOUR_MS).toISOString();
const ids = new Map<number, string>();

async function picked(number: number, input: object = {}): Promise<Shown> {
  const { pick: made, userErrors } = await pick({ articleId: ids.get(number), ...input });
  expect(userErrors).toEqual([]);
  return made as Shown;
}

async function mustReads(): Promise<string[]> {
  const { data } = await api.ask<{ mustReads: { edges: { reason: string; node: { slug: string } }[] } }>(
    '{ mustReads(first: 20) { edges { reason node { slug } } } }',
  );
  return data.mustReads.edges
    .filter(({ reason }) => ['PINNED', 'PICKED'].includes(reason))
    .map(({ node, reason }) => `${node.slug} ${reason}`);
}

interface Page {
  edges: { node: Shown }[];
  pageInfo: { endCursor: string | null; hasNextPage: boolean };
  totalCount: number;
}

async function listed(argumentsText: string, key?: string): Promise<Page> {
  const query = `{ mustReadPicks${argumentsText} {
    edges { node { ${words} } } pageInfo { endCursor hasNextPage } totalCount
  } }`;
  const as = key ?? (await keyOf(api, Role.EDITOR));
  const { data, errors } = await api.ask<{ mustReadPicks: Page }>(query, {}, { as });
  expect(errors).toBeUndefined();
  return data.mustReadPicks;
}

async function reorder(
  order: string[],
  reason: string | null = 'The vote first.',
): Promise<{ pins: Shown[] | null; userErrors: Refusal[] }> {
  const query = `mutation ($ids: [ID!]!, $reason: String) {
    reorderPins(ids: $ids, reason: $reason) { pins { ${words} } userErrors { code field message } }
  }`;
  const as = await keyOf(api, Role.EDITOR);
  const { data } = await api.ask<{ reorderPins: { pins: Shown[] | null; userErrors: Refusal[] } }>(
    query,
    { ids: order, reason },
    { as },
  );
  return data.reorderPins;
}

beforeAll(async () => {
  const drafts = Array.from({ length: 6 }, (_, index) =>
    anArticleDraft({ number: index + 1, section: { slug: `s-${index}`, name: `S ${index}` } }),
  );
  await api.publish([...drafts, anArticleDraft({ number: 7, status: 'DRAFT', publishedAt: null })]);
  const rows = await api.stores.dataSource.query('select id, slug from article');
  for (const { id, slug } of rows) ids.set(Number(slug.replace('story-', '')), id);
});

afterEach(async () => {
  for (const { node } of (await listed('(first: 200)')).edges) await remove(node.id);
});

describe('a pick', () => {
  test('is made, changed and taken back, and shown as it is at once', async () => {
    const made = await picked(1, { value: 2 });
    await picked(2, { value: 5 });
    expect(made).toMatchObject({ value: 2, version: 1, state: 'ACTIVE', article: { slug: 'story-1' } });
    expect(await mustReads()).toEqual(['story-2 PICKED', 'story-1 PICKED']);
    expect((await update({ id: made.id, version: 1, ...pin() })).pick).toMatchObject({ version: 2 });
    expect(await mustReads()).toEqual(['story-1 PINNED', 'story-2 PICKED']);
    expect(await remove(made.id)).toEqual({ deletedId: made.id, userErrors: [] });
    expect(await mustReads()).toEqual(['story-2 PICKED']);
    expect((await actsOn(api, made.id)).map(({ act, by }) => `${by}: ${act}`)).toEqual([
      'the editor: PICKED',
      'the editor: UPDATED',
      'the editor: TAKEN_BACK',
    ]);
  });

  test('is listed by whether it holds, in pages', async () => {
    await picked(1, { from: later(2) });
    await picked(2, { from: later(1), to: later(3) });
    await picked(3);
    const past = await picked(4, { from: later(-2) });
    await update({ id: past.id, version: 1, to: later(-1) });
    const slugs = async (argumentsText: string) =>
      (await listed(argumentsText)).edges.map(({ node }) => `${node.article?.slug} ${node.state}`);
    expect(await slugs('(state: COMING)')).toEqual(['story-2 COMING', 'story-1 COMING']);
    expect(await slugs('(state: ACTIVE)')).toEqual(['story-3 ACTIVE']);
    expect(await slugs('(state: PAST)')).toEqual(['story-4 PAST']);
    const whole = await slugs('');
    expect(whole).toEqual(['story-1 COMING', 'story-2 COMING', 'story-3 ACTIVE', 'story-4 PAST']);
    const first = await listed('(first: 3)');
    expect(first).toMatchObject({ totalCount: 4, pageInfo: { hasNextPage: true } });
    expect(await slugs(`(first: 3, after: "${first.pageInfo.endCursor}")`)).toEqual(whole.slice(3));
    expect(await mustReads()).toEqual(['story-3 PICKED']);
  });

  test('of an article that is not public yet waits for it, and shows nothing of it to whoever may not read drafts', async () => {
    const draft = await picked(7, pin());
    expect(draft.article).toEqual({ slug: 'story-7' });
    expect(await mustReads()).toEqual([]);
    const key = await keyOf(api, Role.EDITOR, { name: 'picks alone', scopes: [Scope.PICKS_WRITE] });
    expect((await listed('', key)).edges[0]?.node.article).toBeNull();
    await api.publish([anArticleDraft({ number: 7 })]);
    expect(await mustReads()).toEqual(['story-7 PINNED']);
  });

  test('makes room when it is over, and not before', async () => {
    const first = await picked(1);
    expect((await pick({ articleId: ids.get(1) })).userErrors).toMatchObject([
      { code: 'ALREADY_PICKED', field: 'articleId', message: expect.stringContaining(first.id) },
    ]);
    await update({ id: first.id, version: 1, from: later(-2), to: later(-1) });
    expect((await picked(1)).id).not.toBe(first.id);
  });

  test('of one article is made by one of two editors at once, and changed by one of two', async () => {
    const made = await Promise.all([1, 2, 3].map((value) => pick({ articleId: ids.get(1), value })));
    const held = made.flatMap(({ pick: one }) => (one ? [one] : []));
    expect(held).toHaveLength(1);
    const { id } = held[0] as Shown;
    const changed = await Promise.all([4, 5].map((value) => update({ id, version: 1, value })));
    expect(changed.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual([
      'VERSION_CONFLICT',
    ]);
  });

  test('that is pinned stands in the order that editors give', async () => {
    const pins = [await picked(1, pin()), await picked(2, { ...pin(), position: 5 })];
    const third = await picked(3, { ...pin(), position: 9 });
    const loose = await picked(4);
    const order = [third.id, pins[1]?.id as string];
    expect((await reorder(order)).pins?.map(({ article }) => article?.slug)).toEqual([
      'story-3',
      'story-2',
      'story-1',
    ]);
    // Whoever saw the order before cannot undo it unawares.
    expect((await update({ id: third.id, version: 1, position: 9 })).userErrors).toMatchObject([
      { code: 'VERSION_CONFLICT' },
    ]);
    expect(await mustReads()).toEqual([
      'story-3 PINNED',
      'story-2 PINNED',
      'story-1 PINNED',
      'story-4 PICKED',
    ]);
    expect((await reorder([loose.id])).userErrors).toMatchObject([{ code: 'PICK_NOT_FOUND', field: 'ids' }]);
    expect((await reorder([third.id, third.id])).userErrors).toMatchObject([{ field: 'ids' }]);
    expect((await reorder([])).userErrors).toMatchObject([{ field: 'ids' }]);
  });
});

describe('a pin', () => {
  const explained = async () => {
    const { data } = await api.ask<{ mustReads: { edges: { explain: { sentence: string } }[] } }>(
      '{ mustReads(first: 1) { edges { explain { sentence placement { act reason until place } } } } }',
    );
    return data.mustReads.edges[0]!.explain;
  };

  test('says why and until when, to readers and to the audit log', async () => {
    const made = await picked(1, pin());
    expect(made).toMatchObject({ pinned: true, pinReason: 'Election night.' });
    expect(await explained()).toMatchObject({
      placement: { act: 'PIN', reason: 'Election night.', until: made.pinnedUntil, place: 1 },
      sentence: expect.stringMatching(/^Fixed to first place by the editors until .*\("Election night\."\)$/),
    });
    await update({ id: made.id, version: 1, pinReason: 'Recount.' });
    expect(await explained()).toMatchObject({ placement: { reason: 'Recount.' } });
    const acts = await actsOn(api, made.id);
    expect(acts[0]!.details).toMatchObject({ pinReason: 'Election night.', pinnedUntil: made.pinnedUntil });
    expect(acts[1]!.details).toMatchObject({
      before: { pinReason: 'Election night.' },
      after: { pinReason: 'Recount.' },
    });
    const loose = await update({ id: made.id, version: 2, pinned: false });
    expect(loose.pick).toMatchObject({ pinned: false, pinReason: null, pinnedUntil: null });
    expect(await mustReads()).toEqual(['story-1 PICKED']);
  });

  test('ends with its pick where nothing else is said, and never after it', async () => {
    const made = await picked(1, { pinned: true, pinReason: 'Election night.', to: later(2) });
    expect(made.pinnedUntil).toBe(made.to);
    const shorter = (await update({ id: made.id, version: 1, to: later(1) })).pick!;
    expect(shorter.pinnedUntil).toBe(shorter.to);
  });

  test('that stands asks for no reason when something else of the pick changes', async () => {
    const made = await picked(1, pin());
    expect((await update({ id: made.id, version: 1, value: 5 })).pick).toMatchObject({
      ...{ value: 5, pinned: true, pinReason: 'Election night.', pinnedUntil: made.pinnedUntil },
    });
  });

  test('that is over stands in the way of no edit, and is made again with a reason of its own', async () => {
    const { id } = await picked(1, pin());
    await api.stores.dataSource.query(`update must_read_pick set pinned_until = now() - interval '1 minute'`);
    const shown = (await listed('')).edges[0]!.node as Shown & { pinned: boolean; pinReason: string };
    const { pinned, pinReason, pinnedUntil } = shown;
    const edited = await update({ id, version: 1, value: 5, pinned, pinReason, pinnedUntil });
    expect(edited).toMatchObject({ userErrors: [], pick: { value: 5, pinned, pinReason, pinnedUntil } });
    expect((await update({ id, version: 2, pinnedUntil: later(1) })).userErrors).toMatchObject([
      { field: 'pinReason' },
    ]);
    expect(await mustReads()).toEqual(['story-1 PICKED']);
    expect((await update({ id, version: 2, ...pin() })).userErrors).toEqual([]);
    expect(await mustReads()).toEqual(['story-1 PINNED']);
  });

  test.each([
    ['without a reason', { ...pin(), pinReason: null }, 'pinReason'],
    ['with an empty reason', { ...pin(), pinReason: ' ' }, 'pinReason'],
    ['without an end', { ...pin(), pinnedUntil: null }, 'pinnedUntil'],
    ['of eight days', pin(8 * 24), 'pinnedUntil'],
    ['that ends before it begins', { ...pin(1), from: later(2) }, 'pinnedUntil'],
    ['that is over', pin(-1), 'pinnedUntil'],
    ['that ends after its pick', { ...pin(3), to: later(2) }, 'pinnedUntil'],
    ['in its reason alone', { pinReason: 'Election night.' }, 'pinReason'],
    ['in its end alone', { pinnedUntil: later(1) }, 'pinnedUntil'],
  ])('%s is refused, and nothing changed', async (_, input, field) => {
    expect(await pick({ articleId: ids.get(1), ...input })).toMatchObject({
      pick: null,
      userErrors: [{ code: 'BAD_USER_INPUT', field }],
    });
    const made = await picked(2);
    expect((await update({ id: made.id, version: 1, ...input })).userErrors).toMatchObject([{ field }]);
    expect(await mustReads()).toEqual(['story-2 PICKED']);
  });

  test('is put in another order for a reason, which the audit log keeps', async () => {
    const first = await picked(1, pin());
    const second = await picked(2, { ...pin(), position: 1 });
    expect((await reorder([second.id, first.id], null)).userErrors).toMatchObject([
      { field: 'reason', message: expect.stringMatching(/^"reason" is missing\./) },
    ]);
    expect((await reorder([second.id, first.id])).userErrors).toEqual([]);
    const acts = await actsOn(api, second.id);
    expect(acts.at(-1)).toMatchObject({ act: 'REORDERED', details: { reason: 'The vote first.' } });
  });
});

describe('what is no pick', () => {
  test.each([
    ['a value of 0', { value: 0 }, 'value'],
    ['a value of 6', { value: 6 }, 'value'],
    ['a place before the first', { position: -1 }, 'position'],
    ['a year 0', { from: '0000-05-01T00:00:00Z' }, 'from'],
    ['an end before its beginning', { from: '2026-05-02T00:00:00Z', to: '2026-05-01T00:00:00Z' }, 'to'],
    ['an end at its beginning', { from: '9999-12-31T23:59:59Z', to: '9999-12-31T23:59:59Z' }, 'to'],
    ['an end that has passed', { from: '2020-05-01T00:00:00Z', to: '2020-05-02T00:00:00Z' }, 'to'],
  ])('%s is refused', async (_, input, field) => {
    expect(await pick({ articleId: ids.get(1), ...input })).toMatchObject({
      pick: null,
      userErrors: [{ code: 'BAD_USER_INPUT', field }],
    });
  });

  test('the last second of the year 9999 is a time', async () => {
    expect(await picked(1, { from: '9999-12-31T23:59:58Z', to: '9999-12-31T23:59:59Z' })).toMatchObject({
      state: 'COMING',
    });
  });

  test.each(['x', `' or true --`, '00000000-0000-7000-8000-000000000000'])('the id %s', async (id) => {
    expect((await pick({ articleId: id })).userErrors).toMatchObject([{ code: 'ARTICLE_NOT_FOUND' }]);
    expect((await update({ id, version: 1 })).userErrors).toMatchObject([{ code: 'PICK_NOT_FOUND' }]);
    expect((await remove(id)).userErrors).toMatchObject([{ code: 'PICK_NOT_FOUND' }]);
  });

  test('a lifetime or a state of SQL, and a cursor of another list, are errors of the request', async () => {
    const as = await keyOf(api, Role.EDITOR);
    const lifetime = await editor.asks(
      'pickMustRead',
      { articleId: ids.get(1), value: 3, lifetime: `SHORT'; drop table article; --` },
      fields,
    );
    expect(lifetime.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    for (const argumentsText of ['(state: 1)', '(after: "abc")', '(first: 201)']) {
      const { errors } = await api.ask(`{ mustReadPicks${argumentsText} { totalCount } }`, {}, { as });
      expect(['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED']).toContain(errors?.[0]?.extensions.code);
    }
  });

  test('anything of a writer, or of anyone', async () => {
    const writer = new AnEditor(api, Role.WRITER);
    const { errors } = await writer.asks('removePick', 'x', 'deletedId');
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    const anyone = await api.ask('{ mustReadPicks { totalCount } }');
    expect(anyone.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });
});
