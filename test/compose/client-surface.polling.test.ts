// Popular Now, polled by GET: what it costs to ask again, and that nobody is shown what may not be shown any more.

import { setTimeout as wait } from 'node:timers/promises';
import { Role } from '../../src/accounts/role';
import { keyOf } from '../builders/a-key';
import { useApi } from '../builders/a-running-api';
import { anArticleDraft } from '../builders/an-article-draft';
import { until } from '../setup/until';

const api = useApi();
const preflight = { 'apollo-require-preflight': 'true' };
const listQuery = 'query { popularNow(first: 5) { edges { rank node { slug headline } } } }';

beforeAll(async () => {
  await api.publish(Array.from({ length: 12 }, (_, index) => anArticleDraft({ number: index + 1 })));
});

async function poll(query: string, headers: Record<string, string> = {}) {
  const url = `${api.url}/graphql?${new URLSearchParams({ query })}`;
  const answer = await fetch(url, { headers: { ...preflight, ...headers } });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

const slugsIn = (text: string): string[] =>
  (
    JSON.parse(text) as { data: { popularNow: { edges: { node: { slug: string } }[] } } }
  ).data.popularNow.edges.map(({ node }) => node.slug);

test('a list that has not changed keeps its tag, however often it is computed', async () => {
  const tags = new Set<string>();
  const statuses: number[] = [];
  let tag = '';
  for (let time = 0; time < 15; time++) {
    const { status, headers } = await poll(listQuery, tag === '' ? {} : { 'if-none-match': tag });
    statuses.push(status);
    tag = headers.get('etag') ?? '';
    tags.add(tag);
    await wait(100);
  }
  expect(tags.size).toBe(1);
  expect(statuses).toEqual([200, ...Array(14).fill(304)]);
});

test('each poll that is told that nothing has changed is counted, however it was told', async () => {
  const figureIn = (text: string, name: string) =>
    Number(
      text
        .split('\n')
        .find((line) => line.startsWith(name))
        ?.split(' ')
        .at(-1) ?? 0,
    );
  const figures = async () => {
    const text = await (await fetch(`${api.url}/metrics`)).text();
    return {
      answered: figureIn(text, 'mostread_http_requests_total{route="/graphql",method="GET",status="304"}'),
      timed: figureIn(text, 'mostread_http_request_seconds_count{route="/graphql"}'),
      operations: figureIn(text, 'mostread_graphql_operations_total{operation="other",type="query"}'),
      clients: figureIn(text, 'mostread_graphql_clients_total{client="wall",version="1"}'),
      again: figureIn(text, 'mostread_graphql_answers_again_total'),
    };
  };
  const client = { 'apollographql-client-name': 'wall', 'apollographql-client-version': '1' };
  const tag = String((await poll(listQuery)).headers.get('etag'));
  const before = await figures();
  const polls = 60;
  let unchanged = 0;
  for (let left = polls; left > 0; left -= 10) {
    // At once, so that some are answered again however slow the machine is.
    const together = Array.from({ length: 10 }, () => poll(listQuery, { ...client, 'if-none-match': tag }));
    for (const { status } of await Promise.all(together)) if (status === 304) unchanged += 1;
  }
  // What is counted once an answer has been sent may be counted after it has come.
  await until(async () => (await figures()).timed >= before.timed + polls);
  const after = await figures();
  expect(unchanged).toBeGreaterThan(0);
  expect(after.answered - before.answered).toBe(unchanged);
  expect(after.timed - before.timed).toBe(polls);
  expect(after.operations - before.operations).toBe(polls);
  expect(after.clients - before.clients).toBe(polls);
  expect(after.again).toBeGreaterThan(before.again);
});

test('an answer says how old its lists are, one without lists does not', async () => {
  await until(async () => (await poll(listQuery)).headers.get('age') === '0', { withinMs: 10_000 });
  const { headers } = await poll(listQuery);
  expect(headers.get('cache-control')).toBe('public, max-age=0, s-maxage=1');
  expect(
    (await poll('{ latestStories(first: 2) { edges { node { slug } } } }')).headers.get('age'),
  ).toBeNull();
});

test('a withdrawn article is gone from the next answer, kept or not', async () => {
  const editor = await keyOf(api, Role.EDITOR);
  for (let time = 0; time < 3; time++) {
    for (let again = 0; again < 3; again++) await poll(listQuery);
    const [first = ''] = slugsIn((await poll(listQuery)).text);
    const tag = String((await poll(listQuery)).headers.get('etag'));
    const { data } = await api.ask<{ article: { id: string } }>(`{ article(slug: "${first}") { id } }`);
    const withdrawn = await api.ask<{ withdrawArticle: { userErrors: unknown[] } }>(
      'mutation ($input: WithdrawArticleInput!) { withdrawArticle(input: $input) { userErrors { message } } }',
      { input: { id: data.article.id, reason: 'It was wrong.', version: 1 } },
      { as: editor },
    );
    expect(withdrawn.errors).toBeUndefined();
    expect(withdrawn.data.withdrawArticle.userErrors).toEqual([]);
    const after = await poll(listQuery, { 'if-none-match': tag });
    expect(after.status).toBe(200);
    expect(slugsIn(after.text)).not.toContain(first);
  }
});
