// Recommendations of what they cannot be made of, over HTTP: sensible lists, or errors that name the argument and the way
// on.

import { Role } from '../../src/accounts/role';
import { systemClock } from '../../src/platform/clock';
import { NeighbourBoardStore } from '../../src/recommendations/neighbour-board.store';
import { useApi } from '../builders/a-running-api';
import { AnEditor } from '../builders/a-surroundings-editor';
import { anArticleDraft } from '../builders/an-article-draft';
import { withdraw } from '../builders/an-editor';
import { until } from '../setup/until';

const api = useApi({ RANKING_THREAD: 'main' });
const editor = new AnEditor(api, Role.EDITOR);
const UNKNOWN = '00000000-0000-7000-8000-00000000000f';
const [LONELY, WITHDRAWN, EMBARGOED, DRAFT, KOREAN, BURIED] = [9, 10, 11, 12, 13, 14];
const ids = new Map<number, string>();
const id = (number: number) => ids.get(number) ?? '';

beforeAll(async () => {
  const day = 86_400_000;
  await api.publish([
    ...Array.from({ length: 8 }, (_, index) => anArticleDraft({ number: index + 1 })),
    anArticleDraft({ number: LONELY, section: { slug: 'books', name: 'Books' }, tags: [], bodyHtml: '' }),
    anArticleDraft({ number: WITHDRAWN }),
    anArticleDraft({
      ...{ number: EMBARGOED, headline: 'Kept for tomorrow' },
      publishedAt: new Date(systemClock.nowMs() + day),
    }),
    anArticleDraft({ number: DRAFT, status: 'DRAFT', headline: 'Not finished' }),
    anArticleDraft({ number: KOREAN, language: 'ko', headline: '예산' }),
    anArticleDraft({ number: BURIED }),
  ]);
  const rows: { id: string; slug: string }[] = await api.stores.dataSource.query(
    'select id, slug from article',
  );
  for (const row of rows) ids.set(Number(row.slug.replace('story-', '')), row.id);
  await withdraw(api.newsroom, id(WITHDRAWN));
});

interface List {
  edges: {
    reason: string;
    score: number;
    explain: { sentence: string; parts: { value: number }[]; readNext: { article: { headline: string } }[] };
    node: { slug: string };
  }[];
  language: { shown: string | null; fallback: string } | null;
  totalCount: number;
}

const FIELDS = `edges { reason score node { slug }
  explain { sentence parts { value } readNext { article { headline } } similarText { words } } }
  language { shown fallback } totalCount pageInfo { endCursor }`;

const fieldOf = (name: string, args: string) =>
  name === 'youMayAlsoLike'
    ? `article(id: "${id(1)}") { list: youMayAlsoLike${args} { ${FIELDS} } }`
    : `list: ${name}${args} { ${FIELDS} }`;

async function answer(name: string, args = '', headers: Record<string, string> = {}) {
  const { data, errors } = await api.ask<{ list?: List; article?: { list: List } } | null>(
    `{ ${fieldOf(name, args)} }`,
    {},
    { headers },
  );
  const list = data?.list ?? data?.article?.list;
  const [error] = errors ?? [];
  return {
    list,
    code: error?.extensions['code'],
    field: error?.extensions['field'],
    message: error?.message,
  };
}

async function storiesOf(name: string, args = '', headers: Record<string, string> = {}): Promise<number[]> {
  const { list, message } = await answer(name, args, headers);
  if (list === undefined) throw new Error(message);
  return list.edges.map(({ node }) => Number(node.slug.replace('story-', '')));
}

const listOf = (numbers: readonly number[]) => `[${numbers.map((number) => `"${id(number)}"`).join()}]`;

test('an article that is unknown, withdrawn, or not yet public has no page, and so no list', async () => {
  for (const one of [UNKNOWN, id(WITHDRAWN), id(EMBARGOED), id(DRAFT), 'nothing']) {
    const { data, errors } = await api.ask<{ article: null }>(
      `{ article(id: "${one}") { youMayAlsoLike { totalCount } } }`,
    );
    expect({ data, errors }).toEqual({ data: { article: null }, errors: undefined });
  }
});

