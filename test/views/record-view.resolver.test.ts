import { type ExecutionResult, type GraphQLSchema, graphql } from 'graphql';
import { Query, Resolver } from 'type-graphql';
import { anyone } from '../../src/accounts/account';
import { checkScopes } from '../../src/accounts/auth-checker';
import { ArticleCard } from '../../src/articles/article-card';
import { SimulatedClock } from '../../src/platform/clock';
import { buildMostreadSchema } from '../../src/platform/graphql/build-schema';
import type { RequestContext } from '../../src/platform/graphql/per-request';
import { openRedis, type RedisConnection } from '../../src/platform/redis/connection';
import { aCounting, SomeArticles } from '../builders/a-counting';
import type { ProxiedRedis } from '../setup/proxied-redis';
import { BROWSER } from '../setup/running-program';
import { useStores } from '../setup/stores';

const stores = useStores();
const articles = new SomeArticles(30);

@Resolver()
class SomeArticlesResolver {
  @Query(() => [ArticleCard])
  someArticles(): ArticleCard[] {
    return articles.cards;
  }
}

const RECORD = `mutation ($input: RecordViewInput!) {
  recordView(input: $input) { status views userErrors { code field message } }
}`;
const RECORD_ALL = `mutation ($inputs: [RecordViewInput!]!) {
  recordViews(inputs: $inputs) {
    outcomes { status views userErrors { code field } } userErrors { code field message }
  }
}`;

let proxy: ProxiedRedis;
let redis: RedisConnection;
let schema: GraphQLSchema;
const clock = new SimulatedClock(1_764_000_000_000);

beforeAll(async () => {
  proxy = await stores.proxied();
  redis = openRedis({ ...proxy.place, keySpace: stores.keySpace }, stores.log);
  await redis.ready();
  const { resolvers } = aCounting({ stores: { redis, log: stores.log }, clock, articles });
  schema = buildMostreadSchema([...resolvers, new SomeArticlesResolver()], checkScopes);
});

afterAll(async () => {
  await redis.close();
  await proxy.close();
});

