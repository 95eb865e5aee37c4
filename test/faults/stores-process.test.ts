// What becomes of the embedded stores when the program that started them is interrupted, killed or started
// twice.

import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { birthOf } from '../../src/platform/processes/process-life';
import { askRedis } from '../setup/ask-redis';
import { leftOf, type StoresProcess, startStoresProcess } from '../setup/stores-process';

const isRoot = process.getuid?.() === 0;
const nobody = { uid: 65_534, gid: 65_534 };
/** Not in a clone that only root may enter. */
const nobodyMayRun =
  isRoot &&
  spawnSync('/bin/sh', ['-c', 'test -r "$1"', 'may', __filename], { ...nobody, cwd: '/' }).status === 0;

let folder: string;
const running: StoresProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mostread "stores" 신문 '));
  await chmod(folder, 0o755);
});

afterEach(async () => {
  for (const stores of running.splice(0)) await stores.end();
  await rm(folder, { recursive: true, force: true });
});

async function start(user?: { uid: number; gid: number }): Promise<StoresProcess> {
  const stores = await startStoresProcess(folder, user);
  running.push(stores);
  return stores;
}

async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(statement);
  await client.end();
  return rows;
}

async function kill({ child }: StoresProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

const pidsOf = ({ postgres, redis }: StoresProcess): number[] => [postgres.pid, redis.pid];

/** The shells that hold the other end of the pipe, found by the pid they were given. */
function endWatchdogs(stores: StoresProcess): void {
  for (const pid of pidsOf(stores)) spawnSync('sh', ['-c', `kill -9 $(pgrep -f 'watchdog ${pid}$')`]);
}

async function findsItsData(user?: { uid: number; gid: number }): Promise<void> {
  const first = await start(user);
  await ask(first.postgres.url, 'create table page as select 17 as articles');
  await askRedis(first.redis.url, 'SET', 'views', '3');
  await kill(first);
  expect(await leftOf(pidsOf(first), 20_000)).toEqual([]);
  const second = await start(user);
  expect(await ask(second.postgres.url, 'select articles from page')).toEqual([{ articles: 17 }]);
  expect(await askRedis(second.redis.url, 'GET', 'views')).toBe('3');
}

test('a program killed with -9 takes both stores with it, and the next one finds the data', () =>
  findsItsData());

// Only root can become somebody else; and that user must be able to enter this clone.
(nobodyMayRun ? test : test.skip)('an ordinary user has the same', async () => {
  await chown(folder, nobody.uid, nobody.gid);
  await findsItsData(nobody);
});

test('Ctrl-C reaches the program and not the stores, which end when it stops them', async () => {
  const stores = await start();
  process.kill(-(stores.child.pid ?? 0), 'SIGINT'); // what a terminal does: to the whole group
  await once(stores.child.stderr as NodeJS.ReadableStream, 'data');
  expect(await ask(stores.postgres.url, 'select 1 as still')).toEqual([{ still: 1 }]);
  expect(await askRedis(stores.redis.url, 'PING')).toBe('PONG');
  await stores.end();
  expect(await leftOf(pidsOf(stores), 0)).toEqual([]);
});

test('a second program on the same folder is refused, and the first one keeps running', async () => {
  const first = await start();
  await expect(start()).rejects.toThrow(`in use by another process of Mostread (pid ${first.child.pid})`);
  expect(await askRedis(first.redis.url, 'PING')).toBe('PONG');
});

test('of two programs that start at once in a new folder one gets it', async () => {
  const starts = await Promise.allSettled([start(), start()]);
  const won = starts.filter(({ status }) => status === 'fulfilled');
  const lost = starts.flatMap((attempt) => (attempt.status === 'rejected' ? [String(attempt.reason)] : []));
  expect(won.length).toBeLessThanOrEqual(1);
  for (const reason of lost) expect(reason).toContain('in use by another process');
});

test('stores that were left behind without a watchdog are ended by the next start', async () => {
  const first = await start();
  endWatchdogs(first);
  await kill(first);
  expect(pidsOf(first).map(birthOf)).not.toContain(undefined);
  const second = await start();
  expect(await leftOf(pidsOf(first), 0)).toEqual([]);
  expect(await askRedis(second.redis.url, 'PING')).toBe('PONG');
});

test('a store that is killed is started again on its port', async () => {
  const stores = await start();
  await ask(stores.postgres.url, 'create table page as select 17 as articles');
  await askRedis(stores.redis.url, 'SET', 'views', '3');
  for (const pid of pidsOf(stores)) process.kill(pid, 'SIGKILL');
  expect(await leftOf(pidsOf(stores), 20_000)).toEqual([]);
  await expect(eventually(() => askRedis(stores.redis.url, 'GET', 'views'))).resolves.toBe('3');
  await expect(eventually(() => ask(stores.postgres.url, 'select articles from page'))).resolves.toEqual([
    { articles: 17 },
  ]);
});

async function eventually<T>(act: () => Promise<T>): Promise<T> {
  for (const untilMs = Date.now() + 10_000; ; ) {
    try {
      return await act();
    } catch (error) {
      if (Date.now() > untilMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
