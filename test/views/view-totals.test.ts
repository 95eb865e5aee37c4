import { partitionOf } from '../../src/boards/partition';
import { composeRollups } from '../../src/compose/rollups';
import { settingsFrom } from '../../src/compose/settings';
import { SimulatedClock } from '../../src/platform/clock';
import { StoreUnavailable } from '../../src/platform/errors';
import { nameOfGeneration } from '../../src/views/generation-name';
import { lineagesKey, totalsKey } from '../../src/views/view-keys';
import { aCounting, aView, SomeArticles } from '../builders/a-counting';
import { aViewTotals } from '../builders/a-view-totals';
import { useStores } from '../setup/stores';
import { until } from '../setup/until';

const stores = useStores();

interface Life {
  lineage: string;
  birth: string;
  article: number;
  views: number;
}

async function keep({ lineage, birth, article, views }: Life): Promise<void> {
  const partition = partitionOf(article);
  await stores.redis.client.sadd(lineagesKey(partition), lineage);
  await stores.redis.client.hset(totalsKey(lineage, partition), { generation: birth, [article]: views });
}

async function lose(lineage: string, article: number): Promise<void> {
  await stores.redis.client.del(totalsKey(lineage, partitionOf(article)));
  await stores.redis.client.srem(lineagesKey(partitionOf(article)), lineage);
}

async function store({ lineage, birth, article, views }: Life): Promise<void> {
  await stores.dataSource.query(
    'insert into counter_generation (name, lineage, partition) values ($1, $2, $3) on conflict do nothing',
    [nameOfGeneration({ birth, lineage }), lineage, partitionOf(article)],
  );
  await stores.dataSource.query(
    'insert into article_total select $1, id, $2 from counter_generation where name = $3',
    [article, views, nameOfGeneration({ birth, lineage })],
  );
}

async function exclude(article: number, amount: number, { counter = 1, restored = 0 } = {}): Promise<void> {
  await stores.dataSource.query(
    'insert into rollup_exclusion values (gen_random_uuid(), 1960000, $1, $2, $3, $4)',
    [article, counter, amount, restored],
  );
}

async function statementsDuring(act: () => Promise<unknown>): Promise<number> {
  const query = jest.spyOn(stores.dataSource, 'query');
  await act();
  const { length } = query.mock.calls;
  query.mockRestore();
  return length;
}

test.each([
  { said: 'only in Redis', redis: 5, postgres: undefined, total: 5 },
  { said: 'only in Postgres', redis: undefined, postgres: 7, total: 7 },
  { said: 'flushed and grown since', redis: 9, postgres: 7, total: 9 },
  { said: 'rewound in Redis', redis: 3, postgres: 7, total: 7 },
])('a generation that is $said', async ({ redis, postgres, total }) => {
  const article = 1_000 + total + (redis ?? 0) * 10 + (postgres ?? 0) * 100;
  const life = { lineage: `l${article}`, birth: `b${article}`, article };
  if (redis !== undefined) await keep({ ...life, views: redis });
  if (postgres !== undefined) await store({ ...life, views: postgres });
  expect(await aViewTotals(stores).totals([article])).toEqual([total]);
});

test('the total is the sum over generations, less what was excluded and not taken back', async () => {
  await keep({ lineage: 'now', birth: 'n', article: 20, views: 10 });
  await keep({ lineage: 'past', birth: 'p', article: 20, views: 4 });
  await store({ lineage: 'past', birth: 'p', article: 20, views: 4 });
  await store({ lineage: 'older', birth: 'o', article: 20, views: 100 });
  await store({ lineage: 'now', birth: 'before a flush of Redis', article: 20, views: 1_000 });
  await exclude(20, 30, { restored: 10 });
  await exclude(20, 500, { counter: 3_000 }); // bots are in no total
  const totals = aViewTotals(stores);
  expect(await totals.totals([20, 21, 20])).toEqual([1_094, 0, 1_094]);
  const live = nameOfGeneration({ birth: 'n', lineage: 'now' });
  expect(await totals.closedTotals(partitionOf(20), [20], live)).toEqual([1_084]);
  expect(await totals.closedTotals(partitionOf(20), [20], undefined)).toEqual([1_094]);
  // Its figures may have grown since they were read, and it is the living one no more.
  await keep({ lineage: 'now', birth: 'n', article: 20, views: 11 });
  expect(await totals.closedTotals(partitionOf(20), [20], undefined)).toEqual([1_095]);
});

