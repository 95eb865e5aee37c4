// Questions about figures that cannot be meant so, over HTTP: an error that names the argument and the way on.

import { Role } from '../../src/accounts/role';
import { keyOf } from '../builders/a-key';
import { useApi } from '../builders/a-running-api';
import { anArticleDraft } from '../builders/an-article-draft';

const api = useApi({ TIME_ZONE: 'Asia/Seoul' });
let as = '';
let id = '';

beforeAll(async () => {
  await api.publish([anArticleDraft({ number: 1 })]);
  id = (await api.newsroom.cards.bySlug('story-1'))?.id ?? '';
  as = await keyOf(api.stores, Role.ADMIN);
});

const [LATER, EARLIER] = ['"2026-11-25T10:00:00Z"', '"2026-11-25T09:00:00Z"'];
const range = (from: string, to: string) => `from: ${from}, to: ${to}`;

const questions: Record<string, (args: string) => string> = {
  mostRead: (args) => `mostRead(${args}) { edges { rank } }`,
  leastRead: (args) => `leastRead(${args}) { edges { rank } }`,
  siteViews: (args) => `siteViews(interval: HOUR, ${args}) { timeZone points { views } }`,
  sources: (args) => `sources(${args}) { from }`,
  recirculation: (args) => `recirculation(${args}) { from }`,
  recirculationSeries: (args) => `recirculationSeries(interval: HOUR, ${args}) { timeZone points { share } }`,
  heaviestVisitors: (args) => `heaviestVisitors(${args}) { views }`,
  'Article.viewSeries': (args) =>
    ofArticle(`viewSeries(interval: HOUR, ${args}) { timeZone points { views } }`),
  'Article.sources': (args) => ofArticle(`sources(${args}) { from }`),
  'Article.engagement': (args) => ofArticle(`engagement(${args}) { from }`),
  'Article.recirculation': (args) => ofArticle(`recirculation(${args}) { from }`),
  'Article.recirculationSeries': (args) =>
    ofArticle(`recirculationSeries(interval: HOUR, ${args}) { timeZone points { share } }`),
};
const ofArticle = (field: string) => `article(id: "${id}") { ${field} }`;

async function refusalOf(question: string) {
  const { data, errors } = await api.ask(`{ ${question} }`, {}, { as });
  const [error] = errors ?? [];
  return {
    data,
    message: error?.message,
    code: error?.extensions['code'],
    field: error?.extensions['field'],
  };
}

describe.each(Object.keys(questions))('%s', (name) => {
  const ask = (args: string) => refusalOf(questions[name]!(args));

  test('of a window that ends before it starts, or as it starts', async () => {
    for (const [from, to] of [
      [LATER, EARLIER],
      [LATER, LATER],
    ] as const) {
      const refusal = await ask(range(from, to));
      expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', field: 'to' });
      expect(refusal.message).toMatch(/later than "from"|does not lie after "from"/);
    }
    expect((await ask(range(EARLIER, LATER))).code).toBeUndefined();
  });

  test('of what is no time', async () => {
    for (const wrong of ['"yesterday"', '"2026-02-30T00:00:00Z"', '"2026-11-25T25:00:00Z"', '7']) {
      expect((await ask(range(wrong, LATER))).message).toMatch(/cannot represent/);
    }
  });
});

describe.each(['siteViews', 'Article.viewSeries'])('%s in a time zone', (name) => {
  const inZone = (zone: string) =>
    refusalOf(questions[name]!(`${range(EARLIER, LATER)}, timeZone: ${JSON.stringify(zone)}`));

  test.each([
    'Mars/Olympus',
    '',
    ' ',
    '+25:00',
    'GMT+',
    'Europe/Oslo; drop table',
    '\u0130stanbul',
    'x'.repeat(1_900),
  ])('that there is not: %#', async (zone) => {
    expect(await inZone(zone)).toMatchObject({ code: 'BAD_USER_INPUT', field: 'timeZone' });
  });

  test.each(['Europe/Oslo', 'Asia/Kathmandu', 'UTC'])('%s', async (zone) => {
    expect((await inZone(zone)).code).toBeUndefined();
  });
});

test.each([
  { args: 'day: "2026-02-30"', field: 'day' },
  { args: 'day: "today"', field: 'day' },
  { args: 'week: "2026-W54"', field: 'week' },
  { args: 'month: "2026-13"', field: 'month' },
  { args: 'month: "0000-01"', field: 'month' },
  { args: `window: DAY, ${range(EARLIER, LATER)}`, field: 'from' },
  { args: `from: ${EARLIER}`, field: 'to' },
  { args: 'day: "2026-11-25", month: "2026-11"', field: 'month' },
  { args: 'window: DAY, first: -1', field: 'first' },
  { args: 'window: DAY, first: 100000', field: 'first' },
])('mostRead($args) names $field', async ({ args, field }) => {
  expect(await refusalOf(questions['mostRead']!(args))).toMatchObject({ code: 'BAD_USER_INPUT', field });
});
