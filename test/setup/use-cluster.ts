import { RedisCluster } from './redis-cluster';

/** Time to start six servers and to introduce them, on a machine that does other things too. */
const START_MS = 60_000;

/** Call once at the top of a test file: a Redis Cluster of its own; read it in tests and hooks only. */
export function useCluster(): RedisCluster {
  const held: { cluster?: RedisCluster } = {};
  beforeAll(async () => {
    held.cluster = await RedisCluster.start();
  }, START_MS);
  afterAll(async () => held.cluster?.stop(), START_MS);
  return new Proxy({} as RedisCluster, {
    get: (_, name) => {
      const { cluster } = held;
      if (cluster === undefined)
        throw new Error('The Cluster starts in beforeAll: use it in tests and hooks only.');
      const part: unknown = Reflect.get(cluster, name);
      return typeof part === 'function' ? part.bind(cluster) : part;
    },
  });
}
