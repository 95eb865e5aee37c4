// A page on another origin in a real browser: what the specification of CORS says is the browser's to enforce.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { systemClock } from '../../src/platform/clock';
import { StaffCookies } from '../../src/visitors/staff-cookie';
import { useApi } from '../builders/a-running-api';
import { anArticleDraft } from '../builders/an-article-draft';
import { launchBrowser } from '../setup/browser';
import { BROWSER } from '../setup/running-program';
import { until } from '../setup/until';

const pages = { server: undefined as Server | undefined, port: 0 };
const allowed = () => `http://localhost:${pages.port}`;
const foreign = () => `http://127.0.0.1:${pages.port}`;

// One server, two origins: by name it is on the list, by address it is not. The port must be known before the API starts;
// it is below those that a system gives to whoever asks for any.
const PORT = 12_000 + (process.pid % 20_000);
const SECRET = 's'.repeat(40);
const api = useApi({ CORS_ORIGINS: `http://localhost:${PORT}`, STAFF_COOKIE_SECRETS: SECRET });
let browser: Browser;
let articleId = '';

beforeAll(async () => {
  const server = createServer((_, response) =>
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>Another site</title>'),
  );
  await new Promise<void>((resolve) => server.listen(PORT, resolve));
  pages.server = server;
  pages.port = (server.address() as AddressInfo).port;
  await api.publish([anArticleDraft({ number: 1 })]);
  articleId = (await api.newsroom.cards.bySlug('story-1'))?.id ?? '';
  browser = await launchBrowser({ userAgent: BROWSER });
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await new Promise((resolve) => pages.server?.close(resolve));
});

async function at(origin: string, act: (page: Page) => Promise<void>): Promise<void> {
  const page = await browser.newPage();
  page.setDefaultTimeout(40_000);
  await page.goto(origin);
  await act(page);
  await page.close();
}

/** What a page's script gets: the answer, or the browser's refusal to show one. */
function fetched(page: Page, path: string, options: object): Promise<unknown> {
  const call = `fetch(${JSON.stringify(`${api.url}${path}`)}, ${JSON.stringify(options)})`;
  return page.evaluate(
    `${call}.then(async (answer) => ({ status: answer.status, etag: answer.headers.get('etag'), body: await answer.json() }),
      (error) => String(error))`,
  );
}

const query = { query: '{ article(slug: "story-1") { headline } }' };
const asPost = (body: object) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', 'apollographql-client-name': 'site' },
  body: JSON.stringify(body),
});
const report = (visitor: string) => ({
  query: 'mutation ($input: RecordViewInput!) { recordView(input: $input) { status } }',
  variables: { input: { articleId, visitor } },
});
const views = async (): Promise<number> => {
  const { data } = await api.ask<{ article: { views: number } }>('{ article(slug: "story-1") { views } }');
  return data.article.views;
};
const counted = (number: number) =>
  until(async () => (await views()) === number, { withinMs: 15_000, what: `${number} views` });

test('a page of an origin on the list asks, reports a view and sends a beacon', async () => {
  await at(allowed(), async (page) => {
    expect(await fetched(page, '/graphql', asPost(query))).toMatchObject({
      status: 200,
      body: { data: { article: { headline: 'Story 1' } } },
    });
    const byGet = `/graphql?${new URLSearchParams(query)}`;
    const headers = { 'apollo-require-preflight': 'true' };
    expect(await fetched(page, byGet, { headers })).toMatchObject({
      status: 200,
      etag: expect.stringMatching(/^W\//),
      body: { data: { article: { headline: 'Story 1' } } },
    });
    expect(await fetched(page, '/graphql', asPost(report('ada')))).toMatchObject({
      body: { data: { recordView: { status: 'COUNTED' } } },
    });
    const beacon = JSON.stringify({ articleId, visitor: 'bo' });
    expect(await page.evaluate(`navigator.sendBeacon('${api.url}/beacon', ${JSON.stringify(beacon)})`)).toBe(
      true,
    );
    await counted(2);
    // As a reader turns away: the page is gone before the answer comes.
    const last = JSON.stringify({ articleId, visitor: 'cy' });
    await page.evaluate(
      `addEventListener('pagehide', () => navigator.sendBeacon('${api.url}/beacon', ${JSON.stringify(last)}))`,
    );
    await page.goto(`${allowed()}/next`);
    await counted(3);
  });
}, 180_000);

test('a page of any other origin is shown nothing, and nothing of it is counted', async () => {
  const before = await views();
  await at(foreign(), async (page) => {
    expect(await fetched(page, '/graphql', asPost(query))).toBe('TypeError: Failed to fetch');
    expect(await fetched(page, '/graphql', asPost(report('dee')))).toBe('TypeError: Failed to fetch');
    const simple = { method: 'POST', mode: 'no-cors', body: JSON.stringify(report('eve')) };
    await page.evaluate(`fetch('${api.url}/graphql', ${JSON.stringify(simple)})`);
    const beacon = JSON.stringify({ articleId, visitor: 'fay' });
    const answered = page.waitForResponse((response) => response.url().endsWith('/beacon'));
    await page.evaluate(`navigator.sendBeacon('${api.url}/beacon', ${JSON.stringify(beacon)})`);
    expect((await answered).status()).toBe(403);
  });
  // One more that counts, so that what came before it would have been counted by now.
  await api.ask(report('gus').query, report('gus').variables, { headers: { 'user-agent': BROWSER } });
  expect(await views()).toBe(before + 1);
}, 180_000);

/** What became of the views so far. */
async function outcomes(status: string): Promise<number> {
  const text = await (await fetch(`${api.url}/metrics`)).text();
  return Number(
    new RegExp(`^mostread_views_total\\{outcome="${status}"\\} (\\d+)$`, 'm').exec(text)?.[1] ?? 0,
  );
}

test('a form that a page submits is no reading', async () => {
  const before = await views();
  const apart = await outcomes('BOT');
  await at(allowed(), async (page) => {
    // A body of text/plain with a name and a value: name=value. Together they are JSON.
    const [name, value] = [`{"articleId":"${articleId}","visitor":"hal","referrer":"`, '"}'];
    const form = `const form = Object.assign(document.createElement('form'),
        { method: 'post', action: '${api.url}/beacon', enctype: 'text/plain' });
      form.append(Object.assign(document.createElement('input'), { name: ${JSON.stringify(name)}, value: ${JSON.stringify(value)} }));
      document.body.append(form); form.submit();`;
    await page.evaluate(form);
    await until(async () => (await outcomes('BOT')) > apart, {
      withinMs: 15_000,
      what: 'it is counted apart',
    });
    expect(await outcomes('BOT')).toBe(apart + 1);
  });
  expect(await views()).toBe(before);
}, 180_000);

test('a browser that has opened the link of the staff sends beacons of the staff', async () => {
  const before = await views();
  const { value } = new StaffCookies([SECRET], systemClock).issue(3_600)!;
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${api.url}/staff?cookie=${value}`);
  await page.goto(allowed());
  const beacon = JSON.stringify({ articleId, visitor: 'ida' });
  await page.evaluate(`navigator.sendBeacon('${api.url}/beacon', ${JSON.stringify(beacon)})`);
  await until(async () => (await outcomes('STAFF')) === 1, { withinMs: 15_000, what: 'it is counted apart' });
  await context.close();
  expect(await views()).toBe(before);
}, 180_000);

test('GraphiQL on the API itself needs no list', async () => {
  await at(`${api.url}/graphiql`, async (page) => {
    expect(await fetched(page, '/graphql', asPost(query))).toMatchObject({ status: 200 });
  });
}, 180_000);
