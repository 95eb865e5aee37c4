// What a beacon can have wrong, over HTTP: nobody reads its answer, so each refusal is counted, and of a list that cannot
// be read nothing is.

import { request } from 'undici';
import { useApi } from '../builders/a-running-api';
import { anArticleDraft } from '../builders/an-article-draft';
import { BROWSER } from '../setup/running-program';
import { until } from '../setup/until';

const api = useApi();
const ids: string[] = [];
let next = 0;

beforeAll(async () => {
  await api.publish(Array.from({ length: 20 }, (_, index) => anArticleDraft({ number: index + 1 })));
  for (let number = 1; number <= 20; number++) {
    ids.push((await api.newsroom.cards.bySlug(`story-${number}`))?.id ?? '');
  }
});

const freshArticle = () => ids[next++]!;
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

async function viewsOf(id: string): Promise<number> {
  const { data } = await api.ask<{ article: { views: number } }>(
    'query ($id: ID!) { article(id: $id) { views } }',
    { id },
  );
  return data.article.views;
}

const refused = async () => {
  const text = await (await fetch(`${api.url}/metrics`)).text();
  const found = text.matchAll(/^mostread_beacons_refused_total\{code="(\w+)"\} (\d+)$/gm);
  return Object.fromEntries([...found].map(([, code, count]) => [code, Number(count)]));
};
const send = async (body: string, type = 'text/plain') => {
  const headers = { 'content-type': type, 'user-agent': BROWSER };
  const answer = await request(`${api.url}/beacon`, { method: 'POST', headers, body });
  await answer.body.dump();
  return answer.statusCode;
};

test.each([
  {
    title: 'the wrong content type',
    type: 'text/html',
    body: '{}',
    status: 415,
    code: 'WRONG_CONTENT_TYPE',
  },
  { title: '1 MB', type: 'text/plain', body: 'x'.repeat(1_048_576), status: 413, code: 'TOO_LARGE' },
  { title: 'no JSON', type: 'text/plain', body: 'a=b', status: 400, code: 'MALFORMED_BEACON' },
  { title: 'null', type: 'text/plain', body: 'null', status: 400, code: 'MALFORMED_BEACON' },
  { title: '8,193 bytes', type: 'text/plain', body: ' '.repeat(8_193), status: 413, code: 'TOO_LARGE' },
  {
    title: 'a form',
    type: 'application/x-www-form-urlencoded',
    body: 'articleId=a',
    status: 415,
    code: 'WRONG_CONTENT_TYPE',
  },
  {
    title: '21 reports',
    type: 'text/plain',
    body: JSON.stringify(Array(21).fill({ articleId: 'a' })),
    status: 400,
    code: 'MALFORMED_BEACON',
  },
  {
    title: 'another type',
    type: 'text/plain',
    body: '{"type":"x"}',
    status: 400,
    code: 'MALFORMED_BEACON',
  },
])('a beacon of $title is refused, and the refusal counted', async ({ type, body, status, code }) => {
  const before = (await refused())[code] ?? 0;
  expect(await send(body, type)).toBe(status);
  expect((await refused())[code]).toBe(before + 1);
});

test('a beacon of which one report cannot be read counts nothing of the others', async () => {
  const articleId = freshArticle();
  const good = { articleId, visitor: 'a' };
  for (const bad of [
    { articleId, slot: 'x' },
    { articleId, onBehalfOf: {} },
    { ...good, type: 'ENGAGEMENT' },
  ]) {
    expect(await send(JSON.stringify([good, bad, good]))).toBe(400);
  }
  // One more that counts, so that what came before it would have been counted by now.
  expect(await send(JSON.stringify({ articleId, visitor: 'b' }))).toBe(204);
  await until(async () => (await viewsOf(articleId)) === 1, { what: 'the last beacon is counted' });
  expect(await viewsOf(articleId)).toBe(1);
});

test.each([
  { report: { type: 'ENGAGEMENT', seconds: -5 }, figure: 'engagement_reports', code: 'BAD_USER_INPUT' },
  { report: { type: 'ENGAGEMENT', seconds: 1e9 }, figure: 'engagement_reports', code: 'BAD_USER_INPUT' },
  {
    report: { type: 'IMPRESSIONS', rail: 'LATEST', shown: [] },
    figure: 'impressions',
    code: 'BAD_USER_INPUT',
  },
  { report: { articleId: 'none' }, figure: 'views', code: 'ARTICLE_NOT_FOUND' },
  { report: { visitor: 'v'.repeat(5_000) }, figure: 'views', code: 'BAD_USER_INPUT' },
  { report: { occurredAt: hoursAgo(25) }, figure: 'views', code: 'VIEW_TOO_OLD' },
])('a beacon of $report is answered, and its refusal counted as $code', async ({ report, figure, code }) => {
  const counted = async () => {
    const text = await (await fetch(`${api.url}/metrics`)).text();
    const line = new RegExp(`^mostread_${figure}_total\\{outcome="${code}"\\} (\\d+)$`, 'm').exec(text);
    return Number(line?.[1] ?? 0);
  };
  const before = await counted();
  const articleId = report.type === 'IMPRESSIONS' ? {} : { articleId: freshArticle() };
  expect(await send(JSON.stringify({ ...articleId, eventId: 'b', ...report }))).toBe(204);
  await until(async () => (await counted()) === before + 1, { what: 'the refusal is counted' });
});

test('a beacon brings views, engaged time and impressions in one list', async () => {
  const articleId = freshArticle();
  const reports = [
    { articleId, visitor: 'a', referrer: 'https://www.google.com/' },
    { type: 'ENGAGEMENT', articleId, visitor: 'a', eventId: 'b1', seconds: 5 },
    { type: 'IMPRESSIONS', rail: 'LATEST', eventId: 'i1', shown: [{ articleId, slot: 2 }] },
  ];
  expect(await send(JSON.stringify(reports))).toBe(204);
  const figures = async () => (await fetch(`${api.url}/metrics`)).text();
  const isThere = async () => {
    const text = await figures();
    return (
      text.includes('mostread_engagement_reports_total{outcome="COUNTED"} 1') &&
      text.includes('mostread_impressions_total{outcome="COUNTED"} 1') &&
      text.includes('mostread_reports_waiting 0')
    );
  };
  await until(isThere, { withinMs: 10_000, what: 'the reports of the beacon are counted' });
  expect(await viewsOf(articleId)).toBe(1);
});
