import { entities, migrations } from '../../src/compose/entities';
import { createDataSource } from '../../src/platform/postgres/data-source';
import { useStores } from '../setup/stores';

const stores = useStores();

describe('entities and migrations', () => {
  test('agree: TypeORM would change nothing in a migrated database', async () => {
    const { upQueries } = await stores.dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  test('each migration goes down and up again, and ends where it began', async () => {
    const source = createDataSource({ url: stores.databaseUrl, entities, migrations, statementTimeoutMs: 0 });
    await source.initialize();
    try {
      const before = await shapeOf(source);
      for (const _ of migrations) await source.undoLastMigration({ transaction: 'each' });
      expect((await shapeOf(source)).filter(({ table }) => table !== 'migrations')).toEqual([]);
      await source.runMigrations({ transaction: 'each' });
      expect(await shapeOf(source)).toEqual(before);
    } finally {
      await source.destroy();
    }
  });
});

interface Shape {
  table: string;
  column: string;
  type: string;
}

function shapeOf(source: { query(sql: string): Promise<Shape[]> }): Promise<Shape[]> {
  return source.query(
    `select table_name as table, column_name as column, data_type as type from information_schema.columns
     where table_schema = 'public' order by 1, 2`,
  );
}
