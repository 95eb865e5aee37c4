import type { MigrationInterface, QueryRunner } from 'typeorm';

// Every import looks up its authors by name and by address.
export class IndexAuthorEmail1764000200000 implements MigrationInterface {
  readonly name = 'IndexAuthorEmail1764000200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index author_email on author (lower(email))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index author_email`);
  }
}
