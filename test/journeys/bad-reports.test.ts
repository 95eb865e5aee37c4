// Everything that a report can have wrong, over HTTP: a clear answer or a counted refusal, and nothing half-counted.

import { request } from 'undici';
import { Role } from '../../src/accounts/role';
import { keyOf } from '../builders/a-key';
import { useApi } from '../builders/a-running-api';
import { anArticleDraft } from '../builders/an-article-draft';
import { BROWSER } from '../setup/running-program';
import { until } from '../setup/until';

const api = useApi({
  TRUST_PROXY: 'loopback',
  STAFF_NETWORKS: '198.51.100.0/24',
  PUBLISHER_HOSTS: 'news.example',
});
const ids: string[] = [];
let next = 0;

beforeAll(async () => {
  await api.publish(Array.from({ length: 60 }, (_, index) => anArticleDraft({ number: index + 1 })));
  for (let number = 1; number <= 60; number++) {
    ids.push((await api.newsroom.cards.bySlug(`story-${number}`))?.id ?? '');
  }
});

interface Outcome {
  status: string;
  views: number | null;
  userErrors: { code: string; field: string | null }[];
}

const freshArticle = () => ids[next++]!;

async function record(inputs: object[], headers: Record<string, string> = {}, as?: string) {
  const answer = await api.ask<{ recordViews: { outcomes: Outcome[]; userErrors: Outcome['userErrors'] } }>(
    `mutation ($inputs: [RecordViewInput!]!) { recordViews(inputs: $inputs) {
       outcomes { status views userErrors { code field } } userErrors { code field } } }`,
    { inputs },
    { ...(as === undefined ? {} : { as }), headers: { 'user-agent': BROWSER, ...headers } },
  );
  return answer;
}

async function viewsOf(id: string): Promise<number> {
  const { data } = await api.ask<{ article: { views: number } }>(
    'query ($id: ID!) { article(id: $id) { views } }',
    { id },
  );
  return data.article.views;
}

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

test.each([
  { changes: { articleId: 'none' }, code: 'ARTICLE_NOT_FOUND', field: 'articleId' },
  {
    changes: { articleId: '0198f3a0-0000-7000-8000-000000000000' },
    code: 'ARTICLE_NOT_FOUND',
    field: 'articleId',
  },
  { changes: { occurredAt: hoursAgo(25), eventId: 'e' }, code: 'VIEW_TOO_OLD', field: 'occurredAt' },
  { changes: { occurredAt: hoursAgo(1) }, code: 'LATE_VIEW_NEEDS_EVENT_ID', field: 'eventId' },
  { changes: { visitor: '' }, code: 'BAD_USER_INPUT', field: 'visitor' },
  { changes: { visitor: 'v'.repeat(10_000) }, code: 'BAD_USER_INPUT', field: 'visitor' },
  { changes: { slot: -1 }, code: 'BAD_USER_INPUT', field: 'slot' },
  {
    changes: { onBehalfOf: { clientIp: '203.0.113.1', userAgent: BROWSER } },
    code: 'MAY_NOT_REPORT_FOR_OTHERS',
    field: 'onBehalfOf',
  },
])('a view of a batch with a wrong $field is refused alone: $code', async ({ changes, code, field }) => {
  const articleId = freshArticle();
  const { data } = await record([
    { articleId, visitor: 'a' },
    { articleId, visitor: 'b', ...changes },
    { articleId, visitor: 'c' },
  ]);
  expect(data.recordViews.outcomes.map(({ status }) => status)).toEqual(['COUNTED', 'REFUSED', 'COUNTED']);
  expect(data.recordViews.outcomes[1]?.userErrors).toEqual([{ code, field }]);
  expect(await viewsOf(articleId)).toBe(2);
});

