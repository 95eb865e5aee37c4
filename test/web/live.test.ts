// Live updates in a real browser: its own WebSocket and EventSource, from pages of other origins, and GraphiQL.

import { createServer, type Server } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import { useApi } from '../builders/a-running-api';
import { anArticleDraft } from '../builders/an-article-draft';
import { launchBrowser } from '../setup/browser';
import { BROWSER } from '../setup/running-program';
import { until } from '../setup/until';

// One server, two origins: by name it is on the list, by address it is not. Its port is below those that a system gives
// to whoever asks for any.
const PORT = 12_000 + (process.pid % 20_000);
const allowed = `http://localhost:${PORT}`;
const foreign = `http://127.0.0.1:${PORT}`;
const api = useApi({ CORS_ORIGINS: allowed });
let server: Server;
let browser: Browser;

beforeAll(async () => {
  server = createServer((_, response) =>
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>A site</title>'),
  );
  await new Promise<void>((resolve) => server.listen(PORT, resolve));
  await api.publish([1, 2, 3].map((number) => anArticleDraft({ number })));
  browser = await launchBrowser();
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await new Promise((resolve) => server?.close(resolve));
});

async function at(url: string, act: (page: Page) => Promise<void>): Promise<void> {
  const page = await browser.newPage();
  page.setDefaultTimeout(40_000);
  await page.goto(url);
  await act(page);
  await page.close();
}

const viewsOf = (slug: string) => `subscription { articleViewsChanged(article: "${slug}") { views } }`;

/** The page keeps what it has heard in `window.heard`. */
const bySocket = (slug: string) => `
  window.heard = [];
  const socket = new WebSocket('${api.url.replace('http', 'ws')}/graphql', 'graphql-transport-ws');
  socket.onopen = () => socket.send(JSON.stringify({ type: 'connection_init' }));
  socket.onclose = ({ code }) => heard.push('closed ' + code);
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.type === 'connection_ack')
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: '${viewsOf(slug)}' } }));
    if (message.type === 'next') heard.push(message.payload.data.articleViewsChanged.views);
  };`;

const byEvents = (slug: string) => `
  window.heard = [];
  const events = new EventSource('${api.url}/graphql/stream?' + new URLSearchParams({ query: '${viewsOf(slug)}' }));
  events.onerror = () => heard.push('closed ' + events.readyState);
  events.addEventListener('next', ({ data }) => heard.push(JSON.parse(data).data.articleViewsChanged.views));`;

const hears = (page: Page, expected: readonly unknown[]) =>
  page.waitForFunction(`JSON.stringify(window.heard) === '${JSON.stringify(expected)}'`);

async function read(slug: string): Promise<void> {
  const { data } = await api.ask<{ article: { id: string } }>(`{ article(slug: "${slug}") { id } }`);
  await api.ask(
    'mutation ($input: RecordViewInput!) { recordView(input: $input) { status } }',
    { input: { articleId: data.article.id, visitor: `reader of ${slug}` } },
    { headers: { 'user-agent': BROWSER } },
  );
}

test.each([
  { way: 'a WebSocket', slug: 'story-1', script: bySocket },
  { way: 'an EventSource', slug: 'story-2', script: byEvents },
])(
  'a page of an origin on the list follows by $way',
  async ({ slug, script }) => {
    await at(allowed, async (page) => {
      await page.evaluate(script(slug));
      await hears(page, [0]);
      await read(slug);
      await hears(page, [0, 1]);
    });
  },
  120_000,
);

test.each([
  { way: 'a WebSocket', script: bySocket, heard: ['closed 1006'] },
  { way: 'an EventSource', script: byEvents, heard: ['closed 2'] },
])(
  'a page of any other origin hears nothing by $way',
  async ({ script, heard }) => {
    await at(foreign, async (page) => {
      await page.evaluate(script('story-1'));
      await hears(page, heard);
    });
  },
  120_000,
);

test('GraphiQL follows a subscription, and shows each result', async () => {
  await at(`${api.url}/graphiql`, async (page) => {
    await page.waitForSelector('.graphiql-query-editor .CodeMirror');
    await page.evaluate(
      `document.querySelector('.graphiql-query-editor .CodeMirror').CodeMirror.setValue(${JSON.stringify(viewsOf('story-3'))})`,
    );
    const shows = (views: number) => `.result-window .CodeMirror-line:has-text("\\"views\\": ${views}")`;
    // The editor reads which operation there is a moment after it was typed; until then the button runs the one before.
    const follows = async () => {
      await page.click('.graphiql-execute-button');
      const shown = page.waitForSelector(shows(0), { timeout: 10_000 });
      return shown.then(
        () => true,
        () => false,
      );
    };
    await until(follows, { withinMs: 80_000, what: 'the present state is shown' });
    await read('story-3');
    await page.waitForSelector(shows(1));
  });
}, 180_000);
