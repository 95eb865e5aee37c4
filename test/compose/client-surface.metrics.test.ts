import { request } from 'undici';
import { useApi } from '../builders/a-running-api';
import { anArticleDraft } from '../builders/an-article-draft';
import { BROWSER } from '../setup/running-program';

const token = 'a-token-for-the-figures';
const near = useApi();
const guarded = useApi({ METRICS_TOKEN: token });
const without = useApi({ METRICS: 'off' });

async function figures(
  url: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string; type: string }> {
  const answer = await request(`${url}/metrics`, { headers });
  const type = String(answer.headers['content-type']);
  return { status: answer.statusCode, text: await answer.body.text(), type };
}

/** The value of one figure with exactly these labels; 0 where there is none yet. */
function figureOf(text: string, name: string, labels: Record<string, string> = {}): number {
  const written = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const line = text
    .split('\n')
    .find((one) => one.startsWith(`${name}{`) && written.every((label) => one.includes(label)));
  return line === undefined ? 0 : Number(line.slice(line.lastIndexOf(' ') + 1));
}

async function ask(body: object, headers: Record<string, string> = {}): Promise<void> {
  const answer = await request(`${near.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  await answer.body.dump();
}

describe('the figures', () => {
  test('are in the words of Prometheus, with those of the process', async () => {
    const { status, text, type } = await figures(near.url);
    expect(status).toBe(200);
    expect(type).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(text).toMatch(/^process_resident_memory_bytes \d+/m);
    expect(text).toMatch(/^nodejs_eventloop_lag_seconds /m);
  });

  test('count requests by route and status; what no route answers is one route', async () => {
    for (const path of ['/wp-login.php', '/.env', '/a/b/c'])
      await (await request(near.url + path)).body.dump();
    await ask({ query: '{ __typename }' });
    const { text } = await figures(near.url);
    expect(
      figureOf(text, 'mostread_http_requests_total', { route: 'none', method: 'GET', status: '404' }),
    ).toBe(3);
    expect(
      figureOf(text, 'mostread_http_requests_total', { route: '/graphql', method: 'POST', status: '200' }),
    ).toBeGreaterThan(0);
    expect(figureOf(text, 'mostread_http_request_seconds_count', { route: '/graphql' })).toBeGreaterThan(0);
    expect(text).not.toContain('wp-login');
  });

  test('count operations of known documents by name, and all others together', async () => {
    const before = await figures(near.url);
    await ask({ query: 'query ArticlePage { __typename }' });
    await ask({ query: 'query SomethingElse { __typename }' });
    await ask({ query: '{ __typename }' });
    await ask({ query: 'mutation M { recordView(input: { articleId: "a" }) { status } }' });
    const { text } = await figures(near.url);
    const name = 'mostread_graphql_operations_total';
    const grown = (labels: Record<string, string>) =>
      figureOf(text, name, labels) - figureOf(before.text, name, labels);
    expect(grown({ operation: 'ArticlePage', type: 'query' })).toBe(1);
    expect(grown({ operation: 'other', type: 'query' })).toBe(2);
    expect(grown({ operation: 'other', type: 'mutation' })).toBe(1);
    expect(figureOf(text, 'mostread_graphql_operation_seconds_count', { operation: 'ArticlePage' })).toBe(1);
    expect(text).not.toContain('SomethingElse');
  });

  test('count errors by code', async () => {
    const before = await figures(near.url);
    await ask({ query: '{ article { id } }' });
    await ask({ query: '{ nothing }' });
    const { text } = await figures(near.url);
    for (const code of ['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED']) {
      const name = 'mostread_graphql_errors_total';
      expect(figureOf(text, name, { code }) - figureOf(before.text, name, { code })).toBe(1);
    }
  });

  test('know clients by what they call themselves: a hundred names, and sane ones', async () => {
    const client = (name: string, version?: string) =>
      ask(
        { query: '{ __typename }' },
        {
          'apollographql-client-name': name,
          ...(version && { 'apollographql-client-version': version }),
        },
      );
    await client('news-app-ios', '5.1.0');
    await client('news-app-ios', '5.1.0');
    await client('"} evil{');
    for (let number = 0; number < 150; number++) await client(`made-up-${number}`);
    const { text } = await figures(near.url);
    const name = 'mostread_graphql_clients_total';
    expect(figureOf(text, name, { client: 'news-app-ios', version: '5.1.0' })).toBe(2);
    expect(figureOf(text, name, { client: 'unnamed', version: 'unnamed' })).toBeGreaterThan(0);
    expect(text).not.toContain('evil');
    const names = new Set([...text.matchAll(/clients_total\{client="([^"]+)"/g)].map((match) => match[1]));
    expect(names.size).toBe(102); // a hundred, "other" and "unnamed"
    expect(figureOf(text, name, { client: 'other' })).toBe(52);
  });
});

describe('who may read them', () => {
  test('without a token: whoever is near, and nobody through a proxy', async () => {
    expect((await figures(near.url)).status).toBe(200);
    for (const header of ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'])
      expect((await figures(near.url, { [header]: '192.0.2.1' })).status).toBe(403);
  });

  test.each([
    { title: 'whoever shows it, from anywhere', authorization: `Bearer ${token}`, status: 200 },
    { title: 'nobody with another', authorization: `Bearer ${token}r`, status: 403 },
    { title: 'nobody without', authorization: '', status: 403 },
  ])('with a token: $title', async ({ authorization, status }) => {
    const { status: got, text } = await figures(guarded.url, {
      authorization,
      'x-forwarded-for': '192.0.2.1',
    });
    expect(got).toBe(status);
    expect(text.includes('process_resident_memory_bytes')).toBe(status === 200);
  });

  test('nobody where there are none', async () => {
    expect((await figures(without.url)).status).toBe(404);
  });
});

test('the figures tell of reports, of the scripts that count them and of what waits', async () => {
  await near.publish([anArticleDraft()]);
  const [card] = near.newsroom.latest.newest({ limit: 1 });
  const query = 'mutation ($input: RecordViewInput!) { recordView(input: $input) { status } }';
  const input = { articleId: card!.id, visitor: 'a' };
  for (const _ of [1, 2]) await ask({ query, variables: { input } }, { 'user-agent': BROWSER });
  const { text } = await figures(near.url);
  expect(figureOf(text, 'mostread_views_total', { outcome: 'COUNTED' })).toBe(1);
  expect(figureOf(text, 'mostread_views_total', { outcome: 'REPEAT' })).toBe(1);
  const script = { script: 'count-views.lua' };
  // The first call learns the lineage and is made again.
  expect(figureOf(text, 'mostread_script_seconds_count', script)).toBeGreaterThanOrEqual(2);
  expect(figureOf(text, 'mostread_script_seconds_sum', script)).toBeGreaterThan(0);
  expect(text).toMatch(/^mostread_reports_waiting 0$/m);
  expect(text).toMatch(/^mostread_views_kept 0$/m);
  expect(text).toMatch(/^mostread_views_kept_lost_total 0$/m);
  expect(text).toMatch(/^mostread_views_to_learn_from \d+$/m);
  expect(text).toMatch(/^mostread_views_not_learnt_from_total 0$/m);
});
