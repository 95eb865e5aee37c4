import type { MigrationInterface, QueryRunner } from 'typeorm';

// So that no editor overwrites a pick that another has just changed.
export class VersionPicks1764000610000 implements MigrationInterface {
  readonly name = 'VersionPicks1764000610000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table must_read_pick add column version integer not null default 1`);
    await runner.query(`create index must_read_pick_from on must_read_pick ("from" desc, id desc)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index must_read_pick_from`);
    await runner.query(`alter table must_read_pick drop column version`);
  }
}
