import type { MigrationInterface, QueryRunner } from 'typeorm';

// Fewer rows for views of long times: those in slices, which are many, also by eight hours; whole days also by thirds
// of a month; and a sum that stays a bigint.
export class ShortenLongSums1764000831000 implements MigrationInterface {
  readonly name = 'ShortenLongSums1764000831000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of triggers) {
      await runner.query(`drop trigger ${name} on rollup_slice`);
      await runner.query(`drop function ${name}()`);
    }
    for (const table of ['article_third', 'article_recent']) await runner.query(`drop table ${table}`);
    await runner.query('drop aggregate views_sum(bigint)');
    await runner.query(`delete from rollup_watermark where level = 'THIRD'`);
  }
}

/** In the order of the key, so that two who write at once wait for each other and never for both. */
const add = (changes: string) => `
  insert into article_recent as kept (eight_hours, article, views)
  select slice / 32, article, views_sum(amount) from (${changes}) as change (slice, article, counter, amount)
  where counter < 1000 group by 1, 2 having views_sum(amount) <> 0 order by 1, 2
  on conflict (eight_hours, article) do update set views = kept.views + excluded.views;`;

const triggers = [
  {
    ...{ name: 'add_article_recent', event: 'insert', tables: 'referencing new table as added' },
    body: add('select slice, article, counter, amount from added'),
  },
  {
    ...{ name: 'change_article_recent', event: 'update' },
    tables: 'referencing old table as before new table as after',
    body: add(`select slice, article, counter, amount from after
      union all select slice, article, counter, -amount from before`),
  },
  {
    ...{ name: 'remove_article_recent', event: 'delete', tables: 'referencing old table as before' },
    body: `${add('select slice, article, counter, -amount from before')}
      delete from article_recent where views = 0 and eight_hours in (select slice / 32 from before);`,
  },
  { name: 'empty_article_recent', event: 'truncate', tables: '', body: 'truncate article_recent;' },
];

const statements = [
  // sum(bigint) is a numeric, made anew for each article and each worker of Postgres.
  `create aggregate views_sum(bigint) (
     sfunc = int8pl, stype = bigint, initcond = '0', combinefunc = int8pl, parallel = safe
   )`,
  // Of all views in rollup_slice; 32 slices, counted from 1970, are eight hours.
  `create table article_recent (
     eight_hours integer not null, article integer not null, views bigint not null,
     primary key (eight_hours, article)
   ) with (fillfactor = 70)`,
  ...triggers.flatMap(({ name, event, tables, body }) => [
    `create function ${name}() returns trigger language plpgsql as $$ begin ${body} return null; end $$`,
    `create trigger ${name} after ${event} on rollup_slice ${tables} for each statement execute function ${name}()`,
  ]),
  add('select slice, article, counter, amount from rollup_slice'),
  // Sums of article_day before the watermark THIRD: of the days 1 to 10, 11 to 20 and 21 to the last of a month.
  `create table article_third (
     begins date not null, article integer not null, views bigint not null, primary key (begins, article)
   )`,
  `create index article_third_article on article_third (article, begins)`,
];
