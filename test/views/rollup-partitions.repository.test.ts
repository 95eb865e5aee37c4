import { SimulatedClock } from '../../src/platform/clock';
import { RollupPartitionsRepository } from '../../src/views/rollup-partitions.repository';
import { sliceOf } from '../../src/views/slice';
import { useStores } from '../setup/stores';

const stores = useStores();
const at = (time: string): number => Date.parse(time);
const clock = new SimulatedClock(at('2026-12-31T23:50Z'));

async function months(table: string): Promise<string[]> {
  const rows: { name: string }[] = await stores.dataSource.query(
    `select inhrelid::regclass::text as name from pg_inherits where inhparent = $1::regclass order by 1`,
    [table],
  );
  return rows.map(({ name }) => name);
}

test('the present month and the next are there ahead, of every table', async () => {
  const partitions = new RollupPartitionsRepository(stores.dataSource, clock);
  await partitions.makeAhead();
  for (const table of ['rollup_slice', 'rollup_hour', 'rollup_day', 'article_day', 'article_readers']) {
    expect(await months(table)).toEqual([`${table}_2026_12`, `${table}_2027_01`]);
  }
});

test('a slice of the past has its month, from its first slice to its last', async () => {
  const partitions = new RollupPartitionsRepository(stores.dataSource, clock);
  const slices = [sliceOf(at('2020-02-01T00:00Z')), sliceOf(at('2020-02-29T23:59Z'))];
  await partitions.makeForSlices('rollup_slice', slices);
  const [{ id }] = await stores.dataSource.query(
    `insert into counter_generation (name, lineage, partition) values ('g', 'l', 0) returning id`,
  );
  for (const slice of slices) {
    await stores.dataSource.query('insert into rollup_slice values ($1, 1, 1, $2, 5)', [slice, id]);
  }
  const [row] = await stores.dataSource.query('select count(*)::int as rows from rollup_slice_2020_02');
  expect(row.rows).toBe(2);
  expect(await months('rollup_slice')).toContain('rollup_slice_2020_02');
  const beside = [slices[0]! - 1, slices[1]! + 1];
  for (const slice of beside) {
    await expect(
      stores.dataSource.query('insert into rollup_slice values ($1, 1, 1, $2, 5)', [slice, id]),
    ).rejects.toThrow(/no partition/);
  }
});

test('several processes that want one month at once all get it', async () => {
  const makers = Array.from({ length: 6 }, () => new RollupPartitionsRepository(stores.dataSource, clock));
  await Promise.all(makers.map((partitions) => partitions.makeForDays('article_readers', ['2019-07-14'])));
  await stores.dataSource.query(`insert into article_readers values ('2019-07-31', 1, 3)`);
  expect(await months('article_readers')).toContain('article_readers_2019_07');
});

test('a month that is there for good is asked for once, one that may be dropped each time', async () => {
  const partitions = new RollupPartitionsRepository(stores.dataSource, clock);
  await partitions.makeForDays('rollup_day', ['2026-12-31', '2026-11-30', '2026-10-31']);
  const query = jest.spyOn(stores.dataSource, 'query');
  await partitions.makeForDays('rollup_day', ['2026-12-01', '2026-11-01']);
  expect(query).not.toHaveBeenCalled();
  query.mockRestore();
  await stores.dataSource.query('drop table rollup_day_2026_10');
  await partitions.makeForDays('rollup_day', ['2026-10-01']);
  expect(await months('rollup_day')).toContain('rollup_day_2026_10');
});

test('making a month waits for nobody who reads or writes the others', async () => {
  const partitions = new RollupPartitionsRepository(stores.dataSource, clock);
  await partitions.makeAhead();
  await stores.dataSource.transaction(async (manager) => {
    await manager.query(`insert into article_day values ('2026-12-31', 1, 3)`);
    await partitions.makeForDays('article_day', ['2018-01-01']);
  });
  expect(await months('article_day')).toContain('article_day_2018_01');
});
