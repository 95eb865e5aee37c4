import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { type EmbeddedStore, startEmbeddedPostgres } from '../../../src/platform/postgres/embedded-postgres';
import { freePort } from '../../../src/platform/processes/free-port';

jest.mock('../../../src/platform/processes/free-port', () => {
  const { freePort: choose } = jest.requireActual('../../../src/platform/processes/free-port');
  return { freePort: jest.fn(choose) };
});

let folder: string;
let started: EmbeddedStore[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'embedded postgres '));
  await chmod(folder, 0o755);
  started = [];
});

afterEach(async () => {
  for (const store of started) await store.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(steps: string[] = []): Promise<EmbeddedStore> {
  const store = await startEmbeddedPostgres({ folder, progress: (step) => steps.push(step) });
  started.push(store);
  return store;
}

async function ask(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

describe('an embedded Postgres', () => {
  test('is made for the languages of the world, on the loopback address alone', async () => {
    const { url } = await start();
    const [made] = await ask(
      url,
      `select current_setting('listen_addresses') as listens, current_setting('unix_socket_directories') as sockets,
              current_setting('fsync') as fsync, datcollate as locale, pg_encoding_to_char(encoding) as encoding
       from pg_database where datname = current_database()`,
    );
    expect(made).toEqual({
      listens: '127.0.0.1',
      sockets: '',
      fsync: 'on',
      locale: process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8',
      encoding: 'UTF8',
    });
    await ask(url, 'create extension pg_trgm');
    const [korean] = await ask(url, `select show_trgm('신문') <> '{}' as has_trigrams`);
    expect(korean).toEqual({ has_trigrams: true });
  });

  test('lets nobody in without its password, which only its owner can read', async () => {
    const { url } = await start();
    const wrong = new URL(url);
    wrong.password = 'guess';
    await expect(ask(wrong.href, 'select 1')).rejects.toThrow('password authentication failed');
    expect((await stat(join(folder, 'password'))).mode & 0o777).toBe(0o600);
  });

  test('says what it does the first time, and nothing the second time', async () => {
    const steps: string[] = [];
    await (await start(steps)).stop();
    started = [];
    expect(steps).toEqual(['Making a new Postgres database']);
    await start(steps);
    expect(steps).toHaveLength(1);
  });

  test('takes another port when the one it chose is taken meanwhile', async () => {
    const busy = await new Promise<Server>((resolve) => {
      const server = createServer((client) => client.destroy()).listen(0, '127.0.0.1', () => resolve(server));
    });
    const { port } = busy.address() as { port: number };
    jest.mocked(freePort).mockClear().mockResolvedValueOnce(port);
    const store = await start();
    expect(freePort).toHaveBeenCalledTimes(2);
    expect(store.port).not.toBe(port);
    expect(await ask(store.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    busy.close();
  });

  test('removes what an initdb that was cut short has left', async () => {
    await mkdir(join(folder, 'making-12345', 'data'), { recursive: true });
    await writeFile(join(folder, 'making-12345', 'data', 'half'), 'x');
    await start();
    expect(await readdir(folder)).not.toContain('making-12345');
  });
});

describe('a data folder', () => {
  test('of another version is refused with both versions and the ways out, and stays as it was', async () => {
    await mkdir(join(folder, 'data'));
    await writeFile(join(folder, 'data', 'PG_VERSION'), '14\n');
    await expect(start()).rejects.toMatchObject({
      code: 'DATA_OF_ANOTHER_VERSION',
      field: 'DATA_FOLDER',
      message: expect.stringMatching(/Postgres 14.*Postgres 18.*DATABASE_URL.*DATA_FOLDER/s),
    });
    await expect(readFile(join(folder, 'data', 'PG_VERSION'), 'utf8')).resolves.toBe('14\n');
  });

  test('that holds something else is refused and left alone', async () => {
    await mkdir(join(folder, 'data'));
    await writeFile(join(folder, 'data', 'thesis.txt'), 'years of work');
    await expect(start()).rejects.toMatchObject({ code: 'NOT_A_POSTGRES_FOLDER' });
    await expect(readFile(join(folder, 'data', 'thesis.txt'), 'utf8')).resolves.toBe('years of work');
  });

  test('that is empty is used', async () => {
    await mkdir(join(folder, 'data'));
    const { url } = await start();
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('that is damaged gives the last words of the server', async () => {
    await (await start()).stop();
    started = [];
    await rm(join(folder, 'data', 'global'), { recursive: true });
    await expect(start()).rejects.toMatchObject({
      code: 'POSTGRES_DID_NOT_START',
      message: expect.stringContaining('global'),
    });
  });
});
