// What readers still get while a store is away, and that all of it is back when the store is.

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { DataSource } from 'typeorm';
import { entities, migrations } from '../../src/compose/entities';
import { createDataSource } from '../../src/platform/postgres/data-source';
import { openRedis, type RedisConnection } from '../../src/platform/redis/connection';
import { useApi } from '../builders/a-running-api';
import { anArticleDraft } from '../builders/an-article-draft';
import { CuttingProxy } from '../setup/cutting-proxy';
import { BROWSER } from '../setup/running-program';
import { until } from '../setup/until';

const pageQuery = readFileSync(
  join(resolve(__dirname, '../../schema/operations'), 'article-page.graphql'),
  'utf8',
);
let toPostgres: CuttingProxy;
let toRedis: CuttingProxy;
let dataSource: DataSource;
let redis: RedisConnection;

async function through(url: string): Promise<[CuttingProxy, string]> {
  const target = new URL(url);
  const proxy = await CuttingProxy.to({ host: target.hostname, port: Number(target.port) });
  target.port = String(proxy.port);
  return [proxy, target.href];
}

const api = useApi({}, async (stores) => {
  const [postgresProxy, databaseUrl] = await through(stores.databaseUrl);
  const [redisProxy, redisUrl] = await through(stores.redisUrl);
  toPostgres = postgresProxy;
  toRedis = redisProxy;
  dataSource = await createDataSource({
    url: databaseUrl,
    entities,
    migrations,
    connectTimeoutMs: 5_000,
  }).initialize();
  redis = openRedis({ url: redisUrl, keySpace: stores.keySpace, commandTimeoutMs: 1_000 }, stores.log);
  await redis.ready();
  return { dataSource, redis };
});

interface Page {
  article: Record<string, unknown> | null;
  popularNow: { edges: unknown[] };
  mustReads: { edges: unknown[] };
}

const askForPage = (slug = 'story-3') => api.ask<Page>(pageQuery, { slug, read: [] });
const storesOf = async () => (await (await fetch(`${api.url}/health/ready`)).json()) as { stores: object };

function takeAway(proxy: CuttingProxy): void {
  proxy.refuse();
  proxy.cut();
}

beforeAll(async () => {
  await api.publish(Array.from({ length: 12 }, (_, index) => anArticleDraft({ number: index + 1 })));
  await askForPage();
});
afterEach(async () => {
  toPostgres.accept();
  toRedis.accept();
  const isWhole = async () =>
    (await askForPage()).errors === undefined && (await fetch(`${api.url}/health/ready`)).ok;
  await until(async () => (await isWhole()) && !JSON.stringify(await storesOf()).includes('down'), {
    withinMs: 10_000,
    what: 'the page is whole, and the stores are there',
  });
});
afterAll(async () => {
  await redis.close();
  await dataSource.destroy();
  await toPostgres.close();
  await toRedis.close();
});

test('without Redis the page is there with its rails; only the views are not', async () => {
  takeAway(toRedis);
  const { data, errors } = await askForPage();
  expect(data.article).toMatchObject({
    headline: 'Story 3',
    body: '<p>The text of story 3.</p>',
    commentCount: 0,
    views: null,
    latestInSection: { edges: { length: 6 } },
    youMayAlsoLike: { edges: { length: 5 } },
  });
  expect(data.popularNow.edges).toHaveLength(5);
  expect(data.mustReads.edges).toHaveLength(5);
  expect(errors).toMatchObject([
    {
      message: 'Redis does not answer at the moment. Try again in a few seconds.',
      path: ['article', 'views'],
      extensions: { code: 'STORE_UNAVAILABLE', retryable: true },
    },
  ]);
  expect(await storesOf()).toEqual({ status: 'degraded', stores: { postgres: 'up', redis: 'down' } });
});

test('without Postgres the page is there with its rails; what is not in memory says why', async () => {
  takeAway(toPostgres);
  const { data, errors } = await askForPage('story-4');
  expect(data.article).toMatchObject({
    headline: 'Story 4',
    authors: [{ name: 'Ada Lantern' }],
    // Beside what Redis counts now stands what Postgres has, and this article was not asked for before.
    views: null,
    comments: null,
    commentCount: null,
    latestInSection: { edges: { length: 6 } },
  });
  expect(data.popularNow.edges).toHaveLength(5);
  expect(data.mustReads.edges).toHaveLength(5);
  const readBefore = await askForPage();
  expect(readBefore.errors).toBeUndefined();
  expect(readBefore.data.article).toMatchObject({ views: 0, comments: { edges: [] }, commentCount: 0 });
  expect(new Set(errors?.map(({ extensions }) => extensions['code']))).toEqual(
    new Set(['STORE_UNAVAILABLE']),
  );
  expect(await storesOf()).toEqual({ status: 'degraded', stores: { postgres: 'down', redis: 'up' } });
});

test('a list that Postgres has to find says that it cannot', async () => {
  takeAway(toPostgres);
  expect(await api.ask('{ articles { totalCount } }')).toMatchObject({
    data: null,
    errors: [{ extensions: { code: 'STORE_UNAVAILABLE', retryable: true } }],
  });
});

test('a report of a view says that it was not counted', async () => {
  const { data } = await api.ask<{ article: { id: string } }>('{ article(slug: "story-3") { id } }');
  takeAway(toRedis);
  const { errors } = await api.ask(
    'mutation ($id: ID!) { recordView(input: { articleId: $id }) { status views } }',
    {
      id: data.article.id,
    },
  );
  expect(errors ?? []).not.toContainEqual(
    expect.objectContaining({ extensions: expect.objectContaining({ code: 'INTERNAL_SERVER_ERROR' }) }),
  );
});

describe('a comment', () => {
  const sent = async (text: string) => {
    const { data } = await api.ask<{ article: { id: string } }>('{ article(slug: "story-3") { id } }');
    return api.ask<{ postComment: { status: string; userErrors: { code: string }[] } }>(
      `mutation ($input: PostCommentInput!) { postComment(input: $input) { status userErrors { code } } }`,
      { input: { articleId: data.article.id, text, authorName: 'Ines', visitor: `who says ${text}` } },
      { headers: { 'user-agent': BROWSER } },
    );
  };
  const isThere = { postComment: { status: 'VISIBLE', userErrors: [] } };

  test('is taken without Redis, and seen', async () => {
    await sent('Before'); // the salt of the day is in memory
    takeAway(toRedis);
    expect((await sent('Meanwhile')).data).toEqual(isThere);
    expect(JSON.stringify(await askForPage())).toContain('Meanwhile');
  });

  test('is refused without Postgres, and taken when it is sent again', async () => {
    takeAway(toPostgres);
    expect((await sent('Patience')).errors).toMatchObject([
      { extensions: { code: 'STORE_UNAVAILABLE', retryable: true } },
    ]);
    toPostgres.accept();
    const again = async () => (await sent('Patience')).data?.postComment?.status === 'VISIBLE';
    await until(again, { withinMs: 10_000, what: 'the comment is taken' });
  });
});

test('without both, the cards and the lists are there still, and the process is not ready', async () => {
  takeAway(toPostgres);
  takeAway(toRedis);
  const { data } = await askForPage();
  expect(data.article).toMatchObject({ headline: 'Story 3', views: null });
  expect(data.popularNow.edges).toHaveLength(5);
  const response = await fetch(`${api.url}/health/ready`);
  expect(response.status).toBe(503);
  expect((await fetch(`${api.url}/health/live`)).status).toBe(200);
});
