import type { MigrationInterface, QueryRunner } from 'typeorm';

// Tests of two settings of a rail, and what was reported of the readers of each bucket, by the hour of the list that
// was shown. Of every generation of a counter the larger figure wins, as in the rollups.
export class AddExperiments1764000955000 implements MigrationInterface {
  readonly name = 'AddExperiments1764000955000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create table experiment (
         id uuid primary key, number integer generated always as identity unique,
         rail text not null, settings jsonb not null, percent_b smallint not null,
         from_at timestamptz not null, until_at timestamptz not null, secret text not null,
         ending text, reason text not null, started_at timestamptz not null, started_by jsonb not null,
         ended_by jsonb, end_reason text, result jsonb,
         constraint experiment_share check (percent_b between 1 and 99),
         constraint experiment_ends check (until_at >= from_at)
       )`,
    );
    await runner.query(`create index experiment_until on experiment (until_at)`);
    await runner.query(
      `create table experiment_sum (
         experiment integer not null references experiment (number) on delete cascade,
         hour integer not null, bucket smallint not null, generation text not null,
         impressions bigint not null, clicks bigint not null, readers bigint not null,
         primary key (experiment, bucket, hour, generation)
       )`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table experiment_sum`);
    await runner.query(`drop table experiment`);
  }
}
