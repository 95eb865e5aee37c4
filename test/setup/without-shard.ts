import type { ClusterNode, RedisCluster } from './redis-cluster';

/** Primary and replica are gone while `act` is under way; afterwards both are started again. */
export async function withoutShard(
  cluster: Pick<RedisCluster, 'replicaOf'>,
  primary: ClusterNode,
  act: () => Promise<void>,
): Promise<void> {
  const replica = await cluster.replicaOf(primary);
  await replica.kill();
  await primary.kill();
  try {
    await act();
  } finally {
    await primary.start();
    await replica.start();
  }
}