test('a lineage whose totals were merged is counted once, when a Redis restored from an old copy has it again', async () => {
  const article = 35;
  await keep({ lineage: 'live', birth: 'l', article, views: 3 });
  await store({ lineage: '', birth: 'merged', article, views: 40 });
  await store({ lineage: 'restored', birth: 'r', article, views: 25 });
  const totals = aViewTotals(stores);
  expect(await totals.totals([article])).toEqual([68]);
  // Its 25 views are moved to the merged generation, and the copy is from before its last 5.
  await stores.dataSource.query(`update article_total set views = 65 where article = $1 and views = 40`, [
    article,
  ]);
  await stores.dataSource.query('delete from article_total where article = $1 and views = 25', [article]);
  await stores.dataSource.query(`update counter_generation set is_merged = true where lineage = 'restored'`);
  await keep({ lineage: 'restored', birth: 'r', article, views: 20 });
  expect(await totals.totals([article])).toEqual([68]);
  expect(await totals.closedTotals(partitionOf(article), [article], 'l live totals')).toEqual([65]);
  expect(await totals.closedTotals(partitionOf(article), [article], 'younger')).toEqual([68]);
  await keep({ lineage: 'live', birth: 'l', article, views: 4 });
  expect(await statementsDuring(() => totals.totals([article]))).toBe(0);
  expect(await totals.totals([article])).toEqual([69]);
});

test('what is remembered costs no SQL, and stays right while lineages end and are moved to Postgres', async () => {
  await keep({ lineage: 'first', birth: 'f', article: 30, views: 5 });
  const totals = aViewTotals(stores);
  expect(await totals.totals([30])).toEqual([5]);
  await keep({ lineage: 'first', birth: 'f', article: 30, views: 6 });
  expect(await statementsDuring(async () => expect(await totals.totals([30])).toEqual([6]))).toBe(0);

  await keep({ lineage: 'second', birth: 's', article: 30, views: 2 });
  expect(await totals.totals([30])).toEqual([8]);
  expect(await totals.closedTotals(partitionOf(30), [30], 's second totals')).toEqual([6]);
  await store({ lineage: 'first', birth: 'f', article: 30, views: 6 });
  await lose('first', 30);
  expect(await totals.totals([30])).toEqual([8]);
  expect(await totals.closedTotals(partitionOf(30), [30], 's second totals')).toEqual([6]);
});

test('many articles are read by two statements for each partition at most', async () => {
  const articles = Array.from({ length: 300 }, (_, index) => 40_000 + index);
  const totals = aViewTotals(stores);
  expect(await statementsDuring(() => totals.totals(articles))).toBeLessThanOrEqual(32);
  expect(await statementsDuring(() => totals.totals(articles))).toBe(0);
});

test('an exclusion shows once the article is forgotten, and by itself after a few minutes', async () => {
  const patience = new SimulatedClock(0);
  await keep({ lineage: 'l', birth: 'b', article: 50, views: 10 });
  const totals = aViewTotals(stores, patience);
  expect(await totals.totals([50])).toEqual([10]);
  await exclude(50, 3);
  expect(await totals.totals([50])).toEqual([10]);
  totals.forgetTotals([50]);
  expect(await totals.totals([50])).toEqual([7]);
  await exclude(50, 2);
  await patience.advanceBy(6 * 60_000);
  await until(async () => {
    const [total] = await totals.totals([50]);
    await patience.advanceBy(1);
    return total === 5;
  });
  await exclude(50, 1);
  totals.forgetTotals('all');
  expect(await totals.totals([50])).toEqual([4]);
});

test('while Postgres is away what is remembered is told, and an error for what was never read', async () => {
  await keep({ lineage: 'l', birth: 'b', article: 60, views: 10 });
  const totals = aViewTotals(stores);
  await totals.totals([60]);
  const away = jest.spyOn(stores.dataSource, 'query').mockRejectedValue(new Error('connect ECONNREFUSED'));
  const [known, unknown] = await totals.settledTotals([60, 61]);
  expect(known).toBe(10);
  expect(unknown).toBeInstanceOf(StoreUnavailable);
  await expect(totals.totals([61])).rejects.toBeInstanceOf(StoreUnavailable);
  away.mockRestore();
});

test('a warm batch costs one script call for each partition, no SQL and no other command', async () => {
  const clock = new SimulatedClock(1_764_000_000_000);
  const articles = new SomeArticles(60, 70_000);
  const { counter } = aCounting({ stores, clock, articles });
  const settings = settingsFrom({});
  const rollups = composeRollups(
    { ...{ dataSource: stores.dataSource, redis: stores.redis }, clock },
    settings,
    stores.log,
  );
  const views = (visitor: string) => articles.cards.map(({ id }) => aView(visitor, id));
  await counter.record(views('first'));
  await rollups.flush();

  const partitions = new Set(articles.cards.map(({ number }) => partitionOf(number)));
  const calls = jest.spyOn(stores.redis.client, 'evalsha');
  const writes = jest.spyOn(stores.redis, 'inOneWrite');
  const statements = await statementsDuring(async () => {
    const outcomes = await counter.record(views('second'));
    expect(outcomes.map(({ views: total }) => total)).toEqual(articles.cards.map(() => 2));
  });
  expect(calls).toHaveBeenCalledTimes(partitions.size);
  expect(writes).not.toHaveBeenCalled();
  expect(statements).toBe(0);
  calls.mockRestore();
  writes.mockRestore();
});
