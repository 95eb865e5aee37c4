// What nobody sends by accident, over HTTP against the whole API: each is told what was wrong, in a code, and the next
// client is answered as if nothing had been.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { useApi } from '../builders/a-running-api';
import { anArticleDraft } from '../builders/an-article-draft';

const api = useApi();
const modern = 'application/graphql-response+json';
const pageQuery = readFileSync(resolve(__dirname, '../../schema/operations/article-page.graphql'), 'utf8');

interface Got {
  status: number;
  text: string;
  errors: { message: string; extensions: Record<string, unknown> }[];
}

beforeAll(() => api.publish([anArticleDraft({ number: 1, slug: 'the-page' })]));
afterEach(async () => {
  const { data } = await api.ask<{ article: { slug: string } }>('{ article(slug: "the-page") { slug } }');
  expect(data).toEqual({ article: { slug: 'the-page' } });
});

async function got(response: Response): Promise<Got> {
  const text = await response.text();
  // Nothing of the inside: no path, no stack, no statement.
  expect(text).not.toMatch(/node_modules|\.[tj]s:\d|\bat [A-Z]\w+\.|SELECT |FROM "/);
  return { status: response.status, text, errors: JSON.parse(text).errors ?? [] };
}

const raw = async (body: string | Buffer, headers: Record<string, string> = {}): Promise<Got> =>
  got(
    await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: modern, ...headers },
      body,
    }),
  );
const post = (body: unknown): Promise<Got> => raw(JSON.stringify(body));
const get = async (parameters: Record<string, string>): Promise<Got> =>
  got(
    await fetch(`${api.url}/graphql?${new URLSearchParams(parameters)}`, {
      headers: { 'apollo-require-preflight': '1', accept: modern },
    }),
  );

const times = (count: number, text: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => text(at)).join(' ');
const article = (selection: string) => `{ article(slug: "the-page") { ${selection} } }`;
const bomb = (selection: string) =>
  `${article('...F0')} ${times(20, (at) => `fragment F${at} on Article { ...F${at + 1} ...F${at + 1} }`)} fragment F20 on Article { ${selection} }`;
const nestedLists = (first: number) =>
  `{ articles(first: ${first}) { edges { node { latestInSection(first: ${first}) { edges { node { slug } } } } } } }`;

describe('a query that is too large', () => {
  test.each([
    {
      title: '101 aliases',
      query: article(times(101, (at) => `a${at}: slug`)),
      limit: 'ALIASES',
      found: 101,
      allowed: 30,
    },
    {
      title: '500 fields that repeat',
      query: article(times(500, () => 'slug')),
      limit: 'FIELDS',
      found: 500,
      allowed: 200,
    },
    {
      title: '500 at the root',
      query: `{ ${times(500, () => '__typename')} }`,
      limit: 'ROOT_FIELDS',
      found: 500,
      allowed: 20,
    },
    {
      title: 'a depth of 50',
      query: article(`section ${'{ parent '.repeat(48)} { slug } ${'}'.repeat(48)}`),
      limit: 'DEPTH',
      found: 51,
      allowed: 20,
    },
    {
      title: 'ten directives on ten fields',
      query: article(times(10, () => `slug ${'@include(if: true) '.repeat(10)}`)),
      limit: 'DIRECTIVES',
      found: 100,
      allowed: 50,
    },
    {
      title: 'unknown directives without end',
      query: article(`slug ${'@a '.repeat(1_000)}`),
      limit: 'DIRECTIVES',
      found: 1_000,
      allowed: 50,
    },
    { title: 'a bomb of fragments', query: bomb('slug'), limit: 'FIELDS', found: 2 ** 20, allowed: 200 },
    {
      title: 'a bomb of aliases',
      query: bomb('section { a: slug }'),
      limit: 'FIELDS',
      found: 2 ** 20,
      allowed: 200,
    },
    {
      title: 'lists of 200 in lists of 200',
      query: nestedLists(200),
      limit: 'ITEMS',
      found: 40_200,
      allowed: 20_000,
    },
    {
      title: 'lists of 130 in lists of 130',
      query: nestedLists(130),
      limit: 'COST',
      found: 68_660,
      allowed: 20_000,
    },
  ])(
    'for its $title is refused with what there was and what may be',
    async ({ query, limit, found, allowed }) => {
      const { status, errors } = await post({ query });
      expect(errors).toMatchObject([
        {
          message: expect.stringContaining(String(allowed)),
          extensions: { code: 'QUERY_TOO_LARGE', retryable: false, limit, found, allowed },
        },
      ]);
      expect(status).toBe(400);
    },
  );

  test('for its 10,000 tokens is not even parsed', async () => {
    const { status, errors } = await post({ query: article(times(10_000, () => 'slug')) });
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining('5000 tokens'),
        extensions: { code: 'QUERY_TOO_LARGE', limit: 'TOKENS' },
      },
    ]);
    expect(status).toBe(400);
  });

  test('is told so in one error, however much else is wrong with it', async () => {
    const { errors } = await post({ query: article(times(300, (at) => `nothing${at}`)) });
    expect(errors).toHaveLength(1);
  });

  test('by its variables alone is refused as well', async () => {
    const query = nestedLists(1).replaceAll('first: 1', 'first: $n').replace('{', 'query ($n: Int!) {');
    expect((await post({ query, variables: { n: 2 } })).status).toBe(200);
    expect(await post({ query, variables: { n: 200 } })).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'QUERY_TOO_LARGE', limit: 'ITEMS' } }],
    });
  });
});

