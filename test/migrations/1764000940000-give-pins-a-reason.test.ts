import { GivePinsAReason1764000940000 } from '../../src/migrations/1764000940000-give-pins-a-reason';
import { aDraft } from '../builders/an-article-draft';
import { useNewsroom } from '../setup/newsroom';
import { useStores } from '../setup/stores';

const stores = useStores();
const newsroom = useNewsroom(stores);
const migration = new GivePinsAReason1764000940000();

test('pins of before get a reason and an end, and one that has ended does not come back by going down', async () => {
  const runner = stores.dataSource.createQueryRunner();
  const [a, b, c] = (await newsroom.writer.write(['a', 'b', 'c'].map((id) => aDraft(id)))).map(
    ({ id }) => id,
  );
  try {
    await migration.down(runner);
    await runner.query(
      `insert into must_read_pick (id, article_id, value, lifetime, "from", "to", pinned) values
         (gen_random_uuid(), $1, 3, 'LONG', now() - interval '30 days', null, true),
         (gen_random_uuid(), $2, 3, 'LONG', now() - interval '2 days', now() + interval '1 day', true),
         (gen_random_uuid(), $3, 3, 'LONG', now(), null, false)`,
      [a, b, c],
    );
    await migration.up(runner);
    const rows = await runner.query(
      `select pinned, pin_reason as reason, round(extract(epoch from pinned_until - now()) / 3600) as hours
       from must_read_pick order by "from"`,
    );
    const reason = 'Pinned before pins had a reason.';
    expect(rows.map(({ hours, ...row }: { hours: string }) => ({ ...row, hours: hours && +hours }))).toEqual([
      { pinned: true, reason, hours: 168 },
      { pinned: true, reason, hours: 24 },
      { pinned: false, reason: null, hours: null },
    ]);
    await runner.query(`update must_read_pick set pinned_until = now() where article_id = $1`, [b]);
    await migration.down(runner);
    expect(await runner.query(`select pinned from must_read_pick order by "from"`)).toEqual([
      { pinned: true },
      { pinned: false },
      { pinned: false },
    ]);
    await migration.up(runner);
  } finally {
    await runner.release();
  }
});
