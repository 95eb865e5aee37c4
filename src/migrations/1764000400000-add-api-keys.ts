import type { MigrationInterface, QueryRunner } from 'typeorm';

// Those who may do more than readers may.
export class AddApiKeys1764000400000 implements MigrationInterface {
  readonly name = 'AddApiKeys1764000400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table api_key (
      id text primary key, name text not null, secret_hash bytea not null, role text not null, scopes text[],
      created_at timestamptz not null, created_by text not null, expires_at timestamptz, revoked_at timestamptz,
      last_used_at timestamptz
    )`);
    await runner.query(`create index audit_entry_actor on audit_entry (actor_id, at desc, id desc)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index audit_entry_actor`);
    await runner.query(`drop table api_key`);
  }
}
