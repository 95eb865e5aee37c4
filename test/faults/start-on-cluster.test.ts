// A process that starts while a shard of the Cluster is gone, primary and replica: it says which, and what it lacks.

import { partitionCountKey } from '../../src/boards/board-keys';
import { startApplication } from '../../src/compose/application';
import { settingsFrom } from '../../src/compose/settings';
import { CLOCK_KEY } from '../../src/platform/redis/redis-clock';
import { slotOf } from '../setup/move-slot';
import type { ClusterNode } from '../setup/redis-cluster';
import { onCluster, useStores } from '../setup/stores';
import { until } from '../setup/until';
import { useCluster } from '../setup/use-cluster';
import { withoutShard } from '../setup/without-shard';

jest.setTimeout(120_000);

const cluster = useCluster();

onCluster(cluster, () => {
  const stores = useStores();

  const start = (ROLE = 'api') => {
    const { databaseUrl, redisUrl, keySpace, log } = stores;
    const settings = settingsFrom({
      ...{ DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, REDIS_MODE: 'cluster', KEY_SPACE: keySpace },
      ...{ PORT: '0', HOST: '127.0.0.1', STORES_WAIT_MS: '1500', ROLE, RANKING_THREAD: 'main' },
    });
    return startApplication({ settings, log, progress: () => undefined });
  };
  const startsAndStops = async (ROLE?: string) => {
    const application = await start(ROLE);
    await application.stop();
    return true;
  };
  const ownerOfKey = (key: string) => cluster.ownerOf(slotOf(`${stores.keySpace}${key}`));

  async function without(primary: ClusterNode, act: () => Promise<void>): Promise<void> {
    await withoutShard(cluster, primary, act);
    await until(
      () =>
        startsAndStops().then(
          () => true,
          () => false,
        ),
      { withinMs: 60_000, what: 'a process starts again' },
    );
  }

  test('without the shard of the clock it names the setting, the server and what cannot be read', async () => {
    await startsAndStops();
    const primary = await ownerOfKey(CLOCK_KEY);
    await without(primary, async () => {
      await expect(start()).rejects.toMatchObject({
        code: 'REDIS_PART_NOT_REACHED',
        field: 'REDIS_URL',
        message: expect.stringMatching(
          new RegExp(
            '^REDIS_URL names .+, where the (time|number of partitions) cannot be read: .*' +
              `${primary.address}.+ Nothing can start until it is back`,
          ),
        ),
      });
    });
  });

  test.each(['api', 'all'])('without another shard one of the role %s starts all the same', async (role) => {
    const needed = [await ownerOfKey(CLOCK_KEY), await ownerOfKey(partitionCountKey())];
    const owners = [await cluster.ownerOf(0), await cluster.ownerOf(8_000), await cluster.ownerOf(16_383)];
    const other = owners.find((node) => !needed.includes(node))!;
    await without(other, async () => {
      expect(await startsAndStops(role)).toBe(true);
    });
  });
});
