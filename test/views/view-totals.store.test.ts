import { partitionOf } from '../../src/boards/partition';
import { lineagesKey, totalsKey } from '../../src/views/view-keys';
import { ViewTotals } from '../../src/views/view-totals.store';
import { useStores } from '../setup/stores';

const stores = useStores();

async function keep(lineage: string, article: number, views: number): Promise<void> {
  const partition = partitionOf(article);
  await stores.redis.client.sadd(lineagesKey(partition), lineage);
  await stores.redis.client.hset(totalsKey(lineage, partition), { generation: 'g', [article]: views });
}

/** Counted on this connection: other test files use the same server. */
async function commandsDuring(act: () => Promise<unknown>): Promise<number> {
  let commands = 0;
  const write = stores.redis.inOneWrite.bind(stores.redis);
  const counting = jest.spyOn(stores.redis, 'inOneWrite').mockImplementation((fill) =>
    write((pipeline) => {
      fill(pipeline);
      commands += pipeline.length;
    }),
  );
  await act();
  counting.mockRestore();
  return commands;
}

test('totals are the sum over all lineages, in the order asked for, 0 for what was never viewed', async () => {
  await keep('a', 1, 5);
  await keep('b', 1, 7);
  await keep('b', 2, 1);
  await keep('a', 3, 3_000_000_000);
  const totals = new ViewTotals(stores.redis);
  expect(await totals.totals([2, 1, 99, 1, 3])).toEqual([1, 12, 0, 12, 3_000_000_000]);
  expect(await totals.totals([])).toEqual([]);
});

test('a lineage that begins is found by the next reading', async () => {
  const totals = new ViewTotals(stores.redis);
  await keep('a', 10, 1);
  expect(await totals.totals([10])).toEqual([1]);
  await keep('c', 10, 4);
  expect(await totals.totals([10])).toEqual([5]);
});

test('two hundred articles cost one reading for each partition and lineage', async () => {
  const totals = new ViewTotals(stores.redis);
  const articles = Array.from({ length: 200 }, (_, index) => index + 1);
  await totals.totals(articles);
  const lineages = new Set<string>();
  for (let partition = 0; partition < 16; partition++) {
    for (const lineage of await stores.redis.client.smembers(lineagesKey(partition))) {
      lineages.add(`${partition} ${lineage}`);
    }
  }
  const commands = await commandsDuring(() => totals.totals(articles));
  expect(commands).toBeLessThanOrEqual(16 + lineages.size);
});

test('what other lineages have counted is read once for as long as the present one lives', async () => {
  await keep('past', 20, 6);
  await keep('live', 20, 100);
  const totals = new ViewTotals(stores.redis);
  const partition = partitionOf(20);
  expect(await totals.closedTotals(partition, [20], 'live')).toEqual([6]);
  expect(await commandsDuring(() => totals.closedTotals(partition, [20], 'live'))).toBe(0);
  expect(await totals.closedTotals(partition, [20], 'next')).toEqual([106]);
});

test('an order by views knows every article that it is asked for, few or many', async () => {
  await keep('a', 30, 9);
  const totals = new ViewTotals(stores.redis);
  const few = await totals.ranksBy([30, 31]);
  expect([...few]).toEqual([
    [30, 9],
    [31, 0],
  ]);
  const many = await totals.ranksBy(Array.from({ length: 6_000 }, (_, index) => index + 30));
  expect(many.size).toBe(6_000);
  expect(many.get(30)).toBe(9);
  expect(many.get(5_000)).toBe(0);
});