describe('a document that is none', () => {
  test.each([
    {
      title: 'fragments that spread each other',
      body: { query: `${article('...A')} fragment A on Article { ...B } fragment B on Article { ...A }` },
      code: 'GRAPHQL_VALIDATION_FAILED',
    },
    {
      title: 'a fragment that is not there',
      body: { query: article('...Nobody') },
      code: 'GRAPHQL_VALIDATION_FAILED',
    },
    {
      title: 'a definition of a type',
      body: { query: 'type A { a: Int }' },
      code: 'GRAPHQL_VALIDATION_FAILED',
    },
    { title: 'brackets without end', body: { query: '{'.repeat(4_000) }, code: 'GRAPHQL_PARSE_FAILED' },
    { title: 'nothing', body: { query: '' }, code: 'BAD_REQUEST' },
    { title: 'a number', body: { query: 7 }, code: 'BAD_REQUEST' },
    {
      title: 'another operation',
      body: { query: article('slug'), operationName: 'Nobody' },
      code: 'OPERATION_RESOLUTION_FAILURE',
    },
    {
      title: 'none of two operations',
      body: { query: 'query A { __typename } query B { __typename }' },
      code: 'OPERATION_RESOLUTION_FAILURE',
    },
    {
      title: 'a number that is too large',
      body: { query: '{ articles(first: 99999999999999999999) { totalCount } }' },
      code: 'GRAPHQL_VALIDATION_FAILED',
    },
    {
      title: 'SQL in an order',
      body: { query: '{ articles(orderBy: "id; drop table article") { totalCount } }' },
      code: 'GRAPHQL_VALIDATION_FAILED',
    },
  ])('but $title is refused', async ({ body, code }) => {
    const { status, errors } = await post(body);
    expect(errors[0]).toMatchObject({ message: expect.stringMatching(/\w/), extensions: { code } });
    expect(status).toBe(400);
  });
});

const bySlug =
  'query ($slug: String, $n: Int = 1) { article(slug: $slug) { slug comments(first: $n) { totalCount } } }';
const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

describe('variables', () => {
  test.each([
    { title: 'that are an array', variables: '["the-page"]', code: 'BAD_REQUEST' },
    { title: 'that are a text', variables: '"the-page"', code: 'BAD_REQUEST' },
    { title: 'that are a number', variables: '7', code: 'BAD_REQUEST' },
    { title: 'with an object for a text', variables: '{"slug": {"a": 1}}', code: 'BAD_USER_INPUT' },
    { title: 'with a list for a text', variables: '{"slug": ["the-page", "b"]}', code: 'BAD_USER_INPUT' },
    {
      title: 'with a number that is too large',
      variables: '{"slug": "the-page", "n": 1e300}',
      code: 'BAD_USER_INPUT',
    },
    { title: 'with half a number', variables: '{"slug": "the-page", "n": 1.5}', code: 'BAD_USER_INPUT' },
    { title: 'with a NUL', variables: '{"slug": "the\\u0000page"}', code: 'BAD_USER_INPUT' },
    {
      title: 'with the key __proto__',
      variables: '{"__proto__": {"slug": "the-page"}}',
      code: 'BAD_REQUEST',
    },
    { title: 'ten thousand deep', variables: `{"slug": ${deep(10_000)}}`, code: 'BAD_USER_INPUT' },
  ])('$title are refused', async ({ variables, code }) => {
    const { status, errors } = await raw(`{"query": ${JSON.stringify(bySlug)}, "variables": ${variables}}`);
    expect(errors[0]).toMatchObject({ message: expect.stringMatching(/\w/), extensions: { code } });
    expect(status).toBe(400);
  });

  test.each([
    { title: 'that are no JSON', variables: '{', code: 'BAD_REQUEST' },
    { title: 'that are an array', variables: '[1]', code: 'BAD_REQUEST' },
    { title: 'ten thousand deep', variables: `{"slug": ${deep(2_000)}}`, code: 'BAD_USER_INPUT' },
  ])('in a URL $title are refused', async ({ variables, code }) => {
    const { status, errors } = await get({ query: bySlug, variables });
    expect(errors[0]).toMatchObject({ extensions: { code } });
    expect(status).toBe(400);
  });

  test('named __proto__ in a URL change nothing', async () => {
    const { status } = await get({
      query: bySlug,
      variables: '{"__proto__": {"slug": "the-page"}, "slug": "the-page"}',
    });
    expect(status).toBe(200);
    expect(({} as { slug?: string }).slug).toBeUndefined();
  });
});

