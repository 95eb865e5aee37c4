import type { DataSource } from 'typeorm';
import { SimulatedClock } from '../../src/platform/clock';
import { FollowedReading } from '../../src/platform/followed-reading';
import { createDataSource } from '../../src/platform/postgres/data-source';
import { openRedis, type RedisConnection } from '../../src/platform/redis/connection';
import { CuttingProxy } from '../setup/cutting-proxy';
import { useStores } from '../setup/stores';
import { until } from '../setup/until';

const LOOK_EVERY_MS = 2_000;
const stores = useStores();
const opened: (() => Promise<unknown>)[] = [];

beforeAll(() => stores.dataSource.query('create table headline (words text not null)'));
beforeEach(() => stores.dataSource.query('truncate headline'));
afterEach(async () => {
  jest.restoreAllMocks();
  for (const close of opened.splice(0).reverse()) await close();
});

const write = (words: string) => stores.dataSource.query('insert into headline values ($1)', [words]);

interface Connected {
  dataSource?: DataSource;
  redis?: RedisConnection;
}

/** One process of several that follow the same table; its clock stands still. */
async function aProcess({ dataSource = stores.dataSource, redis = stores.redis }: Connected = {}) {
  const clock = new SimulatedClock(0);
  const warn = jest.spyOn(stores.log, 'warn').mockClear();
  const taken: string[][] = [];
  let looks = 0;
  const following = new FollowedReading<string[]>({
    ...{ redis, clock, log: stores.log, channel: 'headlines', lookEveryMs: LOOK_EVERY_MS },
    async read() {
      looks++;
      const rows: { words: string }[] = await dataSource.query('select words from headline order by words');
      return rows.map(({ words }) => words);
    },
    take: (found) => taken.push(found),
    warning: 'headlines stand still',
  });
  await following.start();
  opened.push(() => following.stop());
  return { following, clock, taken, warn, looks: () => looks };
}

/** Stores behind a proxy, as this process alone reaches them. */
async function behind(url: string): Promise<{ proxy: CuttingProxy; url: string }> {
  const through = new URL(url);
  const proxy = await CuttingProxy.to({ host: through.hostname, port: Number(through.port) });
  opened.push(() => proxy.close());
  through.port = String(proxy.port);
  return { proxy, url: through.href };
}

test('what stands there is known from the start, and a change by whoever announces it and by the others', async () => {
  await write('Bridge opens');
  const one = await aProcess();
  const other = await aProcess();
  expect(one.taken).toEqual([['Bridge opens']]);
  await write('Rain ahead');
  await one.following.announce('rain');
  const both = ['Bridge opens', 'Rain ahead'];
  expect(one.taken.at(-1)).toEqual(both);
  await until(() => other.taken.length === 2);
  expect(other.taken.at(-1)).toEqual(both);
});

test('what was not announced is found by the next look, and what is the same is not given again', async () => {
  const { clock, taken, looks } = await aProcess();
  await clock.advanceBy(3 * LOOK_EVERY_MS);
  expect(looks()).toBe(4);
  expect(taken).toEqual([[]]);
  await write('Rain ahead');
  await clock.advanceBy(LOOK_EVERY_MS);
  expect(taken).toEqual([[], ['Rain ahead']]);
});

test('without Redis a change reaches whoever announces it at once, and the others with their next look', async () => {
  const { proxy, url } = await behind(stores.redisUrl);
  const redis = openRedis({ url, keySpace: stores.keySpace }, stores.log);
  opened.push(() => redis.close());
  await redis.ready();
  const one = await aProcess({ redis });
  const other = await aProcess();
  proxy.refuse();
  proxy.cut();
  await write('Rain ahead');
  await one.following.announce('rain');
  expect(one.taken.at(-1)).toEqual(['Rain ahead']);
  await other.clock.advanceBy(LOOK_EVERY_MS);
  expect(other.taken.at(-1)).toEqual(['Rain ahead']);
});

test('while Postgres is away what was read last holds on, and the log says so once each time', async () => {
  await write('Bridge opens');
  const { proxy, url } = await behind(stores.databaseUrl);
  const dataSource = createDataSource({ url, entities: [], migrations: [], poolSize: 1 });
  await dataSource.initialize();
  opened.push(() => dataSource.destroy());
  const { clock, taken, warn } = await aProcess({ dataSource });
  for (const times of [1, 2]) {
    proxy.refuse();
    proxy.cut();
    await write('Rain ahead');
    await clock.advanceBy(3 * LOOK_EVERY_MS);
    expect(taken).toHaveLength(times);
    expect(warn).toHaveBeenCalledTimes(times);
    expect(warn.mock.lastCall?.[1]).toBe('headlines stand still');
    proxy.accept();
    await clock.advanceBy(LOOK_EVERY_MS);
    expect(taken).toHaveLength(times + 1);
  }
});

test('one that was stopped looks no more', async () => {
  const { following, clock, looks } = await aProcess();
  const other = await aProcess();
  await following.stop();
  await other.following.announce('rain');
  await clock.advanceBy(LOOK_EVERY_MS);
  expect(looks()).toBe(1);
});
