import type { MigrationInterface, QueryRunner } from 'typeorm';

// How far the views that were counted are in Postgres, by its own clock, so that a list can tell how old it really is
// while no flusher writes.
export class NoteFlushes1764000832000 implements MigrationInterface {
  readonly name = 'NoteFlushes1764000832000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create table flush_mark (
         is_only boolean primary key default true check (is_only), confirmed_until timestamptz not null
       ) with (fillfactor = 10)`,
    );
    await runner.query('insert into flush_mark (confirmed_until) values (now())');
    // Of a list that was worked out ahead: how old its figures were then.
    await runner.query('alter table most_read add column flush_lag_ms bigint not null default 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table most_read drop column flush_lag_ms');
    await runner.query('drop table flush_mark');
  }
}
