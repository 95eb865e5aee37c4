import type { MigrationInterface, QueryRunner } from 'typeorm';

// Every ranked list as it stood in each minute of the last weeks: for "Popular Now at 14:05", and for the places that
// an article has had (docs/decisions/0040).
export class AddRankingHistory1764000910000 implements MigrationInterface {
  readonly name = 'AddRankingHistory1764000910000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['ranked_list_minute', 'ranked_minute', 'ranked_list']) {
      await runner.query(`drop table ${table}`);
    }
  }
}

const statements = [
  // Names are long, and each is needed a hundred thousand times.
  `create table ranked_list (id integer generated always as identity primary key, name text not null unique)`,
  // The minutes in which somebody ranked: what lies between them is a gap.
  `create table ranked_minute (
     minute integer primary key, computed_at timestamptz not null,
     term bigint not null, sequence bigint not null
   )`,
  // A list that stands still is not written again before an hour has passed.
  `create table ranked_list_minute (
     list_id integer not null references ranked_list (id), minute integer not null,
     term bigint not null, sequence bigint not null,
     articles integer[] not null, entries bytea not null,
     primary key (list_id, minute)
   )`,
  // Compressed already; of long lists it lies beside the table, where who looks for an article's places reads past it.
  `alter table ranked_list_minute alter column articles set storage main`,
  `alter table ranked_list_minute alter column entries set storage external`,
  `create index ranked_list_minute_articles on ranked_list_minute using gin (articles)`,
];
