import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { useApi } from '../builders/a-running-api';

const pageQuery = readFileSync(join(__dirname, '../../schema/operations/article-page.graphql'), 'utf8');
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const byHash = (text: string) => ({ persistedQuery: { version: 1, sha256Hash: hashOf(text) } });

const learning = useApi();
const strict = useApi({ PERSISTED_QUERIES: 'known-only' });
const without = useApi({ PERSISTED_QUERIES: 'off' });

interface Answer {
  data?: unknown;
  errors?: { extensions: { code: string } }[];
}

async function post(url: string, body: object): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Answer;
}

const variables = { slug: 'none', read: [] };

test("the publisher's own documents are known by their hash from the start", async () => {
  for (const { url } of [learning, strict]) {
    const answer = await post(url, { variables, extensions: byHash(pageQuery) });
    expect(answer).toMatchObject({ data: { article: null } });
    expect(answer.errors).toBeUndefined();
  }
});

describe('a server that runs known documents only', () => {
  test('runs one that is sent as a text as well, however it is laid out', async () => {
    const squeezed = pageQuery.replaceAll(/#.*$/gm, '').replaceAll(/\s+/g, ' ');
    expect(await post(strict.url, { query: squeezed, variables })).toMatchObject({ data: { article: null } });
  });

  test.each([
    { title: 'another one', query: '{ __typename }' },
    { title: 'the schema', query: '{ __schema { queryType { name } } }' },
    { title: 'a mutation', query: 'mutation { recordView(input: { articleId: "a" }) { status } }' },
    { title: 'a known one with more behind it', query: `${pageQuery} query Other { sections { slug } }` },
  ])('refuses $title, and learns nothing', async ({ query }) => {
    const body = { query, operationName: query.startsWith('#') ? 'ArticlePage' : undefined };
    const refused = [{ extensions: { code: 'DOCUMENT_NOT_KNOWN', retryable: false } }];
    expect(await post(strict.url, body)).toMatchObject({ errors: refused });
    expect((await post(strict.url, { ...body, extensions: byHash(query) })).errors).toMatchObject(refused);
    expect((await post(strict.url, { extensions: byHash(query) })).errors).toMatchObject([
      { extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } },
    ]);
  });
});

test('a server without persisted queries says so', async () => {
  expect(await post(without.url, { variables, extensions: byHash(pageQuery) })).toMatchObject({
    errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' } }],
  });
  expect(await post(without.url, { query: '{ __typename }' })).toEqual({ data: { __typename: 'Query' } });
});
