import type Redis from 'ioredis';
import { systemClock } from '../../../src/platform/clock';
import { StoreUnavailable } from '../../../src/platform/errors';
import { openRedis, type RedisConnection } from '../../../src/platform/redis/connection';
import { wasNotSent } from '../../../src/platform/redis/store-error';
import { askRedis } from '../../setup/ask-redis';
import { CuttingProxy } from '../../setup/cutting-proxy';
import { useStores } from '../../setup/stores';
import { until } from '../../setup/until';

const stores = useStores();
/** Long enough that a busy machine answers within it. */
const TIMEOUT_MS = 1_500;
let proxy: CuttingProxy;
let redis: RedisConnection;

beforeEach(async () => {
  const { hostname, port } = new URL(stores.redisUrl);
  proxy = await CuttingProxy.to({ host: hostname, port: Number(port) });
  const url = new URL(stores.redisUrl);
  url.port = String(proxy.port);
  redis = openRedis({ url: url.href, keySpace: stores.keySpace, commandTimeoutMs: TIMEOUT_MS }, stores.log);
  await redis.ready();
});

afterEach(async () => {
  await redis.close();
  await proxy.close();
});

test('keys and channels are in the key space', async () => {
  await redis.client.set('place', 'here');
  expect(await askRedis(stores.redisUrl, 'GET', `${stores.keySpace}place`)).toBe('here');
  expect(redis.channel('news')).toBe(`${stores.keySpace}news`);
});

test('a key space with braces is refused: it would hide the hash tags', () => {
  expect(() => openRedis({ url: stores.redisUrl, keySpace: 'a{b}:' })).toThrow('braces');
});

test('a command whose reply is lost fails at once and is not sent again', async () => {
  await redis.client.set('count', 0);
  proxy.loseReplies(1);
  const incrementing = redis.client.eval("return {redis.call('INCR', KEYS[1])}", 1, 'count');
  await expect(incrementing).rejects.toThrow(StoreUnavailable);
  expect(proxy.lost).toBe(1);
  await until(() => redis.client.status === 'ready');
  expect(await redis.client.get('count')).toBe('1');
});

test('while Redis is away each command fails at once as StoreUnavailable, and works when it is back', async () => {
  proxy.refuse();
  proxy.cut();
  await until(() => redis.client.status !== 'ready');
  await expect(redis.client.get('count')).rejects.toMatchObject({
    code: 'STORE_UNAVAILABLE',
    store: 'Redis',
    retryable: true,
  });
  await expect(redis.inOneWrite((commands) => commands.get('count'))).rejects.toThrow(StoreUnavailable);
  await expect(redis.ready(50)).rejects.toThrow();
  proxy.accept();
  await until(() => redis.client.status === 'ready');
  await expect(redis.client.set('count', 7)).resolves.toBe('OK');
});

test('a Redis that does not answer in time is not available', async () => {
  proxy.hold();
  await expect(redis.client.get('count')).rejects.toThrow(StoreUnavailable);
});

test('a Redis that hangs costs one time-out: then commands fail at once, unsent, until it answers again', async () => {
  await redis.client.set('count', 1);
  proxy.hold();
  await expect(redis.client.incr('count')).rejects.toThrow(StoreUnavailable);
  await until(() => redis.client.status !== 'ready');
  const beganMs = performance.now();
  const failures: unknown[] = [];
  for (let command = 0; command < 100; command++) {
    failures.push(await redis.client.incr('count').catch((error: unknown) => error));
  }
  expect(failures.every(wasNotSent)).toBe(true);
  expect(performance.now() - beganMs).toBeLessThan(10 * TIMEOUT_MS); // each with its time-out: a hundred of them
  proxy.accept();
  proxy.cut();
  await until(() => redis.client.status === 'ready');
  expect(await redis.client.get('count')).toBe('1');
});

test('a connection that has nothing to answer is not broken off', async () => {
  const ended = jest.fn();
  redis.client.on('close', ended);
  await systemClock.wait(2 * TIMEOUT_MS);
  expect(await redis.client.set('count', 1)).toBe('OK');
  expect(ended).not.toHaveBeenCalled();
});

test('an error about the command stays what it is', async () => {
  await redis.client.set('text', 'words');
  await expect(redis.client.incr('text')).rejects.toMatchObject({ name: 'ReplyError' });
  await expect(redis.inOneWrite((commands) => commands.incr('text'))).rejects.toMatchObject({
    name: 'ReplyError',
  });
});

test('commands in one write give their replies in order, none gives none', async () => {
  const replies = await redis.inOneWrite((commands) => {
    commands.set('a', 1);
    commands.incr('a');
    commands.get('a');
  });
  expect(replies).toEqual(['OK', 2, '2']);
  expect(await redis.inOneWrite(() => undefined)).toEqual([]);
});

test('commands of one turn of the event loop leave in one write', async () => {
  const client = redis.client as Redis;
  const alone = jest.spyOn(client.stream, '_write');
  const together = jest.spyOn(client.stream, '_writev');
  const replies = await Promise.all([client.set('a', 1), client.incr('a'), null, client.get('a')]);
  expect(replies).toEqual(['OK', 2, null, '2']);
  expect(together).toHaveBeenCalledTimes(1);
  expect(alone).not.toHaveBeenCalled();
});
