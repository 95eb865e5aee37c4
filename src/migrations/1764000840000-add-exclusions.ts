import type { MigrationInterface, QueryRunner } from 'typeorm';

// Who took which views out of the figures, why, and whether the boards have followed. The amounts themselves are in
// rollup_exclusion.
export class AddExclusions1764000840000 implements MigrationInterface {
  readonly name = 'AddExclusions1764000840000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table exclusion_board`);
    await runner.query(`drop table exclusion`);
    await runner.query(`drop sequence exclusion_change`);
  }
}

const statements = [
  // Drawn under the lock of exclusions, so that whoever has seen a number has seen all before it.
  `create sequence exclusion_change`,
  `create table exclusion (
     id uuid primary key, event_id text unique, state text not null, condition jsonb not null,
     from_at timestamptz not null, to_at timestamptz not null, reason text not null, views bigint not null,
     excluded_at timestamptz not null, excluded_by jsonb not null,
     taken_back_at timestamptz, taken_back_by jsonb, taken_back_reason text,
     change bigint not null, boards_follow text, stream_positions jsonb not null
   )`,
  `create index exclusion_newest on exclusion (excluded_at, id)`,
  `create index exclusion_change_of on exclusion (change)`,
  `create index exclusion_time on exclusion (to_at, from_at) where state = 'IN_FORCE'`,
  // What each partition's boards lose, as it was worked out from the views: the view stream has an end.
  `create table exclusion_board (
     exclusion_id uuid not null references exclusion (id) on delete cascade, partition smallint not null,
     part smallint not null, change jsonb not null, primary key (exclusion_id, partition, part)
   )`,
];
