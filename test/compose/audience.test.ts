// From a reported view to the figures of a dashboard: counted in Redis, flushed to Postgres, asked for over HTTP.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Role } from '../../src/accounts/role';
import { ViewWindow } from '../../src/audience/most-read-window';
import { composeMostReadKeeper } from '../../src/compose/audience';
import { composeRollups } from '../../src/compose/rollups';
import { settingsFrom } from '../../src/compose/settings';
import { systemClock } from '../../src/platform/clock';
import { keyOf } from '../builders/a-key';
import { useApi } from '../builders/a-running-api';
import { aDraft } from '../builders/an-article-draft';

const api = useApi({ AUDIENCE_TIMEOUT_MS: '20000' });
const operation = (name: string) =>
  readFileSync(join(__dirname, '../../schema/operations', `${name}.graphql`), 'utf8');

let ids: string[] = [];

beforeAll(async () => {
  const names = ['first', 'second', 'third'];
  await api.publish(names.map((name) => aDraft(name)));
  ids = await Promise.all(
    names.map(async (name) => (await api.newsroom.cards.bySlug(`headline-of-${name}`))?.id ?? ''),
  );
  const views = [3, 5, 0].flatMap((count, index) => Array.from({ length: count }, () => index));
  await api.counting.counter.record(
    views.map((index, visitor) => ({
      reader: { visitor: `visitor ${visitor}`, kind: 'READER' as const },
      report: { articleId: ids[index]!, ...(visitor % 2 === 0 ? { source: 'SEARCH' as const } : {}) },
    })),
  );
  const { dataSource, redis, log } = api.stores;
  const stores = { dataSource, redis, clock: systemClock };
  const rollups = composeRollups(stores, settingsFrom({}), log);
  expect(await rollups.flush()).toBe(true);
  const keeper = composeMostReadKeeper(stores, api.newsroom, settingsFrom({}), log);
  await keeper.refresh(ViewWindow.DAY);
});

interface Listed {
  edges: { rank: number; views: number; node: { id: string } }[];
  totalCount: number;
  lagMs: number;
}

const viewsIn = ({ edges }: Listed) => edges.map(({ node, views }) => [ids.indexOf(node.id), views]);

test('the rail of the most read shows what was flushed, made ahead and counted when asked alike', async () => {
  const { data, errors } = await api.ask<Record<string, Listed>>(operation('most-read'), { section: 'town' });
  expect(errors).toBeUndefined();
  for (const name of ['today', 'ofTheWeek']) {
    expect(viewsIn(data[name]!)).toEqual([
      [1, 5],
      [0, 3],
    ]);
    expect(data[name]!.totalCount).toBe(2);
  }
});

test.each(Object.values(ViewWindow))('%s has the views of now', async (window) => {
  const query = `{ mostRead(window: ${window}, tag: "harbour") { edges { rank views node { id } } totalCount lagMs } }`;
  const { data } = await api.ask<{ mostRead: Listed }>(query);
  expect(viewsIn(data.mostRead)).toEqual([
    [1, 5],
    [0, 3],
  ]);
});

test('a list tells how long nothing was written to Postgres, until a flusher writes again', async () => {
  const { dataSource, redis, log } = api.stores;
  const stores = { dataSource, redis, clock: systemClock };
  const rollups = composeRollups(stores, settingsFrom({}), log);
  const keeper = composeMostReadKeeper(stores, api.newsroom, settingsFrom({}), log);
  const lagMs = async (window: string, tag = '') => {
    const { data } = await api.ask<{ mostRead: Listed }>(`{ mostRead(window: ${window}${tag}) { lagMs } }`);
    return data.mostRead.lagMs;
  };
  const tagged = ', tag: "harbour"';
  await dataSource.query(`update flush_mark set confirmed_until = now() - interval '1 hour'`);
  await keeper.refresh(ViewWindow.MONTH);
  for (const window of ['WEEK', 'ALL_TIME'])
    expect(await lagMs(window, tagged)).toBeGreaterThanOrEqual(3_600_000);
  expect(await lagMs('MONTH')).toBeGreaterThanOrEqual(3_600_000);
  expect(await lagMs('HOUR', tagged)).toBeLessThan(3_600_000);

  await dataSource.query(`update flush_mark set confirmed_until = now() - interval '1 year'`);
  expect(await lagMs('WEEK', tagged)).toBe(2_147_483_647);

  expect(await rollups.flush()).toBe(true);
  expect(await lagMs('WEEK', tagged)).toBeLessThan(3_600_000);
  await keeper.refresh(ViewWindow.YEAR);
  expect(await lagMs('YEAR')).toBeLessThan(3_600_000);
});

test('the dashboard adds up, and is not for everyone', async () => {
  const to = new Date(systemClock.nowMs() + 60_000);
  const from = new Date(to.getTime() - 86_400_000);
  const asked = [operation('audience-dashboard'), { from, to }] as const;
  const refused = await api.ask<null>(...asked);
  expect(refused.errors?.every(({ extensions }) => extensions['code'] === 'UNAUTHENTICATED')).toBe(true);
  const { data, errors } = await api.ask<{
    siteViews: { points: { views: number }[] };
    sources: { views: number; sources: unknown[] };
    readingsApart: unknown[];
  }>(...asked, { as: await keyOf(api, Role.ADMIN) });
  expect(errors).toBeUndefined();
  expect(data.siteViews.points.reduce((sum, { views }) => sum + views, 0)).toBe(8);
  expect(data.sources).toMatchObject({ views: 8, sources: [{ views: 4 }, { views: 4 }] });
  expect(data.readingsApart).toHaveLength(30);
});

test('an article tells its own figures', async () => {
  const to = new Date(systemClock.nowMs() + 60_000);
  const from = new Date(to.getTime() - 86_400_000);
  const query = `query ($id: ID!, $from: DateTime!, $to: DateTime!) { article(id: $id) {
    viewSeries(interval: DAY, from: $from, to: $to) { points { views } }
    sources(from: $from, to: $to) { views } engagement(from: $from, to: $to) { seconds averageSeconds }
    recirculation(from: $from, to: $to) { views viewsFromRails share } readers(from: "2026-01-01") { sumOfDailyReaders }
  } }`;
  const as = await keyOf(api, Role.ADMIN);
  const { data, errors } = await api.ask<{
    article: Record<string, unknown> & { viewSeries: { points: { views: number }[] } };
  }>(query, { id: ids[1], from, to }, { as });
  expect(errors).toBeUndefined();
  expect(data.article.viewSeries.points.reduce((sum, { views }) => sum + views, 0)).toBe(5);
  expect(data.article).toMatchObject({
    sources: { views: 5 },
    engagement: { seconds: 0, averageSeconds: null },
    recirculation: { views: 5, viewsFromRails: 0, share: 0 },
    readers: { sumOfDailyReaders: 0 },
  });
});
