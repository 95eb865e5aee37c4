import type { MigrationInterface, QueryRunner } from 'typeorm';

// What questions about long times are answered from: the views of each article as one figure, in order; sums of whole
// months; and the lists of the named windows, as they were last worked out.
export class AddMostRead1764000830000 implements MigrationInterface {
  readonly name = 'AddMostRead1764000830000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop trigger article_views_of_article on article`);
    for (const [trigger, table] of triggers) await runner.query(`drop trigger ${trigger} on ${table}`);
    for (const name of functions) await runner.query(`drop function ${name}()`);
    for (const table of ['most_read', 'article_month', 'article_views'])
      await runner.query(`drop table ${table}`);
    await runner.query(`delete from rollup_watermark where level = 'MONTH'`);
  }
}

const triggers = [
  ['article_views_inserted', 'article_total'],
  ['article_views_updated', 'article_total'],
  ['article_views_deleted', 'article_total'],
  ['article_views_excluded', 'rollup_exclusion'],
  ['article_views_restored', 'rollup_exclusion'],
  ['article_views_unexcluded', 'rollup_exclusion'],
];

const functions = [
  'begin_article_views',
  'add_article_views',
  'change_article_views',
  'remove_article_views',
  'exclude_article_views',
  'restore_article_views',
  'unexclude_article_views',
];

/** In the order of the articles, so that two who write at once wait for each other and never for both. */
const add = (changes: string) => `
  insert into article_views as kept (article, views)
  select article, sum(views) from (${changes}) as change (article, views)
  group by article having sum(views) <> 0 order by article
  on conflict (article) do update set views = kept.views + excluded.views;
  return null;`;

const statements = [
  // Of every article: an order by views needs those with none as well. It may fall, by what is excluded.
  `create table article_views (article integer primary key, views bigint not null) with (fillfactor = 70)`,
  `insert into article_views
   select number, coalesce((select sum(t.views) from article_total t where t.article = number), 0)
     - coalesce((select sum(x.amount - x.restored) from rollup_exclusion x
                 where x.article = number and x.counter < 1000), 0)
   from article`,
  `create index article_views_order on article_views (views desc, article desc)`,
  ...trigger('begin_article_views', 'article_views_of_article', 'insert on article', 'new table as added', [
    `insert into article_views select number, 0 from added on conflict do nothing; return null;`,
  ]),
  ...trigger('add_article_views', 'article_views_inserted', 'insert on article_total', 'new table as added', [
    add('select article, views from added'),
  ]),
  ...trigger(
    'change_article_views',
    'article_views_updated',
    'update on article_total',
    'old table as before new table as after',
    [add('select article, views from after union all select article, -views from before')],
  ),
  ...trigger(
    'remove_article_views',
    'article_views_deleted',
    'delete on article_total',
    'old table as before',
    [add('select article, -views from before')],
  ),
  ...trigger(
    'exclude_article_views',
    'article_views_excluded',
    'insert on rollup_exclusion',
    'new table as added',
    [add('select article, restored - amount from added where counter < 1000')],
  ),
  ...trigger(
    'restore_article_views',
    'article_views_restored',
    'update on rollup_exclusion',
    'old table as before new table as after',
    [
      add(`select article, restored - amount from after where counter < 1000
           union all select article, amount - restored from before where counter < 1000`),
    ],
  ),
  ...trigger(
    'unexclude_article_views',
    'article_views_unexcluded',
    'delete on rollup_exclusion',
    'old table as before',
    [add('select article, amount - restored from before where counter < 1000')],
  ),
  // Sums of article_day, of whole months before the watermark MONTH; exclusions are subtracted when read, as elsewhere.
  `create table article_month (
     month date not null, article integer not null, views bigint not null, primary key (month, article)
   )`,
  `create index article_month_article on article_month (article, month)`,
  // The lists of the named windows: of the site, of each section with those under it, of each language.
  `create table most_read (
     time_window text not null, scope text not null, computed_at timestamptz not null,
     from_at timestamptz, to_at timestamptz not null, article_count integer not null,
     articles integer[] not null, views bigint[] not null, primary key (time_window, scope)
   )`,
];

function trigger(name: string, called: string, event: string, tables: string, [body]: [string]): string[] {
  return [
    `create function ${name}() returns trigger language plpgsql as $$ begin ${body} end $$`,
    `create trigger ${called} after ${event} referencing ${tables} for each statement execute function ${name}()`,
  ];
}
