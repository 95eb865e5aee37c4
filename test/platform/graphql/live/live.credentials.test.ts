// A credential that gives less than it did ends what goes on under it, in every process.

import { Role } from '../../../../src/accounts/role';
import { settingsFrom } from '../../../../src/compose/settings';
import { keyOf } from '../../../builders/a-key';
import { connectByHand } from '../../../builders/a-live-client';
import { type Parts, startApi, useApi } from '../../../builders/a-running-api';
import { anArticleDraft } from '../../../builders/an-article-draft';
import { until } from '../../../setup/until';

const api = useApi();
let other: Parts;

beforeAll(async () => {
  await api.publish([1].map((number) => anArticleDraft({ number })));
  const { dataSource, redis, log } = api.stores;
  other = await startApi({ dataSource, redis }, settingsFrom({ PORT: '0', ROLE: 'api' }), log);
}, 180_000);

afterAll(() => other?.stop());

const query = 'subscription { articleViewsChanged(article: "story-1") { views } }';
const idOf = (key: string) => key.split('_')[1];

async function streamUnder(key: string) {
  const url = `${other.api.url}/graphql/stream?${new URLSearchParams({ query })}`;
  const answer = await fetch(url, { headers: { accept: 'text/event-stream', 'x-api-key': key } });
  let text = '';
  let hasEnded = false;
  void (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of answer.body!) text += decoder.decode(chunk, { stream: true });
    hasEnded = true;
  })();
  await until(() => text.includes('"data"'), { what: 'the state' });
  return { text: () => text, hasEnded: () => hasEnded };
}

async function followed(key: string) {
  const sockets = [];
  for (const url of [api.url, other.api.url]) {
    const client = await connectByHand(url, { params: { apiKey: key } });
    client.subscribe('s', query);
    await client.untilResults('s', 1);
    sockets.push(client);
  }
  return { sockets, stream: await streamUnder(key) };
}

test.each([
  {
    title: 'revoked',
    code: 'CREDENTIAL_REVOKED',
    act: async (key: string) => {
      const admin = await keyOf(api, Role.ADMIN);
      const revoke = 'mutation ($id: ID!) { revokeApiKey(id: $id) { userErrors { code } } }';
      await api.ask(revoke, { id: idOf(key) }, { as: admin });
    },
  },
  {
    title: 'left with fewer scopes',
    code: 'RIGHTS_CHANGED',
    act: (key: string) =>
      api.stores.dataSource.query(`update api_key set scopes = '{ARTICLES_READ}' where id = $1`, [idOf(key)]),
  },
  {
    title: 'given another role',
    code: 'RIGHTS_CHANGED',
    act: (key: string) =>
      api.stores.dataSource.query(`update api_key set role = 'READER_CLIENT' where id = $1`, [idOf(key)]),
  },
  {
    title: 'at its end',
    code: 'CREDENTIAL_EXPIRED',
    act: (key: string) =>
      api.stores.dataSource.query('update api_key set expires_at = now() where id = $1', [idOf(key)]),
  },
])(
  'a key that is $title ends its subscriptions here and there with $code',
  async ({ code, act }) => {
    const bystander = await connectByHand(other.api.url, {
      params: { apiKey: await keyOf(api, Role.EDITOR) },
    });
    const key = await keyOf(api, Role.EDITOR);
    const { sockets, stream } = await followed(key);
    await act(key);
    await until(() => sockets.every(({ closed }) => closed !== undefined) && stream.hasEnded(), {
      withinMs: 30_000,
      what: 'all have ended',
    });
    for (const { closed } of sockets) {
      expect(closed?.code).toBe(4403);
      expect(closed?.reason).toContain(`${code}: `);
    }
    expect(stream.text()).toContain(`"code":"${code}"`);
    expect(stream.text().endsWith('event: complete\ndata:\n\n')).toBe(true);
    bystander.subscribe('s', query);
    await bystander.untilResults('s', 1);
    bystander.close();
  },
  60_000,
);
