import { allPartitions, byPartition, partitionOf } from '../../src/boards/partition';
import { lineagesKey, totalsKey } from '../../src/views/view-keys';
import { ViewTotalsStore } from '../../src/views/view-totals.store';
import { useStores } from '../setup/stores';

const stores = useStores();

async function keep(lineage: string, article: number, views: number): Promise<void> {
  const partition = partitionOf(article);
  await stores.redis.client.sadd(lineagesKey(partition), lineage);
  await stores.redis.client.hset(totalsKey(lineage, partition), {
    generation: `g${lineage}`,
    [article]: views,
  });
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

test('gives the figures of each lineage with its generation, in the order asked for', async () => {
  await keep('a', 1, 5);
  await keep('b', 1, 3_000_000_000);
  const store = new ViewTotalsStore(stores.redis);
  const read = await store.read(partitionOf(1), [99, 1]);
  expect(read.sort((one, other) => one.lineage.localeCompare(other.lineage))).toEqual([
    { lineage: 'a', generation: 'ga a totals', views: [0, 5] },
    { lineage: 'b', generation: 'gb b totals', views: [0, 3_000_000_000] },
  ]);
});

test('a lineage that begins is found by the next reading, and one that was moved is left out', async () => {
  const store = new ViewTotalsStore(stores.redis);
  const partition = partitionOf(10);
  await keep('c', 10, 1);
  const lineages = async () => (await store.read(partition, [10])).map(({ lineage }) => lineage);
  expect(await lineages()).toContain('c');
  await keep('d', 10, 4);
  expect(await lineages()).toEqual(expect.arrayContaining(['c', 'd']));
  await stores.redis.client.del(totalsKey('c', partition));
  expect(await lineages()).not.toContain('c');
});

test('two hundred articles cost one reading for each partition and lineage', async () => {
  const store = new ViewTotalsStore(stores.redis);
  const groups = byPartition(
    Array.from({ length: 200 }, (_, index) => index + 1),
    (article) => article,
  );
  const readAll = () =>
    Promise.all([...groups].map(([partition, articles]) => store.read(partition, articles)));
  await readAll();
  const lineages = await Promise.all(
    allPartitions.map((partition) => stores.redis.client.scard(lineagesKey(partition))),
  );
  const all = lineages.reduce((sum, count) => sum + count, 0);
  expect(await commandsDuring(readAll)).toBeLessThanOrEqual(16 + all);
});