test.each(['forYou(read: $ids)', 'recommendations(articles: $ids)'])(
  '%s of nothing that is public is what everybody is shown, and tells nothing of the others',
  async (field) => {
    const hidden = [WITHDRAWN, EMBARGOED, DRAFT].map(id);
    const neighbours = new NeighbourBoardStore(api.stores.redis);
    const numbers: { number: number }[] = await api.stores.dataSource.query(
      'select number from article where id = any($1)',
      [hidden],
    );
    const [shown] = await api.stores.dataSource.query('select number from article where id = $1', [id(3)]);
    const nowMs = systemClock.nowMs();
    await neighbours.count(
      numbers.map(({ number }) => ({
        from: number,
        to: shown.number,
        weight: 1,
        ticks: 1 as const,
        isWayBack: false,
      })),
      nowMs,
    );
    const { data } = await api.ask<{ list: List }>(
      `query ($ids: [ID!]!) { list: ${field} { ${FIELDS} } }`
        .replace('(read', '(first: 20, read')
        .replace('(articles', '(first: 20, articles'),
      { ids: [...hidden, UNKNOWN, 'nothing'] },
    );
    const { edges } = data.list;
    expect(edges.length).toBeGreaterThanOrEqual(5);
    expect(edges.flatMap(({ explain }) => explain.readNext)).toEqual([]);
    const told = JSON.stringify(data);
    for (const secret of ['Kept for tomorrow', 'Not finished', 'story-10', 'story-11', 'story-12'])
      expect(told).not.toContain(secret);
  },
);

test('an article without neighbours, text and tags has a full list', async () => {
  const { data } = await api.ask<{ article: { youMayAlsoLike: List } }>(
    `{ article(id: "${id(LONELY)}") { youMayAlsoLike { ${FIELDS} } } }`,
  );
  const { edges } = data.article.youMayAlsoLike;
  expect(edges).toHaveLength(5);
  for (const { score, explain } of edges) {
    expect(explain.parts.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(score, 9);
    expect(explain.sentence).not.toBe('');
  }
});

test.each([
  { name: 'youMayAlsoLike', argument: 'read', most: 1_000 },
  { name: 'forYou', argument: 'read', most: 1_000 },
  { name: 'forYou', argument: 'excluding', most: 200 },
  { name: 'recommendations', argument: 'articles', most: 50 },
])('10,000 ids in $argument of $name are refused, and how many there may be is told', async (given) => {
  const { name, argument, most } = given;
  const ofField =
    name === 'youMayAlsoLike' ? `article(id: "${id(1)}") { list: youMayAlsoLike` : `list: ${name}`;
  const query = `query ($ids: [ID!]!) { ${ofField}(${argument}: $ids) { totalCount } ${name === 'youMayAlsoLike' ? '}' : ''} }`;
  const variables = { ids: Array.from({ length: 10_000 }, () => id(2)) };
  const { errors } = await api.ask(query, variables);
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: argument });
  expect(errors?.[0]?.message).toContain(`at most ${most}`);
  const { errors: none } = await api.ask(query, { ids: variables.ids.slice(0, most) });
  expect(none).toBeUndefined();
});

test('of more than twenty that a client has gathered the latest twenty count, and the page is there', async () => {
  const unknown = (count: number) =>
    Array.from({ length: count }, (_, index) => `00000000-0000-7000-8000-0000000${10_000 + index}`);
  const steered = (ids: readonly string[]) => {
    return storiesOf('youMayAlsoLike', `(first: 20, read: [${ids.map((one) => `"${one}"`).join()}])`);
  };
  const everything = await steered([]);
  expect(everything).toEqual(expect.arrayContaining([2, 3]));
  for (const more of [19, 20, 999]) {
    const given = [id(2), ...unknown(more)];
    expect([more, (await steered(given)).includes(2)]).toEqual([more, more >= 20]);
  }
  const repeated = [id(2), ...Array(500).fill(id(3))];
  expect(await steered(repeated)).not.toEqual(expect.arrayContaining([2]));
  expect(await steered(repeated)).not.toEqual(expect.arrayContaining([3]));
});

