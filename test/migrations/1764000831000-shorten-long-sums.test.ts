import fc from 'fast-check';
import type { QueryRunner } from 'typeorm';
import { ShortenLongSums1764000831000 } from '../../src/migrations/1764000831000-shorten-long-sums';
import { RollupWritingRepository } from '../../src/views/rollup-writing.repository';
import { useStores } from '../setup/stores';

const stores = useStores();

/** Of the third, fourth and fifth eight hours of 1970, around their borders. */
const slice = fc.constantFrom(64, 95, 96, 127, 128);
const article = fc.integer({ min: 1, max: 3 });

/** What may happen to slices. */
const step = fc.oneof(
  fc.record({
    kind: fc.constant('grow' as const),
    amounts: fc.array(
      fc.tuple(slice, article, fc.constantFrom(1, 101, 1_101, 3_000), fc.constantFrom(1, 2), fc.nat(50)),
      { minLength: 1, maxLength: 6 },
    ),
  }),
  fc.record({ kind: fc.constant('compact' as const), slice }),
  fc.record({ kind: fc.constant('empty' as const) }),
);

beforeAll(async () => {
  await stores.dataSource.query(
    `insert into counter_generation (id, name, lineage, partition) overriding system value
     values (1, 'one', 'l', 0), (2, 'two', 'm', 0)`,
  );
  await stores.dataSource.query('alter table counter_generation alter column id restart with 10');
  await stores.dataSource.query(
    `create table rollup_slice_1970_01 partition of rollup_slice for values from (0) to (2976)`,
  );
});

test('views of eight hours are those of their slices, whatever is written, and nothing is left of what goes', async () => {
  const { dataSource } = stores;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      for (const one of steps) {
        if (one.kind === 'grow') {
          const unique = new Map(one.amounts.map((amount) => [amount.slice(0, 4).join(' '), amount]));
          await dataSource.query(
            `insert into rollup_slice
             select * from unnest($1::integer[], $2::integer[], $3::smallint[], $4::integer[], $5::bigint[])
             on conflict (slice, article, counter, generation)
               do update set amount = greatest(rollup_slice.amount, excluded.amount)`,
            [0, 1, 2, 3, 4].map((column) => [...unique.values()].map((amount) => amount[column])),
          );
        }
        if (one.kind === 'compact')
          await dataSource.query('delete from rollup_slice where slice = $1', [one.slice]);
        if (one.kind === 'empty') await dataSource.query('truncate rollup_slice');
        const kept = await dataSource.query(
          'select eight_hours as "eightHours", article, views::integer from article_recent where views <> 0 order by 1, 2',
        );
        const counted = await dataSource.query(
          `select slice / 32 as "eightHours", article, sum(amount)::integer as views from rollup_slice
           where counter < 1000 group by 1, 2 having sum(amount) <> 0 order by 1, 2`,
        );
        expect(kept).toEqual(counted);
      }
      await dataSource.query('delete from rollup_slice');
      expect(await dataSource.query('select * from article_recent')).toEqual([]);
    }),
    { numRuns: 25 },
  );
});

test('undone and done again on a filled database, while flushers write and slices are compacted, it misses nothing', async () => {
  const { dataSource } = stores;
  const writing = new RollupWritingRepository(dataSource);
  let isOver = false;
  const flush = async (partition: 0 | 1) => {
    for (let amount = 1; !isOver; amount++) {
      const slices = [64, 65, 96, 127].map((at) => ({
        generation: { slice: at, lineage: 'live', partition, birth: `${partition} ${at}` },
        figures: [1, 2, 3].map((one) => ({ article: one, counter: 1 + partition, amount: amount + one })),
      }));
      await writing.write({ slices, totals: [] });
    }
  };
  const compact = async () => {
    while (!isOver) await dataSource.query('delete from rollup_slice where slice = 65');
  };
  const migrate = async (act: (runner: QueryRunner) => Promise<void>) => {
    const runner = dataSource.createQueryRunner();
    try {
      await runner.startTransaction();
      await act(runner);
      await runner.commitTransaction();
    } finally {
      await runner.release();
    }
  };
  const works = Promise.all([flush(0), flush(1), compact()]);
  try {
    for (let time = 0; time < 3; time++) {
      await migrate((runner) => new ShortenLongSums1764000831000().down(runner));
      expect((await dataSource.query(`select to_regclass('article_recent') as name`))[0].name).toBeNull();
      await migrate((runner) => new ShortenLongSums1764000831000().up(runner));
    }
  } finally {
    isOver = true;
  }
  await works;
  const kept = await dataSource.query(
    'select eight_hours, article, views::integer from article_recent where views <> 0 order by 1, 2',
  );
  const counted = await dataSource.query(
    `select slice / 32 as eight_hours, article, sum(amount)::integer as views from rollup_slice
     where counter < 1000 group by 1, 2 order by 1, 2`,
  );
  expect(kept).toEqual(counted);
  expect(kept.length).toBeGreaterThan(5);
  await dataSource.query('delete from rollup_slice');
});

test('a sum of views stays a whole number where Postgres would make it a numeric', async () => {
  const [row] = await stores.dataSource.query(
    `select pg_typeof(views_sum(views))::text as type, views_sum(views)::text as views
     from (values (9007199254740993), (null), (-2)) as given (views)`,
  );
  expect(row).toEqual({ type: 'bigint', views: '9007199254740991' });
});
