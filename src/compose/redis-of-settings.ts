// The settings of Redis, taken together: where it is, and what of them contradicts itself.

import type { SettingValues } from '../platform/config/setting';
import { addressOf, partsOf, type RedisPlace } from '../platform/redis/redis-place';
import type { storeSettings } from './stores.settings';

type StoreValues = SettingValues<typeof storeSettings>;

/** The Redis that the configuration names; undefined where it names none and the program starts its own. */
export function redisOfSettings(stores: StoreValues): RedisPlace | undefined {
  const { redisUrl: url, redisMode: mode, redisSentinelPrimary, redisSentinelPassword } = stores;
  if (url === undefined) return undefined;
  const pairs = stores.redisClusterAddresses.map((pair) => pair.split('=') as [string, string]);
  return {
    url,
    mode,
    ...(pairs.length > 0 && {
      clusterAddresses: Object.fromEntries(pairs.map(([own, here]) => [own, addressOf(here)])),
    }),
    ...(redisSentinelPrimary !== undefined && { sentinelPrimary: redisSentinelPrimary }),
    ...(redisSentinelPassword !== undefined && { sentinelPassword: redisSentinelPassword }),
  };
}

/** A sentence for each, with the name of the setting to change. */
export function mistakesOfRedis(stores: StoreValues): string[] {
  const { redisUrl: url, redisMode: mode } = stores;
  const mistakes: string[] = [];
  const only = (name: string, isSet: boolean, needed: StoreValues['redisMode']) => {
    if (isSet && mode !== needed)
      mistakes.push(`${name} is set, and has a meaning only where REDIS_MODE is ${needed}.`);
  };
  only('REDIS_SENTINEL_PRIMARY', stores.redisSentinelPrimary !== undefined, 'sentinel');
  only('REDIS_SENTINEL_PASSWORD', stores.redisSentinelPassword !== undefined, 'sentinel');
  only('REDIS_CLUSTER_ADDRESSES', stores.redisClusterAddresses.length > 0, 'cluster');
  if (mode === 'sentinel' && stores.redisSentinelPrimary === undefined) {
    mistakes.push('REDIS_SENTINEL_PRIMARY is missing: Sentinels are asked by the name of what they watch.');
  }
  if (url === undefined) {
    if (mode !== 'single') mistakes.push(`REDIS_URL is missing: REDIS_MODE ${mode} needs the addresses.`);
    return mistakes;
  }
  return [...mistakes, ...mistakesOfUrl(url, mode)];
}

function mistakesOfUrl(url: string, mode: StoreValues['redisMode']): string[] {
  try {
    const { addresses, database } = partsOf({ url, mode });
    if (mode === 'single' && addresses.length > 1) {
      return ['REDIS_URL names several addresses; REDIS_MODE says single. Set it to cluster or sentinel.'];
    }
    if (mode === 'cluster' && database > 0) {
      return [`REDIS_URL names database ${database}, and a Cluster has only database 0.`];
    }
    return [];
  } catch {
    return [
      'REDIS_URL cannot be read: write the password in percent-encoding (/ as %2F, @ as %40, : as %3A).',
    ];
  }
}
