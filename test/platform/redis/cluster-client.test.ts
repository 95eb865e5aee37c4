import { StoreUnavailable } from '../../../src/platform/errors';
import type { ClusterClient } from '../../../src/platform/redis/cluster-client';
import { openRedis, type RedisConnection } from '../../../src/platform/redis/connection';
import { wasNotSent } from '../../../src/platform/redis/store-error';
import { slotOf } from '../../setup/move-slot';
import { ProxiedRedis } from '../../setup/proxied-redis';
import { onCluster, useStores } from '../../setup/stores';
import { until } from '../../setup/until';
import { useCluster } from '../../setup/use-cluster';

const cluster = useCluster();
/** Long enough that a busy machine answers within it. */
const TIMEOUT_MS = 2_000;
let proxy: ProxiedRedis;
let redis: RedisConnection;

onCluster(cluster, () => {
  const stores = useStores();

  beforeEach(async () => {
    proxy = await stores.proxied();
    redis = openRedis(
      { ...proxy.place, keySpace: stores.keySpace, commandTimeoutMs: TIMEOUT_MS },
      stores.log,
    );
    await redis.ready();
  });

  afterEach(async () => {
    await redis.close();
    await proxy.close();
  });

  test('a command whose reply is lost fails at once and is not sent again', async () => {
    await redis.client.set('count', 0);
    proxy.loseReplies(1);
    const incrementing = redis.client.eval("return {redis.call('INCR', KEYS[1])}", 1, 'count');
    await expect(incrementing).rejects.toThrow(StoreUnavailable);
    expect(proxy.lost).toBe(1);
    await until(() => redis.client.get('count').then(Boolean, () => false));
    expect(await redis.client.get('count')).toBe('1');
  });

  test('commands in one write go to the owners of their keys, and their replies come in order', async () => {
    const keys = Array.from({ length: 30 }, (_, index) => `key ${index}`);
    const replies = await redis.inOneWrite((commands) => {
      for (const key of keys) commands.set(key, key);
      for (const key of keys) commands.get(key);
    });
    expect(replies).toEqual([...keys.map(() => 'OK'), ...keys]);
    expect(await redis.inOneWrite(() => undefined)).toEqual([]);
    await expect(redis.inOneWrite((commands) => commands.incr('key 1'))).rejects.toMatchObject({
      name: 'ReplyError',
    });
    const together = await redis.inOneTransaction((commands) =>
      commands.set('{t}a', 1).incr('{t}a').get('{t}a'),
    );
    expect(together).toEqual(['OK', 2, '2']);
  });

  test('a Cluster that is away fails each command at once, and works when it is back', async () => {
    proxy.refuse();
    proxy.cut();
    await until(() => redis.client.status !== 'ready');
    const failure = await redis.client.get('count').catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true });
    expect(wasNotSent(failure)).toBe(true);
    await expect(redis.inOneTransaction((commands) => commands.get('count'))).rejects.toThrow(
      StoreUnavailable,
    );
    proxy.accept();
    await until(() => redis.client.set('count', 7).then(Boolean, () => false));
  });

  test('a primary that hangs takes along what is its own, for one time-out, and no more', async () => {
    const hanging = await cluster.ownerOf(slotOf(`${stores.keySpace}{a}`));
    const others = ['{b}', '{c}', '{d}', '{e}', '{f}'];
    const elsewhere = await othersThan(hanging.port, others, stores.keySpace);
    await redis.client.set('{a}', 1);
    // It would be replaced while it hangs, and then its keys were there.
    await replaceHanging('no');
    hanging.signal('SIGSTOP');
    try {
      await expect(redis.client.get('{a}')).rejects.toThrow(StoreUnavailable);
      await until(() => redis.client.get('{a}').then(() => false, wasNotSent));
      const beganMs = performance.now();
      const failures = await Promise.all(
        Array.from({ length: 50 }, () => redis.client.get('{a}').catch((error: unknown) => error)),
      );
      const tookMs = performance.now() - beganMs;
      expect(failures.every(wasNotSent)).toBe(true);
      expect(tookMs).toBeLessThan(TIMEOUT_MS); // which each of them would take
      await redis.client.set(elsewhere, 1);
      await expect(redis.onEachPrimary((server) => server.ping())).rejects.toThrow(StoreUnavailable);
    } finally {
      hanging.signal('SIGCONT');
      await replaceHanging('yes');
    }
    await until(() =>
      redis.client.get('{a}').then(
        (kept) => kept === '1',
        () => false,
      ),
    );
    await until(() =>
      redis
        .onEachPrimary((server) => server.ping())
        .then(
          ({ size }) => size === 3,
          () => false,
        ),
    );
  }, 180_000);

  test('what has failed while its node is connected to anew is not sent later', async () => {
    const client = redis.client as ClusterClient;
    await redis.client.set('count', 0);
    const [owner] = client
      .nodes('master')
      .filter(
        ({ options }) =>
          `${options.host}:${options.port}` === client.ownerOf(slotOf(`${stores.keySpace}count`)),
      );
    proxy.hold();
    owner?.disconnect();
    await until(() => owner?.status === 'end');
    await expect(redis.client.incr('count')).rejects.toThrow(StoreUnavailable);
    proxy.accept();
    await until(() => redis.client.get('count').then(Boolean, () => false));
    expect(await redis.client.get('count')).toBe('0');
  }, 180_000);
});

async function replaceHanging(asUsual: 'yes' | 'no'): Promise<void> {
  const value = asUsual === 'yes' ? 'no' : 'yes';
  await Promise.all(
    cluster.nodes.map((node) => node.admin.config('SET', 'cluster-replica-no-failover', value)),
  );
}

async function othersThan(port: number, keys: readonly string[], keySpace: string): Promise<string> {
  for (const key of keys) if ((await cluster.ownerOf(slotOf(`${keySpace}${key}`))).port !== port) return key;
  throw new Error('All of these keys lie on one server');
}
