import fc from 'fast-check';
import { useApi } from '../builders/a-running-api';
import { anArticleDraft } from '../builders/an-article-draft';

const api = useApi();

interface Connection {
  edges: { cursor: string; rank?: number; node: { slug?: string; text?: string } }[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
  totalCount: number;
}

const shown =
  'edges { cursor rank node { slug } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount';
const ofComments = shown.replace('rank node { slug }', 'node { text }');

/** Every list that is paged, by a query with $first and $after. */
const lists = [
  { list: 'articles', field: `articles(first: $first, after: $after) { ${shown} }`, length: 120 },
  {
    list: 'articles by views',
    field: `articles(first: $first, after: $after, orderBy: VIEWS) { ${shown} }`,
    length: 120,
  },
  {
    list: 'articles of a tag',
    field: `articles(first: $first, after: $after, filter: { tag: "odd" }) { ${shown} }`,
    length: 60,
  },
  { list: 'latestStories', field: `latestStories(first: $first, after: $after) { ${shown} }`, length: 120 },
  {
    list: 'latestStories of a section',
    field: `latestStories(section: "science", first: $first, after: $after) { ${shown} }`,
    length: 40,
  },
  {
    list: 'Author.articles',
    field: `author(slug: "ada-lantern") { articles(first: $first, after: $after) { ${shown} } }`,
    length: 120,
  },
  {
    list: 'Article.comments',
    field: `article(slug: "story-7") { comments(first: $first, after: $after) { ${ofComments} } }`,
    length: 30,
  },
  { list: 'popularNow', field: `popularNow(first: $first, after: $after) { ${shown} }`, length: undefined },
  { list: 'mustReads', field: `mustReads(first: $first, after: $after) { ${shown} }`, length: undefined },
];

const sameTime = new Date('2026-01-15T12:00:00Z');

beforeAll(async () => {
  await api.publish(
    Array.from({ length: 120 }, (_, index) =>
      anArticleDraft({
        number: index + 1,
        // A hundred at one time: their order must be total all the same.
        publishedAt: index < 100 ? sameTime : new Date(sameTime.getTime() + index * 1_000),
        section: index % 3 === 0 ? { slug: 'science', name: 'Science' } : { slug: 'world', name: 'World' },
        tags: index % 2 === 1 ? ['Odd'] : ['Even'],
        language: index % 4 === 0 ? 'ko' : 'en',
      }),
    ),
  );
  const article = await api.newsroom.cards.bySlug('story-7');
  await api.newsroom.comments.writeVisible(
    Array.from({ length: 30 }, (_, index) => ({
      articleId: article?.id ?? '',
      authorName: 'Reader',
      text: `Comment ${index}`,
      createdAt: sameTime,
    })),
  );
});

async function pageOf(field: string, first: number, after: string | null): Promise<Connection> {
  const query = `query ($first: Int!, $after: String) { ${field} }`;
  const { data, errors } = await api.ask<Record<string, unknown>>(query, { first, after });
  expect(errors).toBeUndefined();
  return connectionIn(data);
}

function connectionIn(data: Record<string, unknown>): Connection {
  const [value] = Object.values(data) as [Connection | Record<string, unknown>];
  return 'edges' in value ? (value as Connection) : connectionIn(value);
}

const idOf = ({ node }: Connection['edges'][number]) => node.slug ?? node.text;

describe.each(lists)('$list', ({ field, length }) => {
  test('is the same in pages of 7 as in one', async () => {
    const most = field.startsWith('mustReads') ? 50 : 200;
    const whole = await pageOf(field, most, null);
    const pages: Connection[] = [];
    for (let after: string | null = null; pages.length < 40; ) {
      const page = await pageOf(field, 7, after);
      pages.push(page);
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    const edges = pages.flatMap((page) => page.edges);
    const ids = edges.map(idOf).slice(0, whole.edges.length);
    expect(ids).toEqual(whole.edges.map(idOf));
    expect(new Set(ids).size).toBe(ids.length);
    if (length !== undefined) {
      expect(ids).toHaveLength(length);
      expect(whole.totalCount).toBe(length);
    }
    expect(pages[0]?.pageInfo.hasPreviousPage).toBe(false);
    expect(pages.slice(1).every(({ pageInfo }) => pageInfo.hasPreviousPage)).toBe(true);
    if (edges[0]?.rank !== undefined)
      expect(edges.map(({ rank }) => rank)).toEqual(edges.map((_, index) => index + 1));
  });

  test('has the cursors of its ends in pageInfo', async () => {
    const { edges, pageInfo } = await pageOf(field, 5, null);
    expect(pageInfo.startCursor).toBe(edges[0]?.cursor);
    expect(pageInfo.endCursor).toBe(edges[4]?.cursor);
  });

  test('has an empty page for a first of 0', async () => {
    const { edges, pageInfo } = await pageOf(field, 0, null);
    expect(edges).toEqual([]);
    expect(pageInfo).toMatchObject({ startCursor: null, endCursor: null, hasPreviousPage: false });
  });

  test.each([-1, 10_001, -2_147_483_648, 2_147_483_647])(
    'refuses a first of %p, naming it and its range',
    async (first) => {
      const { errors } = await api.ask(`query ($first: Int!, $after: String) { ${field} }`, {
        first,
        after: null,
      });
      expect(errors).toMatchObject([
        {
          message: expect.stringMatching(
            /^"first" is -?\d+; it may be a whole number from 0 to \d+\.$|could give/,
          ),
          extensions: { code: expect.stringMatching(/^(BAD_USER_INPUT|QUERY_TOO_LARGE)$/) },
        },
      ]);
    },
  );

  test('refuses cursors that are none, foreign or tampered with, naming the argument', async () => {
    const { pageInfo } = await pageOf(field, 3, null);
    const own = pageInfo.endCursor ?? '';
    const foreign = await Promise.all(
      lists
        .filter((other) => kindOf(other.field) !== kindOf(field))
        .map((other) => pageOf(other.field, 3, null)),
    );
    const wrong = [
      '',
      'abc',
      '7',
      '%00',
      own.slice(0, -2),
      `${own}AA`,
      Buffer.from(`["articles:newest",1,"' or 1=1 --",1]`).toString('base64url'),
      Buffer.from('["articles:newest",1e300,"00000000-0000-7000-8000-000000000000",1]').toString('base64url'),
      ...foreign.map((connection) => connection.pageInfo.endCursor),
    ];
    for (const after of wrong) {
      const { errors } = await api.ask(`query ($first: Int!, $after: String) { ${field} }`, {
        first: 3,
        after,
      });
      expect({ after, errors }).toMatchObject({
        errors: [{ extensions: { code: 'BAD_USER_INPUT', field: 'after' } }],
      });
    }
  });
});

/** Lists of one kind share their cursors: newest first is newest first, whatever the filter. */
function kindOf(field: string): string {
  if (field.includes('VIEWS')) return 'views';
  return /^(popularNow|mustReads)|comments/.exec(field)?.[0] ?? 'newest';
}

test('pages stay whole while articles are published above them', async () => {
  const { field } = lists[0] as { field: string };
  const before = await pageOf(field, 200, null);
  const first = await pageOf(field, 50, null);
  await api.publish([anArticleDraft({ number: 500, publishedAt: new Date('2026-02-01') })]);
  const second = await pageOf(field, 200, first.pageInfo.endCursor);
  expect([...first.edges, ...second.edges].map(idOf)).toEqual(before.edges.map(idOf));
});

describe('filters of articles', () => {
  test.each([
    { filter: { section: 'science', tag: 'odd' }, count: 20 },
    { filter: { language: 'ko' }, count: 30 },
    { filter: { author: 'ada-lantern', language: 'ko', section: 'science' }, count: 10 },
    { filter: { publishedBefore: '2026-01-15T12:00:00.001Z' }, count: 100 },
    {
      filter: { publishedFrom: '2026-01-15T12:00:00.001Z', publishedBefore: '2026-01-20T00:00:00Z' },
      count: 20,
    },
    { filter: { author: 'nobody' }, count: 0 },
    { filter: { tag: "odd' or '1'='1" }, count: 0 },
    {
      filter: { publishedFrom: '0001-01-01T00:00:00Z', publishedBefore: '9999-12-31T23:59:59Z', tag: 'odd' },
      count: 60,
    },
  ])('$filter: $count', async ({ filter, count }) => {
    const query = 'query ($filter: ArticleFilterInput) { articles(filter: $filter) { totalCount } }';
    expect(await api.ask(query, { filter })).toMatchObject({
      data: { articles: { totalCount: count } },
      errors: undefined,
    });
  });

  test('an order is one of those named, never a text', async () => {
    const { errors } = await api.ask('{ articles(orderBy: "headline; drop table article") { totalCount } }');
    expect(errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  });

  test('no text in any place is an accident', async () => {
    const query = `query ($text: String, $id: ID) { articles(filter: { section: $id, author: $id, tag: $text, language: $text },
      after: $text) { totalCount } latestStories(section: $id, language: $text) { totalCount } article(id: $id) { slug }
      author(id: $id) { slug } section(slug: $text) { slug } }`;
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), async (text) => {
        const { errors } = await api.ask(query, { text, id: text });
        const codes = (errors ?? []).map(({ extensions }) => extensions['code']);
        expect(codes.filter((code) => code !== 'BAD_USER_INPUT')).toEqual([]);
      }),
      { numRuns: 60, examples: [['\u0000'], ['\ud800'], ['\\'], ["'"], ['{"$ne":1}'], ['%']] },
    );
  });
});

