import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { request } from 'undici';
import { systemClock } from '../../src/platform/clock';
import { useApi } from '../builders/a-running-api';
import { anArticleDraft } from '../builders/an-article-draft';
import { until } from '../setup/until';

const api = useApi();

const preflight = { 'apollo-require-preflight': 'true' };
const pageQuery = readFileSync(join(__dirname, '../../schema/operations/article-page.graphql'), 'utf8');
const listQuery = '{ latestStories(first: 5) { edges { node { headline } } } }';

beforeAll(() => api.publish(Array.from({ length: 30 }, (_, index) => anArticleDraft({ number: index + 1 }))));

interface Got {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  bytes: Buffer;
  body: { data?: Record<string, unknown>; errors?: { extensions: { code: string } }[] };
}

async function get(
  parameters: Record<string, string>,
  headers: Record<string, string> = preflight,
  method: 'GET' | 'HEAD' = 'GET',
): Promise<Got> {
  const answer = await request(`${api.url}/graphql?${new URLSearchParams(parameters)}`, { method, headers });
  const bytes = Buffer.from(await answer.body.arrayBuffer());
  const isJson = bytes.length > 0 && answer.headers['content-encoding'] === undefined;
  return {
    status: answer.statusCode,
    headers: answer.headers,
    bytes,
    body: isJson ? JSON.parse(bytes.toString()) : {},
  };
}

