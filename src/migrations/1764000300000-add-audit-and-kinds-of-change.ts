import type { MigrationInterface, QueryRunner } from 'typeorm';

// Who did what; and changes of more than an article's own text: its comments, its pick, and the tree of sections, which
// is no article's.
export class AddAuditAndKindsOfChange1764000300000 implements MigrationInterface {
  readonly name = 'AddAuditAndKindsOfChange1764000300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table audit_entry (
      id uuid primary key, at timestamptz not null, actor_kind text not null, actor_id text not null,
      actor_name text not null, act text not null, subject text not null, subject_id text not null,
      details jsonb not null default '{}'
    )`);
    await runner.query(`create index audit_entry_at on audit_entry (at desc, id desc)`);
    await runner.query(`create index audit_entry_subject on audit_entry (subject, subject_id, at desc)`);
    await runner.query(`alter table article_change alter column article_id drop not null`);
    await runner.query(`alter table article_change alter column number drop not null`);
    await runner.query(`alter table article_change drop constraint article_change_kind_check`);
    await runner.query(`alter table article_change add constraint article_change_kind_check
      check (kind in ('PUBLISHED', 'CHANGED', 'WITHDRAWN', 'COMMENTS', 'PICKS', 'SECTIONS'))`);
    await runner.query(`alter table article_change add constraint article_change_article_check
      check ((kind = 'SECTIONS') = (article_id is null))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from article_change where kind in ('COMMENTS', 'PICKS', 'SECTIONS')`);
    await runner.query(`alter table article_change drop constraint article_change_article_check`);
    await runner.query(`alter table article_change drop constraint article_change_kind_check`);
    await runner.query(`alter table article_change add constraint article_change_kind_check
      check (kind in ('PUBLISHED', 'CHANGED', 'WITHDRAWN'))`);
    await runner.query(`alter table article_change alter column number set not null`);
    await runner.query(`alter table article_change alter column article_id set not null`);
    await runner.query(`drop table audit_entry`);
  }
}
