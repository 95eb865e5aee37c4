import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRunning } from '../../src/compose/running-newsroom';
import { type Settings, settingsFrom } from '../../src/compose/settings';
import { openStores, openStoresForCommand, type Stores } from '../../src/compose/stores';
import { useStores } from '../setup/stores';
import { testCacheFolder } from '../setup/stores-process';

const given = useStores();
const opened: Stores[] = [];

afterEach(async () => {
  for (const stores of opened.splice(0).reverse()) await stores.close();
});

function named(environment: Record<string, string> = {}): Settings {
  return settingsFrom({
    DATABASE_URL: given.databaseUrl,
    REDIS_URL: given.redisUrl,
    KEY_SPACE: given.keySpace,
    STORES_WAIT_MS: '700',
    ...environment,
  });
}

async function open(settings: Settings, steps: string[] = []): Promise<Stores> {
  const stores = await openStores(settings, given.log, (step) => steps.push(step));
  opened.push(stores);
  return stores;
}

describe('stores that the configuration names', () => {
  test('are connected, and named without their passwords', async () => {
    const stores = await open(named());
    await expect(stores.dataSource.query('select count(*)::int as articles from article')).resolves.toEqual([
      { articles: 0 },
    ]);
    await expect(stores.redis.client.ping()).resolves.toBe('PONG');
    expect(Math.abs(stores.clock.nowMs() - Date.now())).toBeLessThan(10_000);
    expect(stores.places.map(({ name }) => name)).toEqual(['Postgres', 'Redis']);
    for (const { place } of stores.places) expect(place).toMatch(/^127\.0\.0\.1:\d+(\/\w+)?$/);
  });

  test('may serve several programs at once', async () => {
    await open(named());
    await open(named());
  });

  test.each([
    { setting: 'DATABASE_URL', url: 'postgres://nobody:secret@127.0.0.1:1/news' },
    { setting: 'REDIS_URL', url: 'redis://:secret@127.0.0.1:1' },
  ])(
    'that do not answer are named by $setting, without the password',
    async ({ setting, url }) => {
      const steps: string[] = [];
      const opening = open(named({ [setting]: url }), steps);
      await expect(opening).rejects.toMatchObject({
        code: 'STORE_NOT_REACHED',
        field: setting,
        message: expect.not.stringContaining('secret'),
      });
      expect(steps).toContainEqual(expect.stringMatching(/^Waiting for (Postgres|Redis) at 127\.0\.0\.1:1/));
    },
    60_000,
  );

  test('that refuse the password are not waited for', async () => {
    const url = new URL(given.databaseUrl);
    url.password = 'guess';
    const steps: string[] = [];
    await expect(open(named({ DATABASE_URL: url.href }), steps)).rejects.toThrow(
      'password authentication failed',
    );
    expect(steps).not.toContainEqual(expect.stringContaining('Waiting'));
  });

  test('that evict keys are refused with the command that changes it', async () => {
    await given.redis.client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    try {
      await expect(open(named())).rejects.toMatchObject({
        code: 'REDIS_EVICTS',
        message: expect.stringMatching(/allkeys-lru.*CONFIG SET maxmemory-policy noeviction/),
      });
    } finally {
      await given.redis.client.config('SET', 'maxmemory-policy', 'noeviction');
    }
  });

  test('that were filled with another number of partitions are refused', async () => {
    await given.dataSource.query(
      `insert into newsroom_setting (name, value) values ('partitions', '32')
       on conflict (name) do update set value = '32'`,
    );
    try {
      await expect(open(named())).rejects.toMatchObject({ code: 'PARTITION_COUNT_DIFFERS' });
    } finally {
      await given.dataSource.query(`delete from newsroom_setting where name = 'partitions'`);
    }
  });
});

