// Server-sent events of the running API, read as they come, and by the client of graphql-sse.

import { createClient } from 'graphql-sse';
import { useApi } from '../../../builders/a-running-api';
import { anArticleDraft } from '../../../builders/an-article-draft';
import { BROWSER } from '../../../setup/running-program';
import { until } from '../../../setup/until';

const api = useApi({ CORS_ORIGINS: 'https://news.example', LIVE_SUBSCRIPTIONS_PER_CONNECTION: '3' });

beforeAll(() => api.publish([1, 2, 3].map((number) => anArticleDraft({ number }))));

const viewsOf = (slug: string) => `subscription { articleViewsChanged(article: "${slug}") { views } }`;
const streamAt = () => `${api.url}/graphql/stream`;
const asEvents = { accept: 'text/event-stream' };

async function read(slug: string, visitor: string): Promise<void> {
  const { data } = await api.ask<{ article: { id: string } }>(`{ article(slug: "${slug}") { id } }`);
  const input = { articleId: data.article.id, visitor };
  await api.ask(
    'mutation ($input: RecordViewInput!) { recordView(input: $input) { status } }',
    { input },
    { headers: { 'user-agent': BROWSER } },
  );
}

interface OpenStream {
  response: Response;
  /** All of it so far. */
  text(): string;
  close(): void;
}

async function open(url: string, init: RequestInit = {}): Promise<OpenStream> {
  const control = new AbortController();
  const response = await fetch(url, { ...init, signal: control.signal });
  let text = '';
  const decoder = new TextDecoder();
  void (async () => {
    for await (const chunk of response.body!) text += decoder.decode(chunk, { stream: true });
  })().catch(() => undefined);
  return { response, text: () => text, close: () => control.abort() };
}

const untilSaid = (stream: OpenStream, words: string) =>
  until(() => stream.text().includes(words), { what: `${words} in ${stream.text()}` });

test('by GET, as an EventSource asks, the state comes first and then each change', async () => {
  const query = new URLSearchParams({ query: viewsOf('story-1') });
  const stream = await open(`${streamAt()}?${query}`, { headers: asEvents });
  expect(stream.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(stream.response.headers.get('cache-control')).toContain('no-cache');
  await untilSaid(stream, 'event: next\ndata: {"data":{"articleViewsChanged":{"views":0}}}\n\n');
  expect(stream.text().startsWith(':\n\n')).toBe(true);
  await read('story-1', 'ada');
  await untilSaid(stream, 'event: next\ndata: {"data":{"articleViewsChanged":{"views":1}}}\n\n');
  stream.close();
}, 180_000);

test('by POST, with variables', async () => {
  const body = JSON.stringify({
    query: 'subscription ($article: ID!) { articleViewsChanged(article: $article) { views } }',
    variables: { article: 'story-2' },
  });
  const headers = { ...asEvents, 'content-type': 'application/json' };
  const stream = await open(streamAt(), { method: 'POST', headers, body });
  await untilSaid(stream, '{"data":{"articleViewsChanged":{"views":0}}}');
  stream.close();
});

test.each([
  { title: 'a query', query: '{ me { id } }', code: 'NOT_A_SUBSCRIPTION' },
  { title: 'no article', query: viewsOf('nobody'), code: 'ARTICLE_NOT_FOUND' },
  { title: 'no GraphQL', query: 'subscription {', code: 'GRAPHQL_PARSE_FAILED' },
  {
    title: 'a depth of 50',
    query: `subscription { articleViewsChanged(article: "x") { article { section ${'{ children '.repeat(47)}{ id }${' }'.repeat(47)} } } }`,
    code: 'QUERY_TOO_LARGE',
  },
])('$title is told as an event, and completed', async ({ query, code }) => {
  const stream = await open(`${streamAt()}?${new URLSearchParams({ query })}`, { headers: asEvents });
  await untilSaid(stream, 'event: complete\ndata:\n\n');
  expect(stream.text()).toContain(`"code":"${code}"`);
});

test('a page of another origin is refused, one on the list is allowed', async () => {
  const url = `${streamAt()}?${new URLSearchParams({ query: viewsOf('story-1') })}`;
  const foreign = await fetch(url, { headers: { ...asEvents, origin: 'https://evil.example' } });
  expect(foreign.status).toBe(403);
  const allowed = await open(url, { headers: { ...asEvents, origin: 'https://news.example' } });
  expect(allowed.response.status).toBe(200);
  expect(allowed.response.headers.get('access-control-allow-origin')).toBe('https://news.example');
  allowed.close();
});

test.each([{ singleConnection: false }, { singleConnection: true }])(
  'the client of graphql-sse follows, with singleConnection $singleConnection',
  async ({ singleConnection }) => {
    const client = createClient({
      url: streamAt(),
      singleConnection: singleConnection as true,
      retryAttempts: 0,
      lazyCloseTimeout: 0,
    });
    const seen: unknown[] = [];
    const errors: unknown[] = [];
    const sink = {
      next: (result: { data?: unknown }) => void seen.push(result.data),
      error: (error: unknown) => void errors.push(error),
      complete: () => undefined,
    };
    const stops = [
      client.subscribe({ query: viewsOf('story-3') }, sink),
      client.subscribe({ query: viewsOf('story-3') }, sink),
    ];
    await until(() => seen.length === 2, { what: `both have the state: ${JSON.stringify(seen)} ${errors}` });
    const before = (seen[0] as { articleViewsChanged: { views: number } }).articleViewsChanged.views;
    await read('story-3', `bo ${singleConnection}`);
    await until(() => seen.length === 4, { what: 'both hear of the view' });
    expect(seen.slice(2)).toEqual([
      { articleViewsChanged: { views: before + 1 } },
      { articleViewsChanged: { views: before + 1 } },
    ]);
    for (const stop of stops) stop();
    client.dispose();
    const idle = async () =>
      /mostread_live_connections 0\n/.test(await (await fetch(`${api.url}/metrics`)).text());
    await until(idle, { what: 'nothing is left' });
  },
  30_000,
);

test('who forgets to accept events is told of both ways to get them (406)', async () => {
  const answer = await fetch(streamAt(), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: viewsOf('story-1') }),
  });
  expect(answer.status).toBe(406);
  expect(await answer.json()).toMatchObject({
    errors: [
      {
        message: expect.stringMatching(/"accept: text\/event-stream".*"x-graphql-event-stream-token"/),
        extensions: { code: 'EVENTS_NOT_ACCEPTED' },
      },
    ],
  });
});

