import type { DataSource } from 'typeorm';
import { entities, migrations } from '../../../src/compose/entities';
import { createDataSource } from '../../../src/platform/postgres/data-source';
import { checkMigrated, migrate } from '../../../src/platform/postgres/migrate';
import { createDatabase, dropDatabase } from '../../setup/databases';

const name = `test_migrate_${process.pid}`;
const sources: DataSource[] = [];
let url: string;

beforeEach(async () => {
  url = await createDatabase(name);
});

afterEach(async () => {
  for (const source of sources.splice(0)) await source.destroy();
  await dropDatabase(name);
});

async function connect(known = migrations): Promise<DataSource> {
  const source = await createDataSource({ url, entities, migrations: known }).initialize();
  sources.push(source);
  return source;
}

const done = async (source: DataSource) => {
  const rows: { name: string }[] = await source.query('select name from migrations order by id');
  return rows.map((row) => row.name);
};

describe('migrating', () => {
  test('brings an empty database up to the code, once, and says so', async () => {
    const source = await connect();
    const steps: string[] = [];
    await migrate({ dataSource: source, progress: (step) => steps.push(step) });
    await migrate({ dataSource: source, progress: (step) => steps.push(step) });
    expect(await done(source)).toEqual(migrations.map((migration) => migration.name));
    expect(steps).toEqual(['Migrating the database']);
  });

  test('is done by one of many that start at once', async () => {
    const starting = await Promise.all(Array.from({ length: 4 }, () => connect()));
    const steps: string[] = [];
    const progress = (step: string) => void steps.push(step);
    await Promise.all(starting.map((dataSource) => migrate({ dataSource, progress })));
    expect(steps.filter((step) => step === 'Migrating the database')).toHaveLength(1);
    for (const source of starting) await expect(checkMigrated(source)).resolves.toBeUndefined();
  });

  test('refuses a database that is newer, before it changes anything', async () => {
    const later = await connect();
    await migrate({ dataSource: later, progress: () => undefined });
    const earlier = await connect([]);
    const refusal = { code: 'DATABASE_IS_NEWER', field: 'DATABASE_URL' };
    await expect(migrate({ dataSource: earlier, progress: () => undefined })).rejects.toMatchObject(refusal);
    expect(await done(later)).toHaveLength(migrations.length);
  });
});

test('a command that finds a database too old says what to do, and changes nothing', async () => {
  const source = await connect();
  await expect(checkMigrated(source)).rejects.toMatchObject({
    code: 'DATABASE_IS_OLDER',
    message: expect.stringContaining('npm start'),
  });
  const tables = await source.query(`select to_regclass('article') as name`);
  expect(tables).toEqual([{ name: null }]);
});