test('a database newer than the code is refused and stays as it was', async () => {
  await given.dataSource.query(
    `insert into migrations (timestamp, name) values (9999999999999, 'AddTheFuture9999999999999')`,
  );
  try {
    await expect(open(named())).rejects.toMatchObject({
      code: 'DATABASE_IS_NEWER',
      message: expect.stringContaining('AddTheFuture9999999999999'),
    });
  } finally {
    await given.dataSource.query(`delete from migrations where name like 'AddTheFuture%'`);
  }
});

describe('stores of the program’s own', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'data folder '));
    await chmod(folder, 0o755); // as root, Postgres runs as somebody else and must be able to enter
  });

  afterEach(async () => {
    for (const stores of opened.splice(0).reverse()) await stores.close();
    await rm(folder, { recursive: true, force: true });
  });

  const own = () => settingsFrom({ DATA_FOLDER: folder, MOSTREAD_CACHE: testCacheFolder });

  test('are started, migrated, found by a command, and gone afterwards', async () => {
    const steps: string[] = [];
    const newsroom = await open(own(), steps);
    expect(steps).toEqual(
      expect.arrayContaining(['Making a new Postgres database', 'Migrating the database']),
    );
    await newsroom.announce('http://127.0.0.1:4000');
    const running = await readRunning(folder);
    expect(running).toMatchObject({ pid: process.pid, apiUrl: 'http://127.0.0.1:4000' });

    const command = await openStoresForCommand(own(), given.log);
    await newsroom.redis.client.set('told', 'by the newsroom');
    await expect(command.redis.client.get('told')).resolves.toBe('by the newsroom');
    await command.close();
    await expect(newsroom.redis.client.ping()).resolves.toBe('PONG');

    await expect(open(own())).rejects.toMatchObject({
      code: 'ALREADY_RUNNING',
      message: expect.stringContaining(`runs already at http://127.0.0.1:4000 (pid ${process.pid})`),
    });
    await newsroom.close();
    opened.length = 0;
    expect(await readRunning(folder)).toBeUndefined();

    const alone = await openStoresForCommand(own(), given.log);
    await expect(alone.redis.client.get('told')).resolves.toBe('by the newsroom');
    expect(await readRunning(folder)).toBeUndefined(); // nobody should lean on stores that end with a command
    await alone.close();
  }, 180_000);
});

describe('a store that goes away and comes back', () => {
  let proxy: Server;
  let pipes: Socket[];

  async function proxyTo(url: string): Promise<string> {
    const { hostname, port } = new URL(url);
    pipes = [];
    proxy = createServer((client) => {
      const server = createConnection({ host: hostname, port: Number(port) });
      pipes.push(client, server);
      for (const socket of [client, server]) socket.on('error', () => undefined);
      client.pipe(server).pipe(client);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const through = new URL(url);
    through.port = String((proxy.address() as { port: number }).port);
    return through.href;
  }

  async function cutFor(ms: number): Promise<void> {
    const { port } = proxy.address() as { port: number };
    const closed = new Promise((resolve) => proxy.close(resolve));
    for (const socket of pipes.splice(0)) socket.destroy();
    await closed;
    await new Promise((resolve) => setTimeout(resolve, ms));
    await new Promise<void>((resolve) => proxy.listen(port, '127.0.0.1', resolve));
  }

  afterEach(async () => {
    for (const stores of opened.splice(0)) await stores.close();
    proxy.close();
  });

  test.each([
    { store: 'Postgres', setting: 'DATABASE_URL', url: () => given.databaseUrl },
    { store: 'Redis', setting: 'REDIS_URL', url: () => given.redisUrl },
  ])('is used again: $store', async ({ setting, url }) => {
    const stores = await open(named({ [setting]: await proxyTo(url()) }));
    const both = () =>
      Promise.all([stores.dataSource.query('select 1'), stores.redis.client.ping()]).then(
        () => 'both answer',
      );
    await expect(both()).resolves.toBe('both answer');
    const back = cutFor(400);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await expect(both()).rejects.toThrow();
    await back;
    await new Promise((resolve) => setTimeout(resolve, 1_500)); // the longest pause between two attempts of the client
    await expect(both()).resolves.toBe('both answer');
  });
});