describe('a reserved stream', () => {
  const reserve = async () => (await fetch(streamAt(), { method: 'PUT' })).text();
  const ask = (token: string, operationId: string) =>
    fetch(streamAt(), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-graphql-event-stream-token': token },
      body: JSON.stringify({ query: viewsOf('story-1'), extensions: { operationId } }),
    });

  test('may have so many subscriptions, and is read once', async () => {
    const token = await reserve();
    const stream = await open(`${streamAt()}?token=${token}`, { headers: asEvents });
    for (const id of ['a', 'b', 'c', 'd']) expect((await ask(token, id)).status).toBe(202);
    await untilSaid(stream, '"code":"TOO_MANY_SUBSCRIPTIONS"');
    const second = await fetch(`${streamAt()}?token=${token}`, { headers: asEvents });
    expect(second.status).toBe(409);
    await fetch(`${streamAt()}?token=${token}&operationId=a`, { method: 'DELETE' });
    await untilSaid(stream, 'event: complete\ndata: {"id":"a"}\n\n');
    expect((await ask(token, 'e')).status).toBe(202);
    await untilSaid(stream, '{"id":"e","payload":{"data"');
    stream.close();
  });

  test('has one subscription of an id, of however many that ask at once (409)', async () => {
    const token = await reserve();
    const stream = await open(`${streamAt()}?token=${token}`, { headers: asEvents });
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask(token, 'a')));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409, 409, 409]);
    const refused = answers.find(({ status }) => status === 409);
    expect(await refused?.json()).toMatchObject({ errors: [{ extensions: { code: 'OPERATION_EXISTS' } }] });
    await untilSaid(stream, '{"id":"a","payload":{"data"');
    expect((await ask(token, 'b')).status).toBe(202);
    stream.close();
    const isGone = async () =>
      /mostread_live_subscriptions\{field="articleViewsChanged"\} 0\n/.test(
        await (await fetch(`${api.url}/metrics`)).text(),
      );
    await until(isGone, { what: 'none goes on unseen' });
  });

  test('of another token is not there', async () => {
    expect((await ask('nothing', 'a')).status).toBe(404);
    expect((await fetch(streamAt(), { method: 'DELETE' })).status).toBe(404);
  });
});
