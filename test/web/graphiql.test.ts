import type { Browser, Page } from 'playwright-core';
import { useApi } from '../builders/a-running-api';
import { anArticleDraft, anImageDraft } from '../builders/an-article-draft';
import { launchBrowser } from '../setup/browser';

const api = useApi();
let browser: Browser;

beforeAll(async () => {
  await api.publish(
    Array.from({ length: 12 }, (_, index) =>
      anArticleDraft({ number: index + 1, leadImage: anImageDraft(`lead-${index}`) }),
    ),
  );
  browser = await launchBrowser();
}, 180_000);
afterAll(() => browser?.close());

interface OpenedPage {
  page: Page;
  /** What the console said, what failed and what was asked of another host. */
  troubles: string[];
}

async function open(path: string): Promise<OpenedPage> {
  const page = await browser.newPage();
  page.setDefaultTimeout(40_000);
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('requestfailed', (request) => troubles.push(`failed: ${request.url()}`));
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol !== 'data:' && origin !== api.url) troubles.push(`foreign: ${request.url()}`);
  });
  await page.goto(`${api.url}${path}`);
  return { page, troubles };
}

jest.setTimeout(120_000);

describe('GraphiQL in a browser', () => {
  test('opens with the article page, runs it, and shows what it gives', async () => {
    const { page, troubles } = await open('/graphiql');
    await page.click('.graphiql-execute-button');
    await page.waitForSelector('.result-window .CodeMirror-line:has-text("\\"headline\\": \\"Story 12\\"")');
    const shown = await page.evaluate(
      "document.querySelector('.result-window .CodeMirror').CodeMirror.getValue()",
    );
    const { data, errors } = JSON.parse(String(shown)) as {
      data: { article: object; popularNow: object };
      errors?: [];
    };
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      article: { slug: 'story-12', latestInSection: { edges: { length: 6 } } },
      popularNow: { edges: { length: 5 } },
    });
    expect(troubles).toEqual([]);
    await page.close();
  });

  test('knows the schema: its documentation opens at the queries', async () => {
    const { page, troubles } = await open('/graphiql');
    await page.click('button[aria-label="Show Documentation Explorer"]');
    await page.click('.graphiql-doc-explorer a:has-text("Query")');
    await page.waitForSelector('.graphiql-doc-explorer:has-text("popularNow")');
    expect(troubles).toEqual([]);
    await page.close();
  });

  test('is reached from the start page', async () => {
    const { page, troubles } = await open('/');
    await page.click('a[href="/graphiql"]');
    await page.waitForSelector('.graphiql-execute-button');
    expect(troubles).toEqual([]);
    await page.close();
  });
});
