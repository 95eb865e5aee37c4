import type { MigrationInterface, QueryRunner } from 'typeorm';

// A pin of a pick says why, and ends, as every other act of editors on the ranked lists does. Those that stand already
// end when their picks do, a week from now at the latest.
export class GivePinsAReason1764000940000 implements MigrationInterface {
  readonly name = 'GivePinsAReason1764000940000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `alter table must_read_pick add column pin_reason text, add column pinned_until timestamptz`,
    );
    await runner.query(
      `update must_read_pick set pin_reason = 'Pinned before pins had a reason.',
         pinned_until = least("to", greatest("from", now()) + interval '7 days')
       where pinned`,
    );
    await runner.query(
      `alter table must_read_pick add constraint must_read_pick_pin_check
         check (pinned = (pin_reason is not null) and pinned = (pinned_until is not null))`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table must_read_pick drop constraint must_read_pick_pin_check`);
    // What has ended must not stand for ever again.
    await runner.query(`update must_read_pick set pinned = false where pinned_until <= now()`);
    await runner.query(`alter table must_read_pick drop column pin_reason, drop column pinned_until`);
  }
}