test('an event id with another content is refused, in its batch and after it', async () => {
  const articleId = freshArticle();
  const view = { articleId, visitor: 'a', eventId: 'one', source: 'SEARCH' };
  const other = { ...view, visitor: 'b', source: 'SOCIAL' };
  const together = (await record([view, other])).data.recordViews.outcomes;
  expect(together.map(({ status }) => status)).toEqual(['COUNTED', 'REFUSED']);
  const [after] = (await record([other])).data.recordViews.outcomes;
  expect(after?.userErrors).toEqual([{ code: 'EVENT_ID_REUSED', field: 'eventId' }]);
  expect(await viewsOf(articleId)).toBe(1);
});

test('a time in the future means now', async () => {
  const articleId = freshArticle();
  const { data } = await record([{ articleId, visitor: 'a', occurredAt: hoursAgo(-48) }]);
  expect(data.recordViews.outcomes[0]?.status).toBe('COUNTED');
});

test('501 views are refused as a whole', async () => {
  const articleId = freshArticle();
  const views = Array.from({ length: 501 }, (_, index) => ({ articleId, visitor: `v${index}` }));
  const { data } = await record(views);
  expect(data.recordViews).toEqual({
    outcomes: [],
    userErrors: [{ code: 'BAD_USER_INPUT', field: 'inputs' }],
  });
  expect(await viewsOf(articleId)).toBe(0);
});

test('500 views of a server count each under its own visitor', async () => {
  const articleId = freshArticle();
  const as = await keyOf(api.stores, Role.SERVICE);
  const views = Array.from({ length: 500 }, (_, index) => ({
    articleId,
    onBehalfOf: {
      clientIp: index === 499 ? '198.51.100.7' : `203.0.${index % 250}.${Math.floor(index / 250) + 1}`,
      userAgent: index === 498 ? 'Googlebot/2.1' : BROWSER,
    },
  }));
  const { data } = await record(views, { 'user-agent': 'node' }, as);
  const statuses = data.recordViews.outcomes.map(({ status }) => status);
  expect(statuses.filter((status) => status === 'COUNTED')).toHaveLength(498);
  expect(statuses.slice(498)).toEqual(['BOT', 'STAFF']);
  expect(await viewsOf(articleId)).toBe(498);
});

test('a forged key counts nothing', async () => {
  const articleId = freshArticle();
  const { status } = await record([{ articleId, visitor: 'a' }], {}, `mostread_${'A'.repeat(60)}`);
  expect(status).toBe(401);
  expect(await viewsOf(articleId)).toBe(0);
});

test.each([
  { title: 'garbage', forwarded: '<script>, ;;, %00' },
  { title: 'a name', forwarded: 'unknown' },
  { title: 'a port', forwarded: '203.0.113.9:1234' },
  { title: 'IPv6', forwarded: '2001:db8::1' },
  { title: 'IPv6 in brackets', forwarded: '[2001:db8::1]:443' },
  { title: 'nothing but commas', forwarded: ',,,' },
  { title: 'a spoofed chain that names the staff first', forwarded: '198.51.100.7, 203.0.113.9' },
  { title: '10 kB', forwarded: `${'1.1.1.1, '.repeat(1_100)}203.0.113.9` },
])('X-Forwarded-For of $title is one reader, counted once', async ({ forwarded }) => {
  const articleId = freshArticle();
  const headers = { 'x-forwarded-for': forwarded };
  const outcomes = [await record([{ articleId }], headers), await record([{ articleId }], headers)];
  expect(outcomes.map(({ data }) => data.recordViews.outcomes[0]?.status)).toEqual(['COUNTED', 'REPEAT']);
});

describe('a beacon', () => {
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
    {
      title: 'another type',
      type: 'text/plain',
      body: '{"type":"x"}',
      status: 400,
      code: 'MALFORMED_BEACON',
    },
  ])('of $title is refused, and the refusal counted', async ({ type, body, status, code }) => {
    const before = (await refused())[code] ?? 0;
    expect(await send(body, type)).toBe(status);
    expect((await refused())[code]).toBe(before + 1);
  });

  test('brings views, engaged time and impressions in one list', async () => {
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
    expect(await figures()).toMatch(/mostread_views_total\{outcome="VIEW_TOO_OLD"\} 1/);
  });
});
