import { Role } from '../../src/accounts/role';
import { partitionOf, tagOf } from '../../src/boards/partition';
import { sliceOf } from '../../src/views/slice';
import { sliceCountersKey } from '../../src/views/view-keys';
import { keyOf } from '../builders/a-key';
import { useApi } from '../builders/a-running-api';
import { anArticleDraft } from '../builders/an-article-draft';
import { BROWSER } from '../setup/running-program';
import { lineageAt } from '../setup/stores';

const api = useApi();
const articles: { id: string; number: number }[] = [];
const asReader = { headers: { 'user-agent': BROWSER } };

beforeAll(async () => {
  await api.publish(Array.from({ length: 12 }, (_, index) => anArticleDraft({ number: index + 1 })));
  for (let number = 1; number <= 12; number++) {
    const card = await api.newsroom.cards.bySlug(`story-${number}`);
    articles.push({ id: card!.id, number: card!.number });
  }
});

interface Outcome {
  status: string;
  seconds?: number;
  userErrors: { code: string; field: string | null }[];
}

async function engage(
  inputs: object[],
  sending: { as?: string; headers?: Record<string, string> } = asReader,
) {
  const { data } = await api.ask<{
    recordEngagement: { outcomes: Outcome[]; userErrors: Outcome['userErrors'] };
  }>(
    `mutation ($inputs: [RecordEngagementInput!]!) { recordEngagement(inputs: $inputs) {
       outcomes { status seconds userErrors { code field } } userErrors { code field } } }`,
    { inputs },
    sending,
  );
  return data.recordEngagement;
}

async function show(inputs: object[], sending: { as?: string; headers?: Record<string, string> } = asReader) {
  const { data } = await api.ask<{
    recordImpressions: { outcomes: Outcome[][]; userErrors: Outcome['userErrors'] };
  }>(
    `mutation ($inputs: [RecordImpressionsInput!]!) { recordImpressions(inputs: $inputs) {
       outcomes { status userErrors { code field } } userErrors { code field } } }`,
    { inputs },
    sending,
  );
  return data.recordImpressions;
}

/** Over this slice and the one before, should the test have crossed a quarter. */
async function countersOf({ number }: { number: number }, agoMs = 0) {
  const partition = partitionOf(number);
  const lineage = await lineageAt(api.stores.redis, tagOf(partition));
  const counters: Record<string, number> = {};
  const newest = sliceOf(Date.now() - agoMs);
  for (const slice of [newest - 1, newest]) {
    const all = await api.stores.redis.client.hgetall(sliceCountersKey(slice, lineage, partition));
    for (const [field, amount] of Object.entries(all)) {
      const [article, name = ''] = field.split(':');
      if (article === String(number)) counters[name] = (counters[name] ?? 0) + Number(amount);
    }
  }
  return counters;
}

const at = (which: number) => articles[which]!;
const beat = (which: number, changes: object = {}) => ({
  ...{ articleId: at(which).id, visitor: 'ada', eventId: `beat ${Math.random()}`, seconds: 10 },
  ...changes,
});

test('heartbeats add up, each capped and counted once; the reading is counted at its first', async () => {
  const once = beat(0, { eventId: 'once' });
  const { outcomes } = await engage([
    once,
    beat(0, { seconds: 500 }),
    beat(0, { seconds: 4.4, visitor: 'bo' }),
  ]);
  expect(outcomes.map(({ status, seconds }) => [status, seconds])).toEqual([
    ['COUNTED', 10],
    ['COUNTED', 15],
    ['COUNTED', 4],
  ]);
  const again = await engage([once, once]);
  expect(again.outcomes.map(({ status, seconds }) => [status, seconds])).toEqual([
    ['REPEAT', 0],
    ['REPEAT', 0],
  ]);
  expect(await countersOf(at(0))).toEqual({ ENGAGED_SECONDS: 29, ENGAGED_VIEWS: 2 });
});

test('a page left open comes to half an hour and no further', async () => {
  const { outcomes } = await engage(Array.from({ length: 130 }, () => beat(1, { seconds: 15 })));
  expect(outcomes.reduce((sum, { seconds = 0 }) => sum + seconds, 0)).toBe(1_800);
  expect(await countersOf(at(1))).toEqual({ ENGAGED_SECONDS: 1_800, ENGAGED_VIEWS: 1 });
});

test('a heartbeat of hours ago joins the slice of then', async () => {
  const agoMs = 5 * 3_600_000;
  await engage([beat(2, { occurredAt: new Date(Date.now() - agoMs).toISOString() })]);
  expect(await countersOf(at(2))).toEqual({});
  expect(await countersOf(at(2), agoMs)).toEqual({ ENGAGED_SECONDS: 10, ENGAGED_VIEWS: 1 });
});

test.each([
  { changes: { seconds: -1 }, code: 'BAD_USER_INPUT', field: 'seconds' },
  { changes: { seconds: 0 }, code: 'BAD_USER_INPUT', field: 'seconds' },
  { changes: { seconds: 1e300 }, code: 'BAD_USER_INPUT', field: 'seconds' },
  { changes: { eventId: '' }, code: 'BAD_USER_INPUT', field: 'eventId' },
  { changes: { visitor: 'v'.repeat(10_000) }, code: 'BAD_USER_INPUT', field: 'visitor' },
  { changes: { articleId: 'none' }, code: 'ARTICLE_NOT_FOUND', field: 'articleId' },
  { changes: { occurredAt: '2020-01-01T00:00:00Z' }, code: 'VIEW_TOO_OLD', field: 'occurredAt' },
])('a heartbeat whose $field is wrong is refused alone: $changes', async ({ changes, code, field }) => {
  const before = (await countersOf(at(3)))['ENGAGED_SECONDS'] ?? 0;
  const { outcomes } = await engage([beat(3, changes), beat(3, { visitor: `v ${Math.random()}` })]);
  expect(outcomes.map(({ status }) => status)).toEqual(['REFUSED', 'COUNTED']);
  expect(outcomes[0]?.userErrors).toEqual([{ code, field }]);
  expect((await countersOf(at(3)))['ENGAGED_SECONDS']).toBe(before + 10);
});