/** As the flusher does. */
async function keepTotals(views: ReadonlyMap<number, number>): Promise<void> {
  const { dataSource } = api.stores;
  await dataSource.query(
    `insert into counter_generation (name, lineage, partition) values ('one', 'l', 0) on conflict do nothing`,
  );
  await dataSource.query(
    `insert into article_total select article, (select id from counter_generation where name = 'one'), views
     from unnest($1::integer[], $2::bigint[]) as kept (article, views)
     on conflict (article, generation) do update set views = greatest(article_total.views, excluded.views)`,
    [[...views.keys()], [...views.values()]],
  );
}

test('articles by views have the most viewed first', async () => {
  const [third, second, first] = api.newsroom.latest.newest({ limit: 3 });
  await keepTotals(new Map([first, second, third].map((card, index) => [card!.number, 3 - index])));
  const { edges } = await pageOf(
    `articles(first: $first, after: $after, orderBy: VIEWS) { ${shown} }`,
    3,
    null,
  );
  expect(edges.map(idOf)).toEqual([first, second, third].map((card) => card?.slug));
});

test('pages by views repeat nothing while articles overtake each other', async () => {
  const field = `articles(first: $first, after: $after, orderBy: VIEWS) { ${shown} }`;
  const before = await pageOf(field, 200, null);
  const top = await pageOf(field, 3, null);
  const climber = before.edges[5]?.node.slug ?? '';
  const card = await api.newsroom.cards.bySlug(climber);
  await keepTotals(new Map([[card!.number, 10]]));
  const rest = await pageOf(field, 200, top.pageInfo.endCursor);
  const stayed = before.edges.map(idOf).filter((slug) => slug !== climber);
  expect([...top.edges, ...rest.edges].map(idOf)).toEqual(stayed);
  expect((await pageOf(field, 1, null)).edges.map(idOf)).toEqual([climber]);
});

test.each([
  ['articles', 'articles(filter: { section: "nowhere" })'],
  ['articles by views', 'articles(filter: { section: "nowhere" }, orderBy: VIEWS)'],
  ['latest stories', 'latestStories(section: "nowhere")'],
  ['popular now', 'popularNow(section: "nowhere")'],
])('%s of a section that does not exist are an error that names it', async (_, field) => {
  const { errors } = await api.ask(`{ ${field} { totalCount } }`);
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'section' } }]);
});
