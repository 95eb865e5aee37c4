// What is run once: the same, however it is written and whoever of the same rights asks for it.

import { Role } from '../../../../src/accounts/role';
import { keyOf } from '../../../builders/a-key';
import { connectByHand } from '../../../builders/a-live-client';
import { useApi } from '../../../builders/a-running-api';
import { anArticleDraft } from '../../../builders/an-article-draft';

const api = useApi();

beforeAll(() => api.publish([1, 2].map((number) => anArticleDraft({ number }))));

async function executions(): Promise<number> {
  const text = await (await fetch(`${api.url}/metrics`)).text();
  return Number(/^mostread_live_executions (\d+)$/m.exec(text)?.[1]);
}

const plain = 'subscription { articleViewsChanged(article: "story-1") { views } }';

test('the same in other words is run once', async () => {
  const client = await connectByHand(api.url);
  const texts = [
    plain,
    '# mine\nsubscription Mine {\n  articleViewsChanged(article: """story-1""") {\n    views\n  }\n}',
    ...Array.from({ length: 8 }, (_, at) => `${plain}${' '.repeat(at)}# ${at}`),
  ];
  for (const [at, text] of texts.entries()) {
    client.subscribe(`s${at}`, text);
    await client.untilResults(`s${at}`, 1);
  }
  expect(await executions()).toBe(1);
  const withVariable = (more: string) =>
    `subscription ($article: ID! = "story-1"${more}) { articleViewsChanged(article: $article) { views } }`;
  client.subscribe('default', withVariable(''));
  client.subscribe('given', withVariable(''), { article: 'story-1', unheardOf: 1 });
  await client.untilResults('default', 1);
  await client.untilResults('given', 1);
  expect(await executions()).toBe(2);
  client.close();
}, 180_000);

test('for two keys of the same rights once, and apart for one of others, who is not named to anyone', async () => {
  const query = plain.replace(
    'views',
    'article { sources(from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z") { computedAt } }',
  );
  const keys = [
    await keyOf(api, Role.WRITER, { name: 'one' }),
    await keyOf(api, Role.WRITER, { name: 'two' }),
    await keyOf(api, Role.READER_CLIENT, { name: 'three' }),
    await keyOf(api, Role.READER_CLIENT, { name: 'four' }),
  ];
  const before = await executions();
  const clients = [];
  for (const apiKey of keys) {
    const client = await connectByHand(api.url, { params: { apiKey } });
    client.subscribe('s', query);
    await client.untilResults('s', 1);
    clients.push(client);
  }
  expect(await executions()).toBe(before + 2);
  const last = JSON.stringify(clients.at(-1)?.messages);
  expect(last).toContain('FORBIDDEN');
  expect(last).not.toContain('three');
  for (const client of clients) client.close();
}, 180_000);
