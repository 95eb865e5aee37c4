// Live updates of the running API over real WebSockets.

import { Role } from '../../../../src/accounts/role';
import { systemClock } from '../../../../src/platform/clock';
import { keyOf } from '../../../builders/a-key';
import { connectByHand } from '../../../builders/a-live-client';
import { useApi } from '../../../builders/a-running-api';
import { anArticleDraft } from '../../../builders/an-article-draft';
import { BROWSER } from '../../../setup/running-program';
import { until } from '../../../setup/until';

const api = useApi({
  POPULAR_ENTRY_DWELL_MS: '0',
  POPULAR_ENTRY_LEAD: '1',
  POPULAR_SWAP_LEAD: '1',
  POPULAR_STORIES: 'each',
  LIVE_MESSAGE_BYTES: '20000',
  CORS_ORIGINS: 'https://news.example',
});

const HOUR_MS = 3_600_000;
const anHourEach = (number: number) => new Date(systemClock.nowMs() - (8 - number) * HOUR_MS);

beforeAll(() =>
  api.publish(
    [1, 2, 3, 4, 5, 6].map((number) => anArticleDraft({ number, publishedAt: anHourEach(number) })),
  ),
);

const popular = `subscription { popularNowChanged(first: 3) { kind
  list { edges { rank node { slug } } } entered { node { slug } } left { id article { slug } } moved { from to article { slug } } } }`;
const viewsOf = (slug: string) =>
  `subscription { articleViewsChanged(article: "${slug}") { views article { slug } } }`;

const asReader = { headers: { 'user-agent': BROWSER } };
let visitors = 0;
async function read(slug: string, times: number): Promise<void> {
  const { data } = await api.ask<{ article: { id: string } }>(`{ article(slug: "${slug}") { id } }`);
  for (let time = 0; time < times; time++) {
    visitors += 1;
    const input = { articleId: data.article.id, visitor: `reader ${visitors}` };
    await api.ask(
      'mutation ($input: RecordViewInput!) { recordView(input: $input) { status } }',
      { input },
      asReader,
    );
  }
}

async function figure(name: string, labels = ''): Promise<number> {
  const text = await (await fetch(`${api.url}/metrics`)).text();
  const line = text.split('\n').find((one) => one.startsWith(`${name}${labels} `));
  return Number(line?.split(' ').at(-1) ?? 0);
}

test('the present state comes first, then what has entered, left and moved', async () => {
  const client = await connectByHand(api.url);
  client.subscribe('list', popular);
  await client.untilResults('list', 1);
  const first = client.results('list')[0].popularNowChanged;
  expect(first).toMatchObject({ kind: 'PRESENT', entered: [], left: [], moved: [] });
  expect(first.list.edges.map(({ node }: { node: { slug: string } }) => node.slug)).toEqual([
    'story-6',
    'story-5',
    'story-4',
  ]);
  await read('story-1', 12);
  const orders = () =>
    client
      .results('list')
      .map(({ popularNowChanged: change }) => change)
      .filter(({ kind }) => kind === 'ORDER');
  await until(() => orders().length > 0, { what: 'another order is told' });
  const [change] = orders();
  expect(change.list.edges[0]).toEqual({ rank: 1, node: { slug: 'story-1' } });
  expect(change.entered).toEqual([{ node: { slug: 'story-1' } }]);
  expect(change.left).toMatchObject([{ article: { slug: 'story-4' } }]);
  expect(change.moved).toContainEqual({ from: 1, to: 2, article: { slug: 'story-6' } });
  client.close();
}, 180_000);

test.each([
  { field: 'trendingChanged', places: 0 }, // nothing rises here
  { field: 'mustReadsChanged', places: 5 },
])('$field begins with the list as it stands', async ({ field, places }) => {
  const client = await connectByHand(api.url);
  client.subscribe('list', `subscription { ${field} { kind list { edges { rank } } } }`);
  await client.untilResults('list', 1);
  const [{ [field]: first }] = client.results('list');
  expect(first.kind).toBe('PRESENT');
  expect(first.list.edges).toHaveLength(places);
  client.close();
});

test('a view is pushed to who follows the article, and only then', async () => {
  const client = await connectByHand(api.url);
  client.subscribe('views', viewsOf('story-2'));
  await client.untilResults('views', 1);
  expect(client.results('views')).toEqual([
    { articleViewsChanged: { views: 0, article: { slug: 'story-2' } } },
  ]);
  await read('story-2', 1);
  await client.untilResults('views', 2);
  expect(client.results('views')[1].articleViewsChanged.views).toBe(1);
  client.send({ id: 'views', type: 'complete' });
  await read('story-2', 1);
  client.subscribe('again', viewsOf('story-2'));
  await client.untilResults('again', 1);
  expect(client.results('again')[0].articleViewsChanged.views).toBe(2);
  expect(client.results('views')).toHaveLength(2);
  client.close();
}, 180_000);

