// Everything that a report can have wrong, over HTTP: a clear answer or a counted refusal, and nothing half-counted.

import { drawApiKey } from '../../src/accounts/api-key-text';
import { Role } from '../../src/accounts/role';
import { keyOf } from '../builders/a-key';
import { useApi } from '../builders/a-running-api';
import { anArticleDraft } from '../builders/an-article-draft';
import { withdraw } from '../builders/an-editor';
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
  {
    changes: { occurredAt: '0001-01-01T00:00:00Z', eventId: 'e' },
    code: 'VIEW_TOO_OLD',
    field: 'occurredAt',
  },
  { changes: { eventId: '' }, code: 'BAD_USER_INPUT', field: 'eventId' },
  { changes: { eventId: 'e'.repeat(10_000) }, code: 'BAD_USER_INPUT', field: 'eventId' },
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

test('a withdrawn article of a batch is refused alone', async () => {
  const [shown, gone] = [freshArticle(), freshArticle()];
  await record([{ articleId: gone, visitor: 'a' }]);
  await withdraw(api.newsroom, gone);
  const isGone = async () => (await api.newsroom.cards.byIds([gone]))[0]?.status === 'WITHDRAWN';
  await until(isGone, { withinMs: 5_000, what: 'the article is known to be withdrawn' });
  const { data } = await record([
    { articleId: shown, visitor: 'a' },
    { articleId: gone, visitor: 'b' },
    { articleId: shown, visitor: 'c' },
  ]);
  expect(data.recordViews.outcomes.map(({ status }) => status)).toEqual(['COUNTED', 'REFUSED', 'COUNTED']);
  expect(data.recordViews.outcomes[1]).toEqual({
    status: 'REFUSED',
    views: null,
    userErrors: [{ code: 'ARTICLE_NOT_FOUND', field: 'articleId' }],
  });
  expect(await viewsOf(shown)).toBe(2);
});

test('an event id with another article is refused in its batch', async () => {
  const [first, second] = [freshArticle(), freshArticle()];
  const views = [first, second, first].map((articleId) => ({ articleId, visitor: 'a', eventId: 'of two' }));
  const { outcomes } = (await record(views)).data.recordViews;
  expect(outcomes.map(({ status }) => status)).toEqual(['COUNTED', 'REFUSED', 'REPEAT']);
  expect(outcomes[1]?.userErrors).toEqual([{ code: 'EVENT_ID_REUSED', field: 'eventId' }]);
  expect([await viewsOf(first), await viewsOf(second)]).toEqual([1, 0]);
});

test('an event id with another article is refused after it, too', async () => {
  const [first, second] = [freshArticle(), freshArticle()];
  await record([{ articleId: first, visitor: 'a', eventId: 'again' }]);
  const [after] = (await record([{ articleId: second, visitor: 'a', eventId: 'again' }])).data.recordViews
    .outcomes;
  expect(after?.userErrors).toEqual([{ code: 'EVENT_ID_REUSED', field: 'eventId' }]);
  expect([await viewsOf(first), await viewsOf(second)]).toEqual([1, 0]);
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

test.each([
  { key: 'of the right shape, drawn by nobody', text: () => drawApiKey().text },
  { key: 'mistyped', text: async () => `${(await keyOf(api.stores, Role.SERVICE)).slice(0, -1)}~` },
  { key: 'that is no key', text: () => `mostread_${'A'.repeat(60)}` },
  { key: 'of 10 kB', text: () => `mostread_${'A'.repeat(10_000)}` },
])('a key $key counts nothing', async ({ text }) => {
  const articleId = freshArticle();
  const onBehalfOf = { clientIp: '203.0.113.1', userAgent: BROWSER };
  const answer = await record(
    [
      { articleId, visitor: 'a' },
      { articleId, onBehalfOf },
    ],
    {},
    await text(),
  );
  expect({ status: answer.status, errors: answer.errors?.length }).toEqual({ status: 401, errors: 1 });
  expect(await viewsOf(articleId)).toBe(0);
});

test.each([Role.READER_CLIENT, Role.WRITER])('a key of the role %s reports for no one else', async (role) => {
  const articleId = freshArticle();
  const onBehalfOf = { clientIp: '203.0.113.1', userAgent: BROWSER };
  const as = await keyOf(api.stores, role);
  const [outcome] = (await record([{ articleId, onBehalfOf }], {}, as)).data.recordViews.outcomes;
  expect(outcome?.userErrors).toEqual([{ code: 'MAY_NOT_REPORT_FOR_OTHERS', field: 'onBehalfOf' }]);
  expect(await viewsOf(articleId)).toBe(0);
});

test.each([
  { onBehalfOf: { clientIp: 'somewhere', userAgent: BROWSER }, field: 'onBehalfOf.clientIp' },
  { onBehalfOf: { clientIp: '203.0.113.1:80', userAgent: BROWSER }, field: 'onBehalfOf.clientIp' },
  { onBehalfOf: { clientIp: '203.0.113.1', userAgent: 'M'.repeat(10_000) }, field: 'onBehalfOf.userAgent' },
])('a server that says a wrong $field is told so', async ({ onBehalfOf, field }) => {
  const articleId = freshArticle();
  const as = await keyOf(api.stores, Role.SERVICE);
  const { outcomes } = (
    await record(
      [
        { articleId, onBehalfOf },
        { articleId, visitor: 'b' },
      ],
      {},
      as,
    )
  ).data.recordViews;
  expect(outcomes[0]?.userErrors).toEqual([{ code: 'BAD_USER_INPUT', field }]);
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

test('a port that changes with each connection makes no new reader, and garbage is one as well', async () => {
  const articleId = freshArticle();
  const statuses: (string | undefined)[] = [];
  for (const forwarded of ['203.0.113.9:5001', '203.0.113.9:5002', '203.0.113.9', 'x%y', '<z>', 'unknown']) {
    const { data } = await record([{ articleId }], { 'x-forwarded-for': forwarded });
    statuses.push(data.recordViews.outcomes[0]?.status);
  }
  expect(statuses).toEqual(['COUNTED', 'REPEAT', 'REPEAT', 'COUNTED', 'REPEAT', 'REPEAT']);
});

test.each(['', 'v'.repeat(10_000)])(
  'a visitor in the header of %# is refused with its view',
  async (visitor) => {
    const articleId = freshArticle();
    const { data } = await record([{ articleId, ...(visitor === '' ? { visitor } : {}) }], {
      'x-visitor-id': visitor,
    });
    expect(data.recordViews.outcomes[0]?.userErrors).toEqual([{ code: 'BAD_USER_INPUT', field: 'visitor' }]);
    expect(await viewsOf(articleId)).toBe(0);
  },
);
