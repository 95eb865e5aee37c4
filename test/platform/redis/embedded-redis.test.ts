import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmbeddedStore } from '../../../src/platform/postgres/embedded-postgres';
import { freePort } from '../../../src/platform/processes/free-port';
import { startEmbeddedRedis } from '../../../src/platform/redis/embedded-redis';
import { askRedis } from '../../setup/ask-redis';
import { testCacheFolder } from '../../setup/stores-process';

jest.mock('../../../src/platform/processes/free-port', () => {
  const { freePort: choose } = jest.requireActual('../../../src/platform/processes/free-port');
  return { freePort: jest.fn(choose) };
});

let folder: string;
let started: EmbeddedStore[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'embedded "redis" '));
  started = [];
});

afterEach(async () => {
  for (const store of started) await store.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedStore> {
  const progress = () => undefined;
  const store = await startEmbeddedRedis({ folder, cacheFolder: testCacheFolder, progress });
  started.push(store);
  return store;
}

async function stopAll(): Promise<void> {
  for (const store of started.splice(0)) await store.stop();
}

describe('an embedded Redis', () => {
  test('keeps an append-only file, evicts nothing and listens on the loopback address alone', async () => {
    await start();
    const configuration = await readFile(join(folder, 'redis.conf'), 'utf8');
    for (const line of [
      'appendonly yes',
      'appendfsync everysec',
      'maxmemory-policy noeviction',
      'bind 127.0.0.1',
    ]) {
      expect(configuration).toContain(`${line}\n`);
    }
    expect((await stat(join(folder, 'data', 'appendonlydir'))).isDirectory()).toBe(true);
  });

  test('lets nobody in without its password, which only its owner can read', async () => {
    const { url, port } = await start();
    await expect(askRedis(`redis://127.0.0.1:${port}`, 'GET', 'x')).rejects.toThrow('NOAUTH');
    await expect(askRedis(url, 'PING')).resolves.toBe('PONG');
    for (const file of ['redis.conf', 'redis.json']) {
      expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
    }
  });

  test('finds what it held when it was stopped', async () => {
    const { url } = await start();
    await askRedis(url, 'SET', 'views', '41');
    await stopAll();
    const again = await start();
    await expect(askRedis(again.url, 'INCR', 'views')).resolves.toBe('42');
  });

  test('takes another port when the one it chose is taken meanwhile', async () => {
    const busy = await new Promise<Server>((resolve) => {
      const server = createServer((client) => client.destroy()).listen(0, '127.0.0.1', () => resolve(server));
    });
    const { port } = busy.address() as { port: number };
    jest.mocked(freePort).mockClear().mockResolvedValueOnce(port);
    const store = await start();
    expect(freePort).toHaveBeenCalledTimes(2);
    await expect(askRedis(store.url, 'PING')).resolves.toBe('PONG');
    await new Promise((resolve) => busy.close(resolve));
  });

  test('has its folder to itself', async () => {
    await start();
    await expect(start()).rejects.toMatchObject({ code: 'FOLDER_IN_USE' });
  });
});

describe('a data folder', () => {
  test('of a newer version is refused with the ways out', async () => {
    await start();
    await stopAll();
    const note = JSON.parse(await readFile(join(folder, 'redis.json'), 'utf8'));
    await writeFile(join(folder, 'redis.json'), JSON.stringify({ ...note, version: '99.0.0' }));
    const base = join(folder, 'data', 'appendonlydir', 'appendonly.aof.1.base.rdb');
    const bytes = await readFile(base);
    bytes.write('REDIS9999', 0, 'latin1');
    await writeFile(base, bytes);
    const refusal = {
      code: 'REDIS_DATA_OF_ANOTHER_VERSION',
      message: expect.stringContaining('Redis 99.0.0'),
    };
    await expect(start()).rejects.toMatchObject(refusal);
    await expect(start()).rejects.toMatchObject(refusal); // the failed start has not made the data its own
  });

  test('that is damaged gives the last words of the server', async () => {
    await start();
    await stopAll();
    const manifest = join(folder, 'data', 'appendonlydir', 'appendonly.aof.manifest');
    await writeFile(manifest, 'nonsense\n');
    await expect(start()).rejects.toMatchObject({
      code: 'REDIS_DID_NOT_START',
      message: expect.stringMatching(/manifest/i),
    });
  });
});