function ask(
  source: string,
  variables: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<ExecutionResult> {
  const contextValue: RequestContext = {
    clientIp: '203.0.113.7',
    headers: { 'user-agent': BROWSER, ...headers },
    caller: anyone,
    memory: new Map(),
  };
  return graphql({ schema, source, variableValues: variables, contextValue }) as Promise<ExecutionResult>;
}

async function record(input: Record<string, unknown>, headers?: Record<string, string>) {
  const { data, errors } = await ask(RECORD, { input }, headers);
  expect(errors).toBeUndefined();
  return data!['recordView'];
}

test('a view is counted once for each visitor, however the visitor is named', async () => {
  const articleId = articles.id(1);
  expect(await record({ articleId, visitor: 'a' })).toEqual({ status: 'COUNTED', views: 1, userErrors: [] });
  expect(await record({ articleId, visitor: 'a' })).toEqual({ status: 'REPEAT', views: 1, userErrors: [] });
  expect(await record({ articleId }, { 'x-visitor-id': 'a' })).toMatchObject({ status: 'REPEAT' });
  expect(await record({ articleId }, { 'x-visitor-id': 'b' })).toMatchObject({ status: 'COUNTED', views: 2 });
  expect(await record({ articleId })).toMatchObject({ status: 'COUNTED', views: 3 });
  expect(await record({ articleId })).toMatchObject({ status: 'REPEAT', views: 3 });
});

test('a bot is told that it is one', async () => {
  const headers = { 'user-agent': 'curl/8.0' };
  expect(await record({ articleId: articles.id(2), visitor: 'c' }, headers)).toEqual({
    status: 'BOT',
    views: 0,
    userErrors: [],
  });
});

test.each([
  { input: { articleId: 'nowhere' }, error: { code: 'ARTICLE_NOT_FOUND', field: 'articleId' } },
  { input: { visitor: '' }, error: { code: 'BAD_USER_INPUT', field: 'visitor' } },
  { input: { visitor: 'v'.repeat(201) }, error: { code: 'BAD_USER_INPUT', field: 'visitor' } },
  { input: { slot: -1 }, error: { code: 'BAD_USER_INPUT', field: 'slot' } },
  {
    input: { occurredAt: new Date(1_764_000_000_000 - 16 * 60_000).toISOString() },
    error: { code: 'LATE_VIEW_NEEDS_EVENT_ID', field: 'eventId' },
  },
])('what a caller can put right is a user error: $error.code in $error.field', async ({ input, error }) => {
  const payload = await record({ articleId: articles.id(3), visitor: 'd', ...input });
  expect(payload).toMatchObject({ status: 'REFUSED', views: null, userErrors: [error] });
});

test('a batch gives the outcome of each of its views, in order', async () => {
  const inputs = [
    { articleId: articles.id(4), visitor: 'a', source: 'RAIL', rail: 'POPULAR_NOW', slot: 1 },
    { articleId: 'nowhere', visitor: 'a' },
    { articleId: articles.id(4), visitor: 'a' },
    { articleId: articles.id(5), visitor: '' },
    { articleId: articles.id(5), visitor: 'a' },
  ];
  const { data } = await ask(RECORD_ALL, { inputs });
  expect(data!['recordViews']).toEqual({
    outcomes: [
      { status: 'COUNTED', views: 1, userErrors: [] },
      { status: 'REFUSED', views: null, userErrors: [{ code: 'ARTICLE_NOT_FOUND', field: 'articleId' }] },
      { status: 'REPEAT', views: 1, userErrors: [] },
      { status: 'REFUSED', views: null, userErrors: [{ code: 'BAD_USER_INPUT', field: 'visitor' }] },
      { status: 'COUNTED', views: 1, userErrors: [] },
    ],
    userErrors: [],
  });
});

test.each([
  { size: 0, counted: 0, code: undefined },
  { size: 500, counted: 500, code: undefined },
  { size: 501, counted: 0, code: 'BAD_USER_INPUT' },
])('a batch of $size: $counted counted, $code', async ({ size, counted, code }) => {
  const inputs = Array.from({ length: size }, (_, n) => ({
    articleId: articles.id(6),
    visitor: `${size} ${n}`,
  }));
  const { data } = await ask(RECORD_ALL, { inputs });
  const payload = data!['recordViews'] as { outcomes: { status: string }[]; userErrors: { code: string }[] };
  expect(payload.outcomes.filter(({ status }) => status === 'COUNTED')).toHaveLength(counted);
  expect(payload.userErrors[0]?.code).toBe(code);
});

test('the views of a list are read at once, and are whole numbers beyond 32 bits too', async () => {
  const { data, errors } = await ask('{ someArticles { views slug } }');
  expect(errors).toBeUndefined();
  const found = data!['someArticles'] as { views: number }[];
  expect(found.map(({ views }) => views).slice(0, 7)).toEqual([3, 0, 0, 1, 1, 500, 0]);
});

describe('while Redis is away', () => {
  beforeAll(() => {
    proxy.refuse();
    proxy.cut();
  });

  test('an article can be read, its views being null with an error beside it', async () => {
    const { data, errors } = await ask('{ someArticles { slug views } }');
    expect((data!['someArticles'] as object[])[0]).toEqual({ slug: articles.cards[0]!.slug, views: null });
    expect(errors?.[0]?.originalError).toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  test('a view, and a batch of them, is answered with one error that says: send it again', async () => {
    const single = await ask(RECORD, { input: { articleId: articles.id(1), visitor: 'z' } });
    expect(single.errors?.[0]?.originalError).toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true });
    const inputs = [1, 2, 3].map((which) => ({ articleId: articles.id(which), visitor: 'z' }));
    const batch = await ask(RECORD_ALL, { inputs });
    expect(batch.errors).toHaveLength(1);
    expect(batch.errors?.[0]?.originalError).toMatchObject({ retryable: true });
  });
});
