import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when a counter of totals is gone from Redis: after a while its figures are added up with others. */
export class NoteAbsentLineages1764000820000 implements MigrationInterface {
  readonly name = 'NoteAbsentLineages1764000820000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table counter_generation add column absent_since timestamptz');
    await runner.query(
      'create index counter_generation_total on counter_generation (partition) where slice is null and not is_merged',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index counter_generation_total');
    await runner.query('alter table counter_generation drop column absent_since');
  }
}
