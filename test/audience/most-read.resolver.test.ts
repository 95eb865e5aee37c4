import { Role } from '../../src/accounts/role';
import { keyOf } from '../builders/a-key';
import { useApi } from '../builders/a-running-api';
import { aDraft } from '../builders/an-article-draft';

const api = useApi({ AUDIENCE_TIMEOUT_MS: '20000', TIME_ZONE: 'America/St_Johns' });

beforeAll(async () => {
  await api.publish([aDraft('one', { publishedAt: new Date('2020-01-01T00:00:00Z') })]);
});

const shown =
  'edges { cursor rank views node { slug } } totalCount from to computedAt lagMs pageInfo { hasNextPage }';
const forged = Buffer.from(JSON.stringify(['mostRead', 'another list', 1, 1, 1])).toString('base64url');
const from = '"2026-01-01T00:00:00Z"';
const to = '"2026-02-01T00:00:00Z"';

describe('mostRead refuses', () => {
  test.each([
    ['nothing that says when', '', 'window'],
    ['a window that ends before it starts', `from: ${to}, to: ${from}`, 'to'],
    ['a window of no length', `from: ${to}, to: ${to}`, 'to'],
    ['half of a time', `from: ${from}`, 'to'],
    ['the other half', `to: ${to}`, 'from'],
    ['two times at once', `window: DAY, from: ${from}, to: ${to}`, 'from'],
    ['a day and a week', `day: "2026-01-01", week: "2026-W01"`, 'week'],
    ['a day that is none', 'day: "2026-02-30"', 'day'],
    ['a day before anything was counted', 'day: "0000-01-01"', 'day'],
    ['a week that is none', 'week: "2027-W53"', 'week'],
    ['a month that is none', 'month: "2026-13"', 'month'],
    ['less than nothing', 'window: DAY, first: -1', 'first'],
    ['too much', 'window: DAY, first: 10000', 'first'],
    ['a forged cursor', `window: DAY, after: "${forged}"`, 'after'],
    ['something that is no cursor', 'window: DAY, after: "x"', 'after'],
    ['a section that does not exist', 'window: DAY, section: "nowhere"', 'section'],
  ])('%s, and names the field', async (_, given, field) => {
    const { errors } = await api.ask(`{ mostRead${given && `(${given})`} { ${shown} } }`);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field } }]);
  });
});

describe('mostRead answers', () => {
  test.each([
    ['an author whom nobody knows', 'window: DAY, author: "nobody"'],
    ['a tag that nobody knows', 'window: DAY, tag: "nothing"'],
    ['a language that nothing is written in', 'window: DAY, language: "xx"'],
    ['all years', 'from: "0001-01-01T00:00:00Z", to: "9999-12-31T23:59:59Z"'],
    ['times to come', 'from: "9998-01-01T00:00:00Z", to: "9999-01-01T00:00:00Z"'],
    ['a day to come', 'day: "9999-12-31"'],
    ['times before counting', 'from: "0001-01-01T00:00:00Z", to: "1960-01-01T00:00:00Z"'],
    ['no place at all', 'window: WEEK, first: 0'],
  ])('%s with an empty list', async (_, given) => {
    const { data, errors } = await api.ask<{ mostRead: { edges: unknown[]; totalCount: number } }>(
      `{ mostRead(${given}) { ${shown} } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.mostRead).toMatchObject({ edges: [], totalCount: 0 });
  });

  test('a day of the publisher from its midnight to the next', async () => {
    const { data } = await api.ask<{ mostRead: unknown }>('{ mostRead(day: "2026-03-08") { from to } }');
    // The clocks of Newfoundland go forward on that day.
    expect(data.mostRead).toEqual({ from: '2026-03-08T03:30:00.000Z', to: '2026-03-09T02:30:00.000Z' });
  });
});

describe('leastRead', () => {
  test('is for those who may read figures', async () => {
    const query = '{ leastRead(window: DAY) { edges { views node { slug } } totalCount } }';
    const { errors } = await api.ask(query);
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    const { data } = await api.ask<{ leastRead: unknown }>(query, {}, { as: await keyOf(api, Role.ADMIN) });
    expect(data.leastRead).toEqual({
      edges: [{ views: 0, node: { slug: 'headline-of-one' } }],
      totalCount: 1,
    });
  });
});
