// What a network may follow, over all its connections, of the running API.

import { Role } from '../../../../src/accounts/role';
import { keyOf } from '../../../builders/a-key';
import { connectByHand, type HandClient } from '../../../builders/a-live-client';
import { useApi } from '../../../builders/a-running-api';
import { anArticleDraft } from '../../../builders/an-article-draft';
import { BROWSER } from '../../../setup/running-program';
import { until } from '../../../setup/until';

const api = useApi({
  TRUST_PROXY: 'loopback',
  LIVE_EXECUTIONS_PER_NETWORK: '3',
  LIVE_SUBSCRIPTIONS_PER_NETWORK: '5',
  RATE_LIMIT_NETWORK: '6000',
  LIVE_MESSAGES_PER_SECOND: '20',
});

beforeAll(() => api.publish([1, 2, 3, 4].map((number) => anArticleDraft({ number }))));

const viewsOf = (number: number) =>
  `subscription { articleViewsChanged(article: "story-${number}") { views } }`;
const from = (clientIp: string) => connectByHand(api.url, { headers: { 'x-forwarded-for': clientIp } });

async function read(slug: string, visitor: string): Promise<void> {
  const { data } = await api.ask<{ article: { id: string } }>(`{ article(slug: "${slug}") { id } }`);
  const query = 'mutation ($input: RecordViewInput!) { recordView(input: $input) { status } }';
  const input = { articleId: data.article.id, visitor };
  await api.ask(query, { input }, { headers: { 'user-agent': BROWSER } });
}

async function refusalOf(client: HandClient, id: string): Promise<Record<string, unknown>> {
  await until(() => client.errors(id).length > 0, { what: `${id} is refused` });
  return client.errors(id)[0]!.extensions as Record<string, unknown>;
}

test('so many different things, whichever connection asks; others of the network may join them', async () => {
  const clients = [await from('81.1.1.1'), await from('81.1.1.2')] as const;
  for (const number of [1, 2, 3]) clients[0].subscribe(`s${number}`, viewsOf(number));
  for (const number of [1, 2, 3]) await clients[0].untilResults(`s${number}`, 1);
  clients[1].subscribe('too much', viewsOf(4));
  expect(await refusalOf(clients[1], 'too much')).toMatchObject({
    ...{ code: 'TOO_MUCH_FOLLOWED', allowed: 3, setting: 'LIVE_EXECUTIONS_PER_NETWORK' },
  });
  clients[1].subscribe('the same', viewsOf(3));
  await clients[1].untilResults('the same', 1);
  clients[1].subscribe('the fifth', viewsOf(3));
  await clients[1].untilResults('the fifth', 1);
  clients[1].subscribe('the sixth', viewsOf(3));
  expect(await refusalOf(clients[1], 'the sixth')).toMatchObject({
    ...{ code: 'TOO_MANY_SUBSCRIPTIONS', allowed: 5, setting: 'LIVE_SUBSCRIPTIONS_PER_NETWORK' },
  });
  const elsewhere = await from('82.1.1.1');
  elsewhere.subscribe('s', viewsOf(4));
  await elsewhere.untilResults('s', 1);
  // A socket that goes without a word makes room.
  clients[0].socket.terminate();
  let attempts = 0;
  const again = async () => {
    const id = `again ${++attempts}`;
    clients[1].subscribe(id, viewsOf(1));
    await until(() => clients[1].results(id).length + clients[1].errors(id).length > 0, { what: id });
    return clients[1].results(id).length > 0;
  };
  await until(again, { what: 'there is room' });
  for (const client of [clients[1], elsewhere]) client.close();
}, 180_000);

test('what ended by itself, or never began, counts no more', async () => {
  const client = await from('83.1.1.1');
  for (let at = 0; at < 8; at++) {
    client.subscribe(`bad${at}`, `subscription { articleViewsChanged(article: "nobody-${at}") { views } }`);
    expect(await refusalOf(client, `bad${at}`)).toMatchObject({ code: 'ARTICLE_NOT_FOUND' });
  }
  client.subscribe('good', viewsOf(1));
  await client.untilResults('good', 1);
  client.close();
}, 180_000);