test('200 followers of the same are one execution for each event', async () => {
  const field = '{field="articleViewsChanged"}';
  const clients = await Promise.all(Array.from({ length: 10 }, () => connectByHand(api.url)));
  const ids = Array.from({ length: 20 }, (_, at) => `s${at}`);
  const executed = await figure('mostread_live_executions_total', field);
  const pushed = await figure('mostread_live_pushes_total', field);
  for (const client of clients) for (const id of ids) client.subscribe(id, viewsOf('story-3'));
  const all = (count: number) =>
    until(() => clients.every((client) => ids.every((id) => client.results(id).length >= count)), {
      what: `${count} results each`,
    });
  await all(1);
  expect(await figure('mostread_live_subscriptions', field)).toBe(200);
  expect(await figure('mostread_live_executions')).toBe(1);
  // Who joins later than a second after the first is given the state anew; where joining takes long these are some.
  const joining = (await figure('mostread_live_executions_total', field)) - executed;
  expect(joining).toBeLessThan(50);
  await read('story-3', 1);
  await all(2);
  expect((await figure('mostread_live_executions_total', field)) - executed).toBe(joining + 1);
  expect((await figure('mostread_live_pushes_total', field)) - pushed).toBe(400);
  for (const client of clients) client.close();
  await until(async () => (await figure('mostread_live_subscriptions', field)) === 0, {
    what: 'none is left',
  });
}, 180_000);

test('thirty that are gone without a word leave nothing behind', async () => {
  const connections = () => figure('mostread_live_connections');
  await until(async () => (await connections()) === 0, { what: 'those of before are gone' });
  const clients = await Promise.all(Array.from({ length: 30 }, () => connectByHand(api.url)));
  for (const client of clients) client.subscribe('list', popular);
  await Promise.all(clients.map((client) => client.untilResults('list', 1)));
  expect(await connections()).toBe(30);
  expect(await figure('mostread_live_subscriptions', '{field="popularNowChanged"}')).toBe(30);
  for (const { socket } of clients) socket.terminate();
  await until(
    async () => (await figure('mostread_live_subscriptions', '{field="popularNowChanged"}')) === 0,
    { what: 'their subscriptions are gone' },
  );
  await until(async () => (await figure('mostread_live_executions')) === 0, { what: 'nothing runs' });
  await until(async () => (await connections()) === 0, { what: 'they are gone' });
}, 180_000);

