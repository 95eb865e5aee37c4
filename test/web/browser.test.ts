import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../setup/browser';

let server: Server;
let address: string;

beforeAll(async () => {
  const page = '<!doctype html><h1>Quiet</h1><button onclick="h.textContent=7*6">ask</button><p id="h"></p>';
  server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(page));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

async function pressButton(browser: Browser): Promise<string | null> {
  const page = await browser.newPage();
  await page.goto(address);
  await page.click('button');
  return page.textContent('#h');
}

test('a browser opens a page, presses its button and reads the answer', async () => {
  const browser = await launchBrowser();
  try {
    await expect(pressButton(browser)).resolves.toBe('42');
  } finally {
    await browser.close();
  }
}, 180_000);
