import {
  choiceSetting,
  integerSetting,
  listSetting,
  optionalTextSetting,
  textSetting,
} from '../platform/config/setting';

export const storeSettings = {
  databaseUrl: optionalTextSetting({
    name: 'DATABASE_URL',
    range: 'a URL that begins with postgres:// or postgresql://',
    pattern: /^postgres(ql)?:\/\/\S+$/,
    meaning:
      'The Postgres (15 or later) that keeps the articles. ' +
      'Without it the program starts one of its own in DATA_FOLDER.',
    secret: true,
  }),
  redisUrl: optionalTextSetting({
    name: 'REDIS_URL',
    range:
      'a URL that begins with redis:// or rediss://, with several addresses between commas where REDIS_MODE is ' +
      'cluster or sentinel (redis://user:password@one:7000,two:7000)',
    pattern: /^rediss?:\/\/\S+$/,
    meaning:
      'The Redis or Valkey (7 or later, maxmemory-policy noeviction) that counts the views. ' +
      'Without it the program starts one of its own in DATA_FOLDER.',
    secret: true,
  }),
  redisMode: choiceSetting({
    name: 'REDIS_MODE',
    choices: ['single', 'cluster', 'sentinel'],
    default: 'single',
    meaning:
      'What REDIS_URL names: one server; some of the nodes of a Redis Cluster, which name the others (set ' +
      'cluster-require-full-coverage no there, so that a dead node takes only its own partitions along); or ' +
      "Sentinels, whose password is REDIS_SENTINEL_PASSWORD, that of REDIS_URL being the servers' own.",
  }),
  redisSentinelPrimary: optionalTextSetting({
    name: 'REDIS_SENTINEL_PRIMARY',
    range: 'a name without blanks',
    pattern: /^\S+$/,
    meaning: 'The name under which the Sentinels watch the primary. Needed where REDIS_MODE is sentinel.',
  }),
  redisSentinelPassword: optionalTextSetting({
    name: 'REDIS_SENTINEL_PASSWORD',
    range: 'a text',
    meaning: 'The password of the Sentinels themselves, if they have one.',
    secret: true,
  }),
  redisClusterAddresses: listSetting({
    name: 'REDIS_CLUSTER_ADDRESSES',
    default: [],
    range: 'pairs like 10.0.0.1:6379=localhost:7001, with commas between them',
    pattern: /^[^\s=]+:\d+=[^\s=]+:\d+$/,
    meaning:
      'Where the nodes of the Cluster are reached from here, if not under the addresses that they give of themselves ' +
      '(behind address translation, or a tunnel): own address = address here.',
  }),
  keySpace: textSetting({
    name: 'KEY_SPACE',
    default: 'mostread:',
    range: '1 to 40 letters, digits and the signs - _ : .',
    pattern: /^[\w.:-]{1,40}$/,
    meaning: 'What every key in Redis begins with, so that several newsrooms can share one Redis.',
  }),
  dataFolder: textSetting({
    name: 'DATA_FOLDER',
    default: '.mostread',
    range: 'a folder, absolute or seen from the folder of the program',
    meaning: 'Where the stores that the program starts itself keep their data between runs.',
  }),
  cacheFolder: optionalTextSetting({
    name: 'MOSTREAD_CACHE',
    range: 'a folder, absolute or seen from the folder of the program',
    meaning:
      'Where a Redis that had to be fetched is kept. Without it: the folder "cache" in DATA_FOLDER. ' +
      'It may be deleted at any time while nothing runs.',
  }),
  storesWaitMs: integerSetting({
    name: 'STORES_WAIT_MS',
    default: 10_000,
    min: 0,
    max: 600_000,
    meaning:
      'Milliseconds that a start waits for a Postgres or a Redis that does not answer yet: ' +
      'containers start in any order.',
  }),
  databasePoolSize: integerSetting({
    name: 'DATABASE_POOL_SIZE',
    default: 10,
    min: 2,
    max: 500,
    meaning: 'Connections to Postgres at most, for each process.',
  }),
  databaseConnectTimeoutMs: integerSetting({
    name: 'DATABASE_CONNECT_TIMEOUT_MS',
    default: 2_000,
    min: 100,
    max: 60_000,
    meaning: 'Milliseconds that a query waits for a connection to Postgres before it fails.',
  }),
  databaseStatementTimeoutMs: integerSetting({
    name: 'DATABASE_STATEMENT_TIMEOUT_MS',
    default: 10_000,
    min: 100,
    max: 3_600_000,
    meaning: 'Milliseconds after which Postgres ends a statement. Migrations have no such limit.',
  }),
};