describe('what is too much', () => {
  test.each([
    {
      title: 'a depth of 50',
      query: `subscription { popularNowChanged { list { edges { node { section ${'{ children '.repeat(45)}{ id }${' }'.repeat(45)} } } } } }`,
      code: 'QUERY_TOO_LARGE',
    },
    {
      title: '40 aliases',
      query: `subscription { popularNowChanged { ${Array.from({ length: 40 }, (_, at) => `a${at}: kind`).join(' ')} } }`,
      code: 'QUERY_TOO_LARGE',
    },
    {
      title: 'lists in lists',
      query:
        'subscription { popularNowChanged(first: 50) { list { edges { node { latestInSection(first: 200) { edges { node { latestInSection(first: 200) { edges { node { id } } } } } } } } } } }',
      code: 'QUERY_TOO_LARGE',
    },
    {
      title: 'more tokens than a document may have',
      query: `subscription { ${'a '.repeat(5_000)} }`,
      code: 'QUERY_TOO_LARGE',
    },
    { title: 'no GraphQL', query: 'subscription {', code: 'GRAPHQL_PARSE_FAILED' },
    {
      title: 'a field that is not there',
      query: 'subscription { nothing }',
      code: 'GRAPHQL_VALIDATION_FAILED',
    },
    {
      title: 'two fields at the root',
      query: 'subscription { a: popularNowChanged { kind } b: popularNowChanged { kind } }',
      code: 'GRAPHQL_VALIDATION_FAILED',
    },
    { title: 'a query', query: '{ me { id } }', code: 'NOT_A_SUBSCRIPTION' },
    {
      title: 'a mutation',
      query: 'mutation { recordView(input: { articleId: "x" }) { status } }',
      code: 'NOT_A_SUBSCRIPTION',
    },
    {
      title: 'too many places',
      query: 'subscription { popularNowChanged(first: 51) { kind } }',
      code: 'BAD_USER_INPUT',
    },
    {
      title: 'a section that is not there',
      query: 'subscription { popularNowChanged(section: "nowhere") { kind } }',
      code: 'BAD_USER_INPUT',
    },
    {
      title: 'an article that is not there',
      query: 'subscription { articleViewsChanged(article: "nobody") { views } }',
      code: 'ARTICLE_NOT_FOUND',
    },
  ])('$title is refused as $code, and the socket goes on', async ({ query, code }) => {
    const client = await connectByHand(api.url);
    client.subscribe('bad', query);
    await until(() => client.errors('bad').length > 0, { what: 'it is refused' });
    expect(client.errors('bad')[0]?.extensions?.code).toBe(code);
    client.subscribe('bad', viewsOf('story-6'));
    await client.untilResults('bad', 1);
    client.close();
  });

  test('of 1,000 subscriptions on a socket the first 20 run', async () => {
    const client = await connectByHand(api.url);
    for (let at = 0; at < 1_000; at++) client.subscribe(`s${at}`, viewsOf('story-4'));
    const refused = () => client.messages.filter(({ type }) => type === 'error');
    await until(() => refused().length === 980, { what: '980 are refused' });
    expect(new Set(refused().map(({ payload }) => payload[0].extensions.code))).toEqual(
      new Set(['TOO_MANY_SUBSCRIPTIONS']),
    );
    for (let at = 0; at < 20; at++) await client.untilResults(`s${at}`, 1);
    expect(client.closed).toBeUndefined();
    client.send({ id: 's0', type: 'complete' });
    client.subscribe('one more', viewsOf('story-4'));
    await client.untilResults('one more', 1);
    client.close();
  }, 180_000);

  test('a message that is too long closes the socket', async () => {
    const client = await connectByHand(api.url);
    client.send({ type: 'ping', payload: { text: 'x'.repeat(21_000) } });
    expect((await client.untilClosed()).code).toBe(1009);
  });

  test('a page of another origin gets no socket, one on the list does', async () => {
    const foreign = connectByHand(api.url, { headers: { origin: 'https://evil.example' } });
    await expect(foreign).rejects.toThrow('403');
    const allowed = await connectByHand(api.url, { headers: { origin: 'https://news.example' } });
    allowed.close();
  });

  test('a subscription by POST is told where to go', async () => {
    const { errors } = await api.ask('subscription { popularNowChanged { kind } }');
    expect(errors?.[0]?.extensions.code).toBe('SUBSCRIPTION_NOT_HERE');
  });
});

describe('a credential', () => {
  test('comes in the first message, as key or as Authorization', async () => {
    const key = await keyOf(api, Role.EDITOR);
    for (const params of [{ apiKey: key }, { Authorization: `Bearer ${key}` }]) {
      const client = await connectByHand(api.url, { params });
      expect(client.closed).toBeUndefined();
      client.subscribe('list', popular);
      await client.untilResults('list', 1);
      client.close();
    }
  });

  test.each([
    { params: { apiKey: 'mostread_wrong' }, code: 'CREDENTIAL_MALFORMED' },
    { params: { authorization: 'Basic abc' }, code: 'CREDENTIAL_MALFORMED' },
  ])('that does not hold closes the socket as $code', async ({ params, code }) => {
    const client = await connectByHand(api.url, { params });
    const closed = await client.untilClosed();
    expect(closed.code).toBe(4403);
    expect(closed.reason).toContain(code);
  });

  test('that is revoked ends what goes on under it', async () => {
    const admin = await keyOf(api, Role.ADMIN);
    const key = await keyOf(api, Role.SERVICE, { name: 'a dashboard' });
    const client = await connectByHand(api.url, { params: { apiKey: key } });
    client.subscribe('list', popular);
    await client.untilResults('list', 1);
    const { data } = await api.ask<{ apiKeys: { edges: { node: { id: string; name: string } }[] } }>(
      '{ apiKeys(first: 100) { edges { node { id name } } } }',
      {},
      { as: admin },
    );
    const id = data.apiKeys.edges.find(({ node }) => node.name === 'a dashboard')?.node.id;
    await api.ask(
      'mutation ($id: ID!) { revokeApiKey(id: $id) { userErrors { code } } }',
      { id },
      { as: admin },
    );
    await until(() => client.closed !== undefined, { withinMs: 20_000, what: 'it is closed' });
    expect(client.closed?.code).toBe(4403);
  }, 180_000);
});
