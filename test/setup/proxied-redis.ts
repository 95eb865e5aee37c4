import { addressOf, partsOf, type RedisPlace } from '../../src/platform/redis/redis-place';
import { CuttingProxy } from './cutting-proxy';
import type { RedisCluster } from './redis-cluster';

/** A Redis, or all nodes of a Cluster, each behind a proxy; what is told goes to all of them. */
export class ProxiedRedis {
  private constructor(
    readonly place: RedisPlace,
    private readonly proxies: readonly CuttingProxy[],
  ) {}

  static async to(place: RedisPlace, cluster?: Pick<RedisCluster, 'nodes'>): Promise<ProxiedRedis> {
    const targets = cluster
      ? cluster.nodes.map(({ port }) => ({ host: '127.0.0.1', port }))
      : partsOf(place).addresses;
    const proxies = await Promise.all(targets.map((target) => CuttingProxy.to(target)));
    const addresses = proxies.map(({ port }) => `127.0.0.1:${port}`);
    const names = targets.map(({ host, port }) => `${host}:${port}`);
    const url = place.url.replace(/[^@/]+$/, cluster ? addresses.join(',') : addresses[0]!);
    const proxied: RedisPlace = cluster
      ? {
          ...place,
          url,
          clusterAddresses: Object.fromEntries(names.map((name, at) => [name, addressOf(addresses[at]!)])),
        }
      : { ...place, url };
    return new ProxiedRedis(proxied, proxies);
  }

  get lost(): number {
    return this.proxies.reduce((sum, { lost }) => sum + lost, 0);
  }

  /** So many in all. */
  loseReplies(count: number): void {
    const left = { replies: count };
    for (const proxy of this.proxies) proxy.loseReplies(left);
  }

  refuse(): void {
    for (const proxy of this.proxies) proxy.refuse();
  }

  hold(): void {
    for (const proxy of this.proxies) proxy.hold();
  }

  accept(): void {
    for (const proxy of this.proxies) proxy.accept();
  }

  cut(): void {
    for (const proxy of this.proxies) proxy.cut();
  }

  async close(): Promise<void> {
    await Promise.all(this.proxies.map((proxy) => proxy.close()));
  }
}
