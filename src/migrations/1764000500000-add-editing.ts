import type { MigrationInterface, QueryRunner } from 'typeorm';

// What editors need: who changed an article when, the texts of before, corrections, withdrawals with their reason, and
// when an article that is ahead of its time is due to be told of.
export class AddEditing1764000500000 implements MigrationInterface {
  readonly name = 'AddEditing1764000500000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table article_revision`);
    await runner.query(`drop table correction`);
    await runner.query(`drop index article_changed`);
    await runner.query(`drop index article_created`);
    await runner.query(`drop index article_due`);
    await runner.query(`alter table article ${columns.map((name) => `drop column ${name}`).join(', ')}`);
  }
}

const columns = [
  'due_at',
  'edited_at',
  'created_by',
  'changed_by',
  'changed_at',
  'withdrawn_at',
  'withdrawn_by',
  'withdrawal_reason',
];

const statements = [
  `alter table article add column due_at timestamptz, add column edited_at timestamptz,
     add column created_by jsonb, add column changed_by jsonb,
     add column changed_at timestamptz not null default now(),
     add column withdrawn_at timestamptz, add column withdrawn_by jsonb, add column withdrawal_reason text`,
  `update article set changed_at = updated_at,
     withdrawn_at = case when status = 'WITHDRAWN' then updated_at end`,
  `create index article_due on article (due_at) where due_at is not null`,
  `create index article_changed on article (changed_at desc, id desc)`,
  `create index article_created on article (created_at desc, id desc)`,
  `create table correction (
     id uuid primary key, article_id uuid not null references article (id) on delete cascade,
     note text not null, at timestamptz not null, "by" jsonb not null
   )`,
  `create index correction_of on correction (article_id, at desc, id desc)`,
  `create table article_revision (
     article_id uuid not null references article (id) on delete cascade, version integer not null,
     at timestamptz not null, "by" jsonb, status text not null, published_at timestamptz, content jsonb not null,
     primary key (article_id, version)
   )`,
];
