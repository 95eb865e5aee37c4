import { request } from 'undici';
import { useApi } from '../builders/a-running-api';
import { anArticleDraft } from '../builders/an-article-draft';
import { BROWSER } from '../setup/running-program';
import { until } from '../setup/until';

const api = useApi({ CORS_ORIGINS: 'https://news.example' });
const ids: string[] = [];

beforeAll(async () => {
  await api.publish(Array.from({ length: 6 }, (_, index) => anArticleDraft({ number: index + 1 })));
  for (let number = 1; number <= 6; number++)
    ids.push((await api.newsroom.cards.bySlug(`story-${number}`))?.id ?? '');
});

async function send(
  body: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string; cacheControl: unknown }> {
  const answer = await request(`${api.url}/beacon`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain;charset=UTF-8', 'user-agent': BROWSER, ...headers },
    body,
  });
  const cacheControl = answer.headers['cache-control'];
  return { status: answer.statusCode, text: await answer.body.text(), cacheControl };
}

async function viewsOf(article: number): Promise<number> {
  const query = 'query ($id: ID!) { article(id: $id) { views } }';
  const { data } = await api.ask<{ article: { views: number } }>(query, { id: ids[article] });
  return data.article.views;
}

const counted = (article: number, views: number) =>
  until(async () => (await viewsOf(article)) === views, { withinMs: 5_000, what: `${views} views` });

test.each([
  { type: 'text/plain;charset=UTF-8', article: 0 },
  { type: 'application/json', article: 1 },
])('one view as $type is taken at once and counted', async ({ type, article }) => {
  const body = JSON.stringify({ articleId: ids[article], visitor: 'ada', source: 'SEARCH' });
  expect(await send(body, { 'content-type': type })).toEqual({
    ...{ status: 204, text: '', cacheControl: 'private, no-store' },
  });
  await counted(article, 1);
});

test('a list of views, by a page of an origin on the list, is counted as recordViews would', async () => {
  const views = Array.from({ length: 20 }, (_, index) => ({
    articleId: ids[2],
    visitor: `reader ${index % 15}`,
    eventId: `event-${index}`,
    occurredAt: new Date().toISOString(),
    source: 'RAIL',
    rail: 'POPULAR_NOW',
    slot: 1,
  }));
  const { status } = await send(JSON.stringify(views), { origin: 'https://news.example' });
  expect(status).toBe(204);
  await counted(2, 15);
});

test('a view that cannot be counted is forgotten, and the others are counted', async () => {
  const views = [
    { articleId: 'none', visitor: 'a' },
    { articleId: ids[3], visitor: '' },
    { articleId: ids[3], visitor: 'b', occurredAt: '2020-01-01T00:00:00Z' },
    { articleId: ids[3], visitor: 'c', slot: -1 },
    { articleId: ids[3], visitor: 'd' },
  ];
  expect((await send(JSON.stringify(views))).status).toBe(204);
  await counted(3, 1);
});

test.each([
  { title: 'no JSON', body: 'articleId=1', says: 'it is no JSON' },
  { title: 'nothing', body: '', says: 'it is no JSON' },
  { title: 'an empty list', body: '[]', says: '' },
  { title: 'too long a list', body: JSON.stringify(Array(21).fill({ articleId: 'a' })), says: '20' },
  { title: 'a number', body: '7', says: '' },
  { title: 'no article', body: '{"visitor":"a"}', says: 'articleId' },
  { title: 'an unknown key', body: '{"articleId":"a","views":1000}', says: 'views' },
  { title: 'an unknown source', body: '{"articleId":"a","source":"MAGIC"}', says: 'source' },
  { title: 'a prototype', body: '{"articleId":"a","__proto__":{"visitor":"b"}}', says: '__proto__' },
  { title: 'half a pair', body: '{"articleId":"a","visitor":"\\ud800"}', says: 'visitor' },
  {
    title: 'a bad time in a list',
    body: '[{"articleId":"a","occurredAt":"yesterday"}]',
    says: '0.occurredAt',
  },
])('$title is refused', async ({ body, says }) => {
  const { status, text } = await send(body);
  expect(status).toBe(400);
  const [error] = JSON.parse(text).errors;
  expect(error.extensions.code).toBe('MALFORMED_BEACON');
  expect(error.message).toContain(says);
});

test.each([
  { title: 'too large', body: 'x'.repeat(8_193), type: 'text/plain', status: 413 },
  { title: 'of another type', body: '{}', type: 'multipart/form-data', status: 415 },
])('what is $title is refused', async ({ body, type, status }) => {
  expect((await send(body, { 'content-type': type })).status).toBe(status);
});

test('a page of this server itself may send beacons', async () => {
  const body = JSON.stringify({ articleId: ids[4], visitor: 'ada' });
  expect((await send(body, { origin: api.url })).status).toBe(204);
  await counted(4, 1);
});

test('a thousand beacons over many connections are a thousand views', async () => {
  const answers = await Promise.all(
    Array.from({ length: 1_000 }, (_, index) =>
      send(JSON.stringify({ articleId: ids[5], visitor: `reader ${index}` })),
    ),
  );
  expect(answers.every(({ status }) => status === 204)).toBe(true);
  await counted(5, 1_000);
});
