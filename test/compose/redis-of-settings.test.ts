import { redisOfSettings } from '../../src/compose/redis-of-settings';
import { settingsFrom } from '../../src/compose/settings';

const placeFrom = (environment: Record<string, string>) => redisOfSettings(settingsFrom(environment).stores);

test('without an address the program starts its own', () => {
  expect(placeFrom({})).toBeUndefined();
});

test('one server, a Cluster and Sentinels are named by the same setting', () => {
  expect(placeFrom({ REDIS_URL: 'redis://one/2' })).toEqual({ url: 'redis://one/2', mode: 'single' });
  expect(
    placeFrom({
      REDIS_URL: 'rediss://:secret@one:7000,two:7000',
      REDIS_MODE: 'cluster',
      REDIS_CLUSTER_ADDRESSES: '10.0.0.1:6379=localhost:7001, 10.0.0.2:6379=[::1]:7002',
    }),
  ).toEqual({
    url: 'rediss://:secret@one:7000,two:7000',
    mode: 'cluster',
    clusterAddresses: {
      '10.0.0.1:6379': { host: 'localhost', port: 7001 },
      '10.0.0.2:6379': { host: '::1', port: 7002 },
    },
  });
  expect(
    placeFrom({
      REDIS_URL: 'redis://:of-servers@one,two,three',
      REDIS_MODE: 'sentinel',
      REDIS_SENTINEL_PRIMARY: 'counting',
      REDIS_SENTINEL_PASSWORD: 'of-sentinels',
    }),
  ).toMatchObject({ mode: 'sentinel', sentinelPrimary: 'counting', sentinelPassword: 'of-sentinels' });
});

const refused: Record<string, string>[] = [
  { REDIS_URL: 'redis://one,two', mistake: 'REDIS_MODE says single' },
  { REDIS_URL: 'redis://one,two/3', REDIS_MODE: 'cluster', mistake: 'REDIS_URL names database 3' },
  { REDIS_MODE: 'cluster', mistake: 'REDIS_URL is missing' },
  { REDIS_URL: 'redis://one', REDIS_MODE: 'sentinel', mistake: 'REDIS_SENTINEL_PRIMARY is missing' },
  { REDIS_URL: 'redis://one', REDIS_SENTINEL_PRIMARY: 'a', mistake: 'REDIS_SENTINEL_PRIMARY is set' },
  { REDIS_URL: 'redis://one', REDIS_SENTINEL_PASSWORD: 'a', mistake: 'REDIS_SENTINEL_PASSWORD is set' },
  { REDIS_URL: 'redis://one', REDIS_CLUSTER_ADDRESSES: 'a:1=b:2', mistake: 'REDIS_CLUSTER_ADDRESSES is set' },
  {
    REDIS_URL: 'redis://one',
    REDIS_MODE: 'cluster',
    REDIS_CLUSTER_ADDRESSES: 'a=b',
    mistake: 'REDIS_CLUSTER_ADDRESSES',
  },
  { REDIS_URL: 'redis://:a/b@one', mistake: 'REDIS_URL cannot be read' },
  { REDIS_URL: 'redis://one:port', mistake: 'REDIS_URL cannot be read' },
  { REDIS_MODE: 'many', mistake: 'REDIS_MODE is "many"' },
];

test.each(refused)('$mistake', ({ mistake, ...environment }) => {
  expect(() => settingsFrom(environment)).toThrow(mistake);
});