describe('extensions', () => {
  test.each([
    { title: 'that are an array', extensions: '[]', status: 400 },
    { title: 'that are a text', extensions: '"a"', status: 400 },
    { title: 'with the key __proto__', extensions: '{"__proto__": {"persistedQuery": 1}}', status: 400 },
    {
      title: 'with a persisted query that is none',
      extensions: '{"persistedQuery": {"version": 9, "sha256Hash": 7}}',
      status: 400,
    },
    { title: 'ten thousand deep', extensions: `{"a": ${deep(10_000)}}`, status: 200 },
  ])('$title: $status', async ({ extensions, status }) => {
    const answer = await raw(`{"query": ${JSON.stringify(article('slug'))}, "extensions": ${extensions}}`);
    expect(answer.status).toBe(status);
    if (status === 400)
      expect(answer.errors[0]).toMatchObject({ extensions: { code: expect.stringMatching(/^[A-Z_]+$/) } });
  });
});

describe('a request', () => {
  test('of many queries is refused', async () => {
    const many = Array.from({ length: 50 }, () => ({ query: article('slug') }));
    expect(await post(many)).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'BAD_REQUEST' } }],
    });
  });

  test('that writes is not taken over GET', async () => {
    const query = 'mutation { recordView(input: { articleId: "a" }) { status } }';
    expect(await get({ query })).toMatchObject({
      status: 405,
      errors: [{ message: expect.stringContaining('GET'), extensions: { code: 'BAD_REQUEST' } }],
    });
  });

  test.each([
    { type: 'text/plain', status: 400, code: 'BAD_REQUEST' },
    { type: 'application/x-www-form-urlencoded', status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' },
    { type: 'multipart/form-data; boundary=a', status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' },
    { type: 'application/xml', status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' },
    { type: 'application/graphql', status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' },
  ])('in $type is refused', async ({ type, status, code }) => {
    const answer = await raw(JSON.stringify({ query: article('slug') }), { 'content-type': type });
    expect(answer).toMatchObject({ status, errors: [{ extensions: { code } }] });
  });

  test.each([
    {
      title: 'that is not UTF-8',
      body: Buffer.from('{"query": "\xff\xfe"}', 'latin1'),
      status: 400,
      code: 'BODY_NOT_UTF8',
    },
    {
      title: 'of two megabytes',
      body: JSON.stringify({ query: 'a'.repeat(2 * 1_048_576) }),
      status: 413,
      code: 'BODY_TOO_LARGE',
    },
    { title: 'of brackets alone', body: deep(100_000), status: 400, code: 'BAD_REQUEST' },
  ])('with a body $title is refused', async ({ body, status, code }) => {
    expect(await raw(body)).toMatchObject({ status, errors: [{ extensions: { code } }] });
  });
});

test('fifty hostile queries at once do not keep the page waiting', async () => {
  const hostile = Array.from({ length: 50 }, (_, at) =>
    post({ query: `# ${at}\n${bomb(times(200, () => 'slug'))}` }),
  );
  const page = api.ask<{ article: { slug: string } }>(pageQuery, { slug: 'the-page' });
  expect((await page).data.article.slug).toBe('the-page');
  for (const { errors } of await Promise.all(hostile))
    expect(errors[0]?.extensions.code).toBe('QUERY_TOO_LARGE');
});