async function post(body: object): Promise<Got['body'] & { status: number; cacheControl: string }> {
  const answer = await request(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const cacheControl = String(answer.headers['cache-control']);
  return { status: answer.statusCode, cacheControl, ...((await answer.body.json()) as Got['body']) };
}

describe('what caches may keep', () => {
  test.each([
    { title: 'a list of articles, for a second', query: listQuery, seconds: 1 },
    {
      title: 'an article that is not there, for a second',
      query: '{ article(slug: "none") { id } }',
      seconds: 1,
    },
    { title: 'sections, for ten', query: '{ sections { slug name parent { slug } } }', seconds: 10 },
    {
      title: 'sections with their articles, for a second',
      query: '{ sections { slug } popularNow { edges { node { slug } } } }',
      seconds: 1,
    },
    {
      title: 'articles in a fragment, for a second',
      query:
        '{ sections { ...S } ...Q } fragment S on Section { name } fragment Q on Query { popularNow { totalCount } }',
      seconds: 1,
    },
    { title: 'the schema, for a minute', query: '{ __schema { queryType { name } } }', seconds: 60 },
  ])('$title', async ({ query, seconds }) => {
    const { status, headers } = await get({ query });
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe(`public, max-age=0, s-maxage=${seconds}`);
    expect(headers['etag']).toMatch(/^W\/"[\w-]{27}"$/);
  });

  test.each([
    { title: 'an error', query: '{ article { id } }' },
    { title: 'a document that is none', query: '{ nothing }' },
    { title: 'a half answer', query: `{ sections { slug } article(id: null) { id } }` },
  ])('is not $title', async ({ query }) => {
    const { headers } = await get({ query });
    expect(headers['cache-control']).toBe('private, no-store');
    expect(headers['etag']).toBeUndefined();
  });

  test('is not what was asked by POST, nor a mutation', async () => {
    expect((await post({ query: listQuery })).cacheControl).toBe('private, no-store');
    const mutation = `mutation { recordView(input: { articleId: "none" }) { status } }`;
    expect((await post({ query: mutation })).cacheControl).toBe('private, no-store');
  });

  test('is not an answer to someone with a credential', async () => {
    const headers = { ...preflight, authorization: 'Bearer of-nothing' };
    expect((await get({ query: listQuery }, headers)).headers['cache-control']).toBe('private, no-store');
  });

  test('depends on who asks from where, and on what they accept', async () => {
    const { headers } = await get({ query: listQuery });
    const names = String(headers['vary']).toLowerCase().split(', ');
    expect(new Set(names)).toEqual(
      new Set(['origin', 'accept', 'accept-encoding', 'authorization', 'x-api-key']),
    );
    expect(names).toHaveLength(5);
  });
});

describe('a client that has the answer already', () => {
  test('is told so in no bytes, whatever form its tag has', async () => {
    const first = await get({ query: listQuery });
    const tag = String(first.headers['etag']);
    for (const form of [tag, tag.slice(2), `"other", ${tag}`, '*']) {
      const again = await get({ query: listQuery }, { ...preflight, 'if-none-match': form });
      expect(again).toMatchObject({ status: 304, bytes: Buffer.alloc(0) });
      expect(again.headers).toMatchObject({ etag: tag, 'cache-control': first.headers['cache-control'] });
      expect(again.headers['content-type']).toBeUndefined();
    }
    const other = await get({ query: listQuery }, { ...preflight, 'if-none-match': '"other"' });
    expect(other.status).toBe(200);
  });

  test('is told so for the article page too, while nobody reads and nothing changes', async () => {
    const page = { query: pageQuery, variables: JSON.stringify({ slug: 'story-1' }) };
    let { headers, body } = await get(page);
    expect(body.data?.['article']).toMatchObject({ slug: 'story-1' });
    await until(async () => {
      // Ranking computes its lists anew meanwhile.
      await systemClock.wait(1_000);
      const again = await get(page, { ...preflight, 'if-none-match': String(headers['etag']) });
      headers = again.headers;
      return again.status === 304;
    });
  });

  test('is told the same when it takes the answer compressed', async () => {
    const { headers } = await get({ query: listQuery });
    const compressed = { ...preflight, 'accept-encoding': 'br', 'if-none-match': String(headers['etag']) };
    expect((await get({ query: listQuery }, compressed)).status).toBe(304);
  });

  test('gets the new answer once something has changed', async () => {
    const before = await get({ query: listQuery });
    await api.publish([anArticleDraft({ number: 99, publishedAt: new Date('2026-05-01') })]);
    const after = await get(
      { query: listQuery },
      { ...preflight, 'if-none-match': String(before.headers['etag']) },
    );
    expect(after.status).toBe(200);
    expect(after.headers['etag']).not.toBe(before.headers['etag']);
  });
});

test('HEAD is GET without a body', async () => {
  const asked = await get({ query: listQuery });
  const head = await get({ query: listQuery }, preflight, 'HEAD');
  expect(head).toMatchObject({ status: 200, bytes: Buffer.alloc(0) });
  for (const name of ['etag', 'cache-control', 'content-type', 'content-length', 'vary'])
    expect(head.headers[name]).toEqual(asked.headers[name]);
  expect((await get({ query: listQuery }, {}, 'HEAD')).status).toBe(400);
});

describe('a persisted query', () => {
  const query = '{ latestStories(first: 2) { edges { node { slug } } } }';
  const extensionsFor = (sha256Hash: string) =>
    JSON.stringify({ persistedQuery: { version: 1, sha256Hash } });
  const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

  test('is asked for by its hash, sent once when it is not known, and asked for by its hash from then on', async () => {
    const extensions = extensionsFor(hashOf(query));
    const unknown = await get({ extensions });
    expect(unknown.body.errors?.[0]?.extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect(unknown.headers['cache-control']).toBe('private, no-store');
    const registered = await post({ query, extensions: JSON.parse(extensions) });
    expect(registered.errors).toBeUndefined();
    const known = await get({ extensions });
    expect(known.body).toEqual({ data: registered.data });
    expect(known.headers['cache-control']).toBe('public, max-age=0, s-maxage=1');
    expect(await post({ extensions: JSON.parse(extensions) })).toMatchObject({ data: registered.data });
  });

  test('is registered by GET as well', async () => {
    const other = `${query} # by GET`;
    const extensions = extensionsFor(hashOf(other));
    expect((await get({ extensions, query: other })).status).toBe(200);
    expect((await get({ extensions })).body.errors).toBeUndefined();
  });

  test('is refused under the hash of another, and not learnt', async () => {
    const extensions = extensionsFor(hashOf('{ sections { slug } }'));
    const wrong = await get({ query, extensions });
    expect(wrong).toMatchObject({
      status: 400,
      body: { errors: [{ extensions: { code: 'PERSISTED_QUERY_HASH_MISMATCH' } }] },
    });
    expect((await get({ extensions })).body.errors?.[0]?.extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  test('of another version of the protocol is refused', async () => {
    const extensions = JSON.stringify({ persistedQuery: { version: 2, sha256Hash: hashOf(query) } });
    const { status, body } = await get({ query, extensions });
    expect(status).toBe(400);
    expect(body.errors?.[0]?.extensions.code).toBe('PERSISTED_QUERY_NOT_SUPPORTED');
  });
});

describe('compression', () => {
  const long = { query: '{ latestStories(first: 20) { edges { node { id slug headline standfirst } } } }' };

  test.each([
    { encoding: 'br', unpack: brotliDecompressSync },
    { encoding: 'gzip', unpack: gunzipSync },
  ])('is $encoding for who accepts it', async ({ encoding, unpack }) => {
    const plain = await get(long);
    const packed = await get(long, { ...preflight, 'accept-encoding': encoding });
    expect(packed.headers['content-encoding']).toBe(encoding);
    expect(packed.headers['etag']).toBe(plain.headers['etag']);
    expect(packed.bytes.length).toBeLessThan(plain.bytes.length / 3);
    expect(unpack(packed.bytes).toString()).toBe(plain.bytes.toString());
  });

  test('leaves small answers and clients that ask for none alone', async () => {
    const small = await get({ query: '{ __typename }' }, { ...preflight, 'accept-encoding': 'br, gzip' });
    expect(small.headers['content-encoding']).toBeUndefined();
    expect((await get(long)).headers['content-encoding']).toBeUndefined();
  });

  test('of a request is not undone', async () => {
    const answer = await request(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: Buffer.from('1f8b0800000000000000', 'hex'),
    });
    await answer.body.dump();
    expect(answer.statusCode).toBe(400);
  });
});
