import fc from 'fast-check';
import { useStores } from '../setup/stores';

const stores = useStores();

beforeAll(() =>
  stores.dataSource.query(
    `insert into counter_generation (id, name, lineage, partition) overriding system value
     values (1, 'one', 'l', 0), (2, 'two', 'm', 0)`,
  ),
);

/** What may happen to the figures behind the views of articles. */
const step = fc.oneof(
  fc.record({
    kind: fc.constant('total' as const),
    totals: fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 2 }), fc.nat(50)), {
      minLength: 1,
      maxLength: 5,
    }),
  }),
  fc.record({
    kind: fc.constant('exclude' as const),
    article: fc.integer({ min: 1, max: 4 }),
    counter: fc.constantFrom(1, 101, 2_000),
    amount: fc.integer({ min: 1, max: 9 }),
  }),
  fc.record({ kind: fc.constant('restore' as const), article: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ kind: fc.constant('forget' as const), article: fc.integer({ min: 1, max: 4 }) }),
);

test('the views of an article are those of all its totals, less what is excluded, whatever is written', async () => {
  const { dataSource } = stores;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      for (const one of steps) {
        if (one.kind === 'total') {
          const unique = new Map(one.totals.map((total) => [`${total[0]} ${total[1]}`, total]));
          await dataSource.query(
            `insert into article_total select * from unnest($1::integer[], $2::integer[], $3::bigint[])
             on conflict (article, generation) do update set views = greatest(article_total.views, excluded.views)`,
            [0, 1, 2].map((column) => [...unique.values()].map((total) => total[column])),
          );
        }
        if (one.kind === 'exclude') {
          await dataSource.query(`insert into rollup_exclusion values (gen_random_uuid(), 5, $1, $2, $3)`, [
            ...[one.article, one.counter, one.amount],
          ]);
        }
        if (one.kind === 'restore') {
          await dataSource.query(`update rollup_exclusion set restored = amount where article = $1`, [
            one.article,
          ]);
        }
        if (one.kind === 'forget') {
          await dataSource.query(`delete from rollup_exclusion where article = $1`, [one.article]);
        }
        const rows = await dataSource.query(
          `select a as article, coalesce((select views from article_views where article = a), 0)::integer as kept,
             (coalesce((select sum(views) from article_total where article = a), 0) - coalesce((select sum(amount - restored)
              from rollup_exclusion where article = a and counter < 1000), 0))::integer as counted
           from generate_series(1, 4) a`,
        );
        for (const { kept, counted } of rows) expect(kept).toBe(counted);
      }
    }),
    { numRuns: 25 },
  );
});

test('every article has its figure from the beginning', async () => {
  const { dataSource } = stores;
  const section = '01900000-0000-7000-8000-000000000001';
  await dataSource.query(`insert into section (id, slug, name) values ($1, 's', 'S')`, [section]);
  const [{ number }] = await dataSource.query(
    `insert into article (id, slug, headline, standfirst, body, language, status, updated_at, created_at, section_id)
     values (gen_random_uuid(), 'a', 'A', '', '', 'en', 'DRAFT', now(), now(), $1) returning number`,
    [section],
  );
  expect(
    await dataSource.query('select article from article_views where article = $1', [number]),
  ).toHaveLength(1);
});
