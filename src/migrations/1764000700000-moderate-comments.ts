import type { MigrationInterface, QueryRunner } from 'typeorm';

// What moderators need: why a comment is held, who decided what about it and when, what readers report, and which
// articles take no more comments; and the event id by which a comment that is sent twice is written once.
export class ModerateComments1764000700000 implements MigrationInterface {
  readonly name = 'ModerateComments1764000700000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table comment_closure`);
    await runner.query(`drop table comment_report`);
    await runner.query(`drop index comment_held`);
    await runner.query(`drop index comment_event`);
    await runner.query(`alter table comment ${columns.map((name) => `drop column ${name}`).join(', ')}`);
  }
}

const columns = ['event_id', 'held_for', 'version', 'decided_by', 'decided_at', 'rejection_reason'];

const statements = [
  `alter table comment add column event_id text, add column held_for text,
     add column version integer not null default 1, add column decided_by jsonb,
     add column decided_at timestamptz, add column rejection_reason text`,
  `create unique index comment_event on comment (event_id)`,
  `create index comment_held on comment (created_at, id) where status = 'HELD'`,
  `create table comment_report (
     id uuid primary key, comment_id uuid not null references comment (id) on delete cascade,
     reason text not null, text text not null, reported_at timestamptz not null,
     visitor_mark text not null, network_mark text, is_settled boolean not null default false
   )`,
  `create unique index comment_report_once on comment_report (comment_id, visitor_mark)`,
  `create index comment_report_open on comment_report (comment_id) where not is_settled`,
  `create table comment_closure (
     article_id uuid primary key references article (id) on delete cascade,
     closed_at timestamptz not null, closed_by jsonb not null
   )`,
];
