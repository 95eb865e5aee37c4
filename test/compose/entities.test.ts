import { useStores } from '../setup/stores';

const stores = useStores();

describe('entities and migrations', () => {
  test('agree: TypeORM would change nothing in a migrated database', async () => {
    const { upQueries } = await stores.dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  test('go down one by one to nothing, and up again to the same database', async () => {
    const { dataSource } = stores;
    const before = await describeDatabase();
    for (let undone = 0; undone < dataSource.migrations.length; undone++) {
      await dataSource.undoLastMigration();
      await dataSource.runMigrations();
      expect(await describeDatabase()).toEqual(before);
      for (let again = 0; again <= undone; again++) await dataSource.undoLastMigration();
      if (undone < dataSource.migrations.length - 1) await dataSource.runMigrations();
    }
    expect(await describeDatabase()).toEqual([]);
    await dataSource.runMigrations();
    expect(await describeDatabase()).toEqual(before);
  });
});

/** Columns, constraints and indexes of every table of ours, in words. */
async function describeDatabase(): Promise<string[]> {
  const rows: { words: string }[] = await stores.dataSource.query(`
    select concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default) as words
      from information_schema.columns where table_schema = 'public' and table_name <> 'migrations'
    union all
    select concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid)) from pg_constraint
      where connamespace = 'public'::regnamespace and conrelid <> 'migrations'::regclass
    union all
    select indexdef from pg_indexes where schemaname = 'public' and tablename <> 'migrations'
    order by words`);
  return rows.map(({ words }) => words);
}
