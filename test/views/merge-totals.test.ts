import { allPartitions } from '../../src/boards/partition';
import { mergeTotals } from '../../src/views/merge-totals';
import { MergeTotalsRepository } from '../../src/views/merge-totals.repository';
import { useStores } from '../setup/stores';

const stores = useStores();
const query = <T>(sql: string, values: unknown[] = []): Promise<T[]> => stores.dataSource.query(sql, values);

const merge = (live: readonly string[]) =>
  mergeTotals({
    repository: new MergeTotalsRepository(stores.dataSource),
    inRedis: { lineages: async () => allPartitions.map(() => [...live]) },
  });

const later = () =>
  query(`update counter_generation set absent_since = absent_since - interval '30 days 1 minute'`);

async function totals(): Promise<Record<number, { views: number; rows: number }>> {
  const rows = await query<{ article: number; views: string; rows: string }>(
    'select article, sum(views) as views, count(*) as rows from article_total group by article order by article',
  );
  return Object.fromEntries(
    rows.map(({ article, views, rows: many }) => [article, { views: Number(views), rows: Number(many) }]),
  );
}

test('totals of lineages that Redis has no more become one row an article, and the sums stay', async () => {
  for (let restart = 1; restart <= 12; restart++) {
    const [{ id }] = await query<{ id: number }>(
      'insert into counter_generation (name, lineage, partition) values ($1, $2, 5) returning id',
      [`generation ${restart}`, `lineage ${restart}`],
    ).then((rows) => rows as [{ id: number }]);
    await query('insert into article_total values (1, $1, 10), (2, $1, $2)', [id, restart]);
  }
  const live = ['lineage 12'];
  const before = await totals();
  expect(await merge(live)).toBe(0); // it may be brought back yet
  await later();
  expect(await merge(['lineage 3', ...live])).toBe(10); // as that one was
  expect(await totals()).toEqual({ 1: { views: 120, rows: 3 }, 2: { views: 78, rows: 3 } });
  expect(Object.values(before).map(({ views }) => views)).toEqual([120, 78]);
  const merged = await query('select 1 from counter_generation where is_merged');
  expect(merged).toHaveLength(10);
  await later();
  expect(await merge(live)).toBe(0); // few are quick to add up
});

test('several processes that merge at once add nothing twice', async () => {
  for (let restart = 1; restart <= 9; restart++) {
    const rows = await query<{ id: number }>(
      `insert into counter_generation (name, lineage, partition, absent_since)
       values ($1, $2, 6, now() - interval '31 days') returning id`,
      [`another ${restart}`, `another ${restart}`],
    );
    await query('insert into article_total values (3, $1, 7)', [rows[0]!.id]);
  }
  await Promise.all([merge([]), merge([]), merge([])]);
  expect((await totals())[3]).toEqual({ views: 63, rows: 1 });
});