test('the same id twenty times counts once', async () => {
  const twenty = await answer('youMayAlsoLike', `(first: 20, read: ${listOf(Array(20).fill(2))})`);
  const once = await answer('youMayAlsoLike', `(first: 20, read: ${listOf([2])})`);
  expect(twenty.list?.edges.map(({ node }) => node)).toEqual(once.list?.edges.map(({ node }) => node));
  expect(once.list?.edges.map(({ node }) => node.slug)).not.toContain('story-2');
  const articles = await storiesOf(
    'recommendations',
    `(first: 20, articles: ${listOf([...Array(20).fill(2), 3])})`,
  );
  expect(articles).toEqual(await storiesOf('recommendations', `(first: 20, articles: ${listOf([2, 3])})`));
});

test('a section with one article begins with it, and is not short', async () => {
  const list = await storiesOf('forYou', '(section: "books")');
  expect(list[0]).toBe(LONELY);
  expect(list).toHaveLength(5);
  expect(await storiesOf('forYou', `(section: "books", read: ${listOf([LONELY])})`)).toHaveLength(5);
});

test('a language begins with its articles, and one that there is not falls back', async () => {
  expect((await storiesOf('forYou', '(language: "ko-KR")'))[0]).toBe(KOREAN);
  const { list } = await answer('forYou', '(language: "xx")');
  expect(list).toMatchObject({ language: { shown: null, fallback: 'ALL' } });
  expect(list?.edges).toHaveLength(5);
  const { list: nearest } = await answer('forYou', '(language: "en-GB")');
  expect(nearest?.language).toEqual({ shown: 'en', fallback: 'BROADER' });
});

test('what has all been read leaves what there is', async () => {
  const all = [1, 2, 3, 4, 5, 6, 7, 8, LONELY, KOREAN];
  expect(await storiesOf('youMayAlsoLike', `(read: ${listOf(all)})`)).toEqual([BURIED]);
  expect(await storiesOf('forYou', `(read: ${listOf([...all, BURIED])})`)).toEqual([]);
});

test('what is buried is on none of them, and comes back', async () => {
  const { placement } = await editor.does<{ placement: { id: string } }>(
    'buryArticle',
    {
      ...{ articleId: id(BURIED), reason: 'It is wrong.' },
      until: new Date(systemClock.nowMs() + 3_600_000).toISOString(),
    },
    'placement { id }',
  );
  const fields = ['youMayAlsoLike', 'forYou', 'recommendations'];
  const argsOf = (name: string) =>
    name === 'recommendations' ? `(first: 20, articles: ${listOf([1])})` : '(first: 20)';
  const shows = async () =>
    (await Promise.all(fields.map((name) => storiesOf(name, argsOf(name))))).map((list) =>
      list.includes(BURIED),
    );
  await until(async () => !(await shows()).includes(true), { what: 'it is on no list' });
  await editor.does('takeBackPlacement', { id: placement.id, reason: 'It is right.' }, 'placement { id }');
  await until(async () => !(await shows()).includes(false), { what: 'it is on every list' });
});

test.each([
  { name: 'youMayAlsoLike', args: '(first: 21)', field: 'first' },
  { name: 'youMayAlsoLike', args: '(first: -1)', field: 'first' },
  { name: 'youMayAlsoLike', args: '(after: "nonsense")', field: 'after' },
  { name: 'forYou', args: '(first: 51)', field: 'first' },
  { name: 'forYou', args: '(after: "WyJhbHNvLWxpa2UiXQ")', field: 'after' },
  { name: 'forYou', args: '(section: "nowhere")', field: 'section' },
  { name: 'forYou', args: '(language: "no language")', field: 'language' },
  { name: 'recommendations', args: '(articles: [])', field: 'articles' },
  { name: 'recommendations', args: '(articles: ["x"], first: 51)', field: 'first' },
])('$name$args names $field', async ({ name, args, field }) => {
  expect(await answer(name, args)).toMatchObject({ code: 'BAD_USER_INPUT', field });
});
