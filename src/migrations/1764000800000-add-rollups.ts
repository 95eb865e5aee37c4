import type { MigrationInterface, QueryRunner } from 'typeorm';

// The durable figures: what the growing counters of Redis have come to, per slice of fifteen minutes and later per hour
// and day; the totals of each article; and what was taken out again.
export class AddRollups1764000800000 implements MigrationInterface {
  readonly name = 'AddRollups1764000800000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.query(`drop table ${table}`);
  }
}

const tables = [
  'rollup_exclusion',
  'article_readers',
  'article_day',
  'rollup_site',
  'rollup_day',
  'rollup_hour',
  'rollup_slice',
  'rollup_watermark',
  'article_total',
  'counter_generation',
];

const statements = [
  // One for each growing hash of Redis that was ever seen. Figures of one that is merged live on in coarser rows:
  // whatever still comes of it is dropped.
  `create table counter_generation (
     id integer generated always as identity primary key,
     name text not null unique, lineage text not null, partition smallint not null, slice integer,
     first_seen_at timestamptz not null default now(), is_merged boolean not null default false
   )`,
  `create index counter_generation_slice on counter_generation (slice) where slice is not null`,
  `create table article_total (
     article integer not null, generation integer not null references counter_generation (id), views bigint not null,
     primary key (article, generation)
   ) with (fillfactor = 70)`,
  // A slice is a quarter of an hour, counted from 1970; counters are numbered in views/counter-names.ts.
  `create table rollup_slice (
     slice integer not null, article integer not null, counter smallint not null, generation integer not null,
     amount bigint not null, primary key (slice, article, counter, generation)
   ) partition by range (slice)`,
  `create index rollup_slice_article on rollup_slice (article, slice)`,
  // An hour is named by its first slice: hours of the publisher's clock, which may begin at any quarter.
  `create table rollup_hour (
     slice integer not null, article integer not null, counter smallint not null, amount bigint not null,
     primary key (slice, article, counter)
   ) partition by range (slice)`,
  `create index rollup_hour_article on rollup_hour (article, slice)`,
  `create table rollup_day (
     day date not null, article integer not null, counter smallint not null, amount bigint not null,
     primary key (day, article, counter)
   ) partition by range (day)`,
  `create index rollup_day_article on rollup_day (article, day)`,
  // What the slices before a watermark have been compacted to; the finest rows of them are gone.
  `create table rollup_watermark (level text primary key, until_slice integer not null)`,
  // Over all articles; slices for as long as they are kept elsewhere, then hours.
  `create table rollup_site (
     slice integer not null, counter smallint not null, amount bigint not null, primary key (slice, counter)
   )`,
  // Views of all sources, of whole days before the watermark of hours: what long windows are added up from.
  `create table article_day (
     day date not null, article integer not null, views bigint not null, primary key (day, article)
   ) partition by range (day)`,
  `create index article_day_article on article_day (article, day)`,
  `create table article_readers (
     day date not null, article integer not null, readers bigint not null, primary key (day, article)
   ) partition by range (day)`,
  // Growing, as the counters are: what is taken back grows beside what was taken out. Subtracted when read.
  `create table rollup_exclusion (
     exclusion_id uuid not null, slice integer not null, article integer not null, counter smallint not null,
     amount bigint not null, restored bigint not null default 0, primary key (exclusion_id, slice, article, counter)
   )`,
  `create index rollup_exclusion_article on rollup_exclusion (article, slice)`,
  `create index rollup_exclusion_slice on rollup_exclusion (slice)`,
];