test('a key follows for itself, beside its network and wherever it comes from', async () => {
  const key = await keyOf(api, Role.SERVICE);
  const withKey = (clientIp: string) =>
    connectByHand(api.url, { headers: { 'x-forwarded-for': clientIp }, params: { apiKey: key } });
  const [neighbour, here, there] = [
    await from('85.1.1.1'),
    await withKey('85.1.1.2'),
    await withKey('86.1.1.1'),
  ];
  for (const number of [1, 2, 3]) neighbour.subscribe(`s${number}`, viewsOf(number));
  for (const number of [1, 2, 3]) await neighbour.untilResults(`s${number}`, 1);
  here.subscribe('s4', viewsOf(4));
  await here.untilResults('s4', 1);
  for (const number of [1, 2]) there.subscribe(`s${number}`, viewsOf(number));
  for (const number of [1, 2]) await there.untilResults(`s${number}`, 1);
  there.subscribe('too much', viewsOf(3));
  expect(await refusalOf(there, 'too much')).toMatchObject({ code: 'TOO_MUCH_FOLLOWED', allowed: 3 });
  for (const client of [neighbour, here, there]) client.close();
}, 180_000);

test('each execution costs what a query of it would; a network that has spent what it may misses it', async () => {
  const client = await from('84.1.1.1');
  // Of no network: it pays for nothing, and hears all.
  const witness = await from('10.1.1.1');
  const costly = 'article { latestInSection(first: 150) { edges { node { id slug headline } } } }';
  for (const follower of [client, witness]) {
    follower.subscribe('s', viewsOf(1).replace('views }', `views ${costly} }`));
    await follower.untilResults('s', 1);
  }
  let reader = 0;
  const isMissed = async () => {
    const before = witness.results('s').length;
    await read('story-1', `reader ${++reader}`);
    await witness.untilResults('s', before + 1);
    return witness.results('s').length >= client.results('s').length + 3;
  };
  await until(isMissed, { withinMs: 50_000, what: 'changes are missed' });
  expect(client.results('s').length).toBeGreaterThan(2);
  expect(client.errors('s')).toEqual([]);
  expect(client.closed).toBeUndefined();
  for (const follower of [client, witness]) follower.close();
}, 180_000);

describe('what costs a client nothing', () => {
  test.each([
    { what: 'ping messages', send: (client: HandClient) => client.send({ type: 'ping' }) },
    { what: 'pong messages', send: (client: HandClient) => client.send({ type: 'pong' }) },
    { what: 'pong frames', send: (client: HandClient) => client.socket.pong() },
    {
      what: 'ends of what never began',
      send: (client: HandClient) => client.send({ type: 'complete', id: 'x' }),
    },
  ])('$what close a socket (1008) that sends too many', async ({ send }) => {
    const client = await from('10.1.1.1');
    for (let at = 0; at < 150; at++) send(client);
    client.subscribe('s', viewsOf(1));
    await client.untilResults('s', 1);
    for (let at = 0; at < 500; at++) send(client);
    expect(await client.untilClosed()).toEqual({
      code: 1008,
      reason: 'More messages than LIVE_MESSAGES_PER_SECOND',
    });
  });

  test('ping frames do too, each of which is answered', async () => {
    const client = await from('10.1.1.1');
    let answered = 0;
    client.socket.on('pong', () => {
      answered += 1;
    });
    // Of more at once than a hundred ws itself answers none.
    for (let sent = 50; client.closed === undefined; sent += 50) {
      for (let at = 0; at < 50; at++) client.socket.ping();
      await until(() => answered >= sent || client.closed !== undefined, { what: 'they are answered' });
    }
    expect(answered).toBeGreaterThanOrEqual(150);
    expect(client.closed.code).toBe(1008);
  });
});

test('a subscription of nothing, by a condition, is refused as what it is', async () => {
  const client = await from('10.1.1.1');
  client.subscribe('s', viewsOf(1).replace(' { views }', ' @skip(if: true) { views }'));
  expect(await refusalOf(client, 's')).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' });
  client.close();
});