test('a rail that was shown counts each article at its place, once for an event id', async () => {
  const rail = {
    ...{ rail: 'POPULAR_NOW', eventId: 'shown', visitor: 'ada' },
    shown: [4, 5].map((which, index) => ({ articleId: at(which).id, slot: index + 1 })),
  };
  const first = await show([rail]);
  expect(first.outcomes).toEqual([Array(2).fill({ status: 'COUNTED', userErrors: [] })]);
  const more = { ...rail, shown: [...rail.shown, { articleId: at(6).id, slot: 80 }] };
  const second = await show([more]);
  expect(second.outcomes[0]?.map(({ status }) => status)).toEqual(['REPEAT', 'REPEAT', 'COUNTED']);
  expect(await countersOf(at(4))).toEqual({ 'IMPRESSION.POPULAR_NOW.1': 1 });
  expect(await countersOf(at(5))).toEqual({ 'IMPRESSION.POPULAR_NOW.2': 1 });
  expect(await countersOf(at(6))).toEqual({ 'IMPRESSION.POPULAR_NOW.50': 1 });
});

test('what is wrong on a rail is refused by article, or for the whole rail', async () => {
  const rail = { rail: 'LATEST', eventId: 'x', visitor: 'ada' };
  const good = { articleId: at(7).id, slot: 1 };
  const { outcomes } = await show([
    { ...rail, shown: [{ articleId: 'none', slot: 1 }, { articleId: at(7).id, slot: 0 }, good] },
    { ...rail, eventId: '', shown: [good] },
    { ...rail, eventId: 'y', shown: Array(51).fill(good) },
    { ...rail, eventId: 'z', shown: [] },
  ]);
  expect(outcomes[0]?.map(({ userErrors }) => userErrors[0]?.field)).toEqual([
    'articleId',
    'slot',
    undefined,
  ]);
  expect(outcomes[1]?.[0]?.userErrors[0]?.field).toBe('eventId');
  for (const ofRail of outcomes.slice(2)) {
    expect(ofRail.map(({ userErrors }) => userErrors[0]?.field)).toEqual(['shown']);
  }
  expect(await countersOf(at(7))).toEqual({ 'IMPRESSION.LATEST.1': 1 });
});

test('501 heartbeats or 51 rails are refused as a whole', async () => {
  const beats = await engage(Array.from({ length: 501 }, () => beat(8)));
  expect(beats).toEqual({ outcomes: [], userErrors: [{ code: 'BAD_USER_INPUT', field: 'inputs' }] });
  const one = { rail: 'LATEST', eventId: 'z', shown: [{ articleId: at(8).id, slot: 1 }] };
  expect((await show(Array(51).fill(one))).userErrors).toEqual([{ code: 'BAD_USER_INPUT', field: 'inputs' }]);
  expect(await countersOf(at(8))).toEqual({});
});

test('a bot and the staff have neither engaged seconds nor impressions', async () => {
  const shown = [{ articleId: at(9).id, slot: 1 }];
  const asBot = { headers: { 'user-agent': 'Googlebot/2.1' } };
  expect((await engage([beat(9)], asBot)).outcomes[0]?.status).toBe('BOT');
  expect((await show([{ rail: 'LATEST', eventId: 'b', shown }], asBot)).outcomes[0]?.[0]?.status).toBe('BOT');
  const asEditor = { as: await keyOf(api.stores, Role.EDITOR), ...asReader };
  expect((await engage([beat(9)], asEditor)).outcomes[0]?.status).toBe('STAFF');
  expect(await countersOf(at(9))).toEqual({});
});

describe('a server that reports for its visitors', () => {
  const visitor = (changes: object = {}) => ({
    onBehalfOf: { clientIp: '203.0.113.9', userAgent: BROWSER, ...changes },
  });

  test('needs its scope, report by report', async () => {
    const as = await keyOf(api.stores, Role.READER_CLIENT);
    const { outcomes } = await engage([beat(10, visitor()), beat(10)], { as, ...asReader });
    expect(outcomes.map(({ status }) => status)).toEqual(['REFUSED', 'COUNTED']);
    expect(outcomes[0]?.userErrors).toEqual([{ code: 'MAY_NOT_REPORT_FOR_OTHERS', field: 'onBehalfOf' }]);
  });

  test('has its visitors judged by what they are, not by what it is', async () => {
    const as = await keyOf(api.stores, Role.SERVICE);
    const { outcomes } = await engage(
      [
        beat(11, visitor()),
        beat(11, visitor({ userAgent: 'GPTBot/1.0' })),
        beat(11, visitor({ clientIp: 'x' })),
      ],
      { as, headers: { 'user-agent': 'undici' } },
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['COUNTED', 'BOT', 'REFUSED']);
  });

  test('with a forged key is refused before anything is read', async () => {
    const { status } = await api.ask('{ __typename }', {}, { as: `mostread_${'A'.repeat(60)}` });
    expect(status).toBe(401);
  });
});
