import type { DataSource } from 'typeorm';
import { StoreUnavailable } from '../../../src/platform/errors';
import { createDataSource } from '../../../src/platform/postgres/data-source';
import { readWithin } from '../../../src/platform/postgres/read-within';
import { CuttingProxy } from '../../setup/cutting-proxy';
import { useStores } from '../../setup/stores';

const stores = useStores();
let proxy: CuttingProxy;
let dataSource: DataSource;

beforeAll(async () => {
  const url = new URL(stores.databaseUrl);
  proxy = await CuttingProxy.to({ host: url.hostname, port: Number(url.port) });
  url.port = String(proxy.port);
  // One connection: what a hung one would take away is all there is.
  dataSource = await createDataSource({
    url: url.href,
    entities: [],
    migrations: [],
    poolSize: 1,
  }).initialize();
});

afterAll(async () => {
  await dataSource.destroy();
  await proxy.close();
});

const one = () => readWithin(30_000, dataSource, (reader) => reader.query('select 1 as one'));

test('gives what it reads, and its connection back', async () => {
  for (let count = 0; count < 3; count++) expect(await one()).toEqual([{ one: 1 }]);
});

test('ends when Postgres is silent, and the next one reads on another connection', async () => {
  expect(await one()).toEqual([{ one: 1 }]);
  proxy.hold();
  await expect(readWithin(300, dataSource, (reader) => reader.query('select 2'))).rejects.toThrow(
    StoreUnavailable,
  );
  proxy.accept();
  expect(await one()).toEqual([{ one: 1 }]);
});

test('gives its connection back after an error, which is that of the statement', async () => {
  await expect(readWithin(30_000, dataSource, (reader) => reader.query('select nothing'))).rejects.toThrow(
    /nothing/,
  );
  expect(await one()).toEqual([{ one: 1 }]);
});
