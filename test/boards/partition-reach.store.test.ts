import { allPartitions, tagOf } from '../../src/boards/partition';
import { partitionsOutOfReach, reachAllPartitions } from '../../src/boards/partition-reach.store';
import { openRedis, type RedisConnection } from '../../src/platform/redis/connection';
import { slotOf } from '../setup/move-slot';
import { onCluster, useStores } from '../setup/stores';
import { until } from '../setup/until';
import { useCluster } from '../setup/use-cluster';

const cluster = useCluster();

onCluster(cluster, () => {
  const stores = useStores();
  let redis: RedisConnection;

  beforeAll(async () => {
    redis = openRedis({ ...stores.redisPlace, keySpace: stores.keySpace, commandTimeoutMs: 500 }, stores.log);
    await redis.ready();
  });

  afterAll(() => redis.close());

  test('with a primary and its replica gone, its partitions are named and the others are not', async () => {
    expect(await partitionsOutOfReach(redis)).toEqual([]);
    await reachAllPartitions(redis);
    const owners = await Promise.all(
      allPartitions.map((partition) => cluster.ownerOf(slotOf(stores.keySpace + tagOf(partition)))),
    );
    const dead = owners[6]!;
    const replica = await cluster.replicaOf(dead);
    await replica.kill();
    await dead.kill();
    const lost = allPartitions.filter((partition) => owners[partition] === dead);
    expect(lost.length).toBeLessThan(allPartitions.length);
    await until(async () => JSON.stringify(await partitionsOutOfReach(redis)) === JSON.stringify(lost));
    await expect(reachAllPartitions(redis)).rejects.toThrow(`partitions ${lost.join(', ')} of 0 to 15`);
    await dead.start();
    await until(async () => (await partitionsOutOfReach(redis)).length === 0, { withinMs: 20_000 });
  }, 180_000);
});
