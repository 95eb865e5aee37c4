import type { DataSource } from 'typeorm';
import { createDataSource, type DataSourceOptions } from '../../../src/platform/postgres/data-source';
import { testServerUrl } from '../../setup/databases';

let source: DataSource | undefined;

afterEach(async () => {
  await source?.destroy();
});

async function connect(options: Partial<DataSourceOptions>): Promise<DataSource> {
  source = await createDataSource({
    url: testServerUrl(),
    entities: [],
    migrations: [],
    ...options,
  }).initialize();
  return source;
}

describe('the pool', () => {
  test('does not wait for ever for a free connection', async () => {
    const { createQueryRunner, query } = bound(await connect({ poolSize: 1, connectTimeoutMs: 1_500 }));
    const runner = createQueryRunner();
    await runner.connect();
    await expect(query('select 1')).rejects.toThrow('timeout');
    await runner.release();
    await expect(query('select 1 as one')).resolves.toEqual([{ one: 1 }]);
  });

  test('has a statement ended that takes too long', async () => {
    const { query } = bound(await connect({ statementTimeoutMs: 100 }));
    await expect(query('select pg_sleep(5)')).rejects.toThrow('statement timeout');
  });

  test('replaces a connection that the server has ended', async () => {
    const { query } = bound(await connect({ poolSize: 1 }));
    const [{ pid }] = (await query('select pg_backend_pid() as pid')) as [{ pid: number }];
    const other = await createDataSource({ url: testServerUrl(), entities: [], migrations: [] }).initialize();
    await other.query('select pg_terminate_backend($1)', [pid]);
    await other.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50)); // until the end of the connection has arrived
    await expect(query('select 1 as one')).resolves.toEqual([{ one: 1 }]);
  });
});

function bound(from: DataSource) {
  return { createQueryRunner: () => from.createQueryRunner(), query: (sql: string) => from.query(sql) };
}
