// A shard of the Cluster is gone, primary and replica: what is counted in all others comes to Postgres meanwhile.

import { type Partition, partitionOf } from '../../src/boards/partition';
import { composeRollups } from '../../src/compose/rollups';
import { settingsFrom } from '../../src/compose/settings';
import { SimulatedClock } from '../../src/platform/clock';
import { slicesKey } from '../../src/views/view-keys';
import { aCounting, aView, SomeArticles } from '../builders/a-counting';
import { slotOf } from '../setup/move-slot';
import { onCluster, useStores } from '../setup/stores';
import { until } from '../setup/until';
import { useCluster } from '../setup/use-cluster';
import { withoutShard } from '../setup/without-shard';

jest.setTimeout(120_000);

const cluster = useCluster();
const articles = new SomeArticles(60);

onCluster(cluster, () => {
  const stores = useStores();
  const clock = new SimulatedClock(1_764_000_060_000);

  const ownerOf = (partition: Partition) =>
    cluster.ownerOf(slotOf(`${stores.keySpace}${slicesKey(partition)}`));

  async function stored(): Promise<Map<number, number>> {
    const rows: { article: number; views: number }[] = await stores.dataSource.query(
      'select article, sum(views)::integer as views from article_total group by 1',
    );
    return new Map(rows.map(({ article, views }) => [article, views]));
  }

  test.each([0, 15] as const)(
    'without the shard of partition %i the others are flushed',
    async (partition) => {
      const { counter } = aCounting({ stores, clock, articles });
      const { dataSource, redis, log } = stores;
      const rollups = composeRollups({ dataSource, redis, clock }, settingsFrom({}), log);
      const gone = await ownerOf(partition);
      const owners = new Map<number, string>();
      for (const { number } of articles.cards)
        owners.set(number, (await ownerOf(partitionOf(number))).address);
      const here = articles.cards.filter(({ number }) => owners.get(number) !== gone.address);
      const there = articles.cards.filter(({ number }) => owners.get(number) === gone.address);
      expect([here.length > 0, there.length > 0]).toEqual([true, true]);
      const record = async (visitor: string, cards: typeof here) => {
        const outcomes = await counter.record(cards.map(({ id }) => aView(`${visitor} ${partition}`, id)));
        return outcomes.filter(({ status }) => status === 'COUNTED').length;
      };
      expect(await record('a', articles.cards)).toBe(articles.cards.length);
      expect(await rollups.flush()).toBe(true);
      const before = await stored();
      await withoutShard(cluster, gone, async () => {
        // Those of the partitions that are here; of the first call to the dead node each client learns that it is.
        await until(async () => (await record(`b ${Math.random()}`, here)) === here.length, {
          withinMs: 60_000,
        });
        expect(await rollups.flush()).toBe(false);
        const now = await stored();
        for (const { number } of here) expect(now.get(number)).toBeGreaterThan(before.get(number) ?? 0);
        for (const { number } of there) expect(now.get(number)).toBe(before.get(number));
      });
      await until(() => rollups.flush(), { withinMs: 60_000, what: 'all partitions are flushed again' });
      await until(async () => (await record('c', there)) === there.length, { withinMs: 60_000 });
      expect(await rollups.flush()).toBe(true);
      const after = await stored();
      for (const { number } of there) expect(after.get(number)).toBe((before.get(number) ?? 0) + 1);
    },
  );
});
