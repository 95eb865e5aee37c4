import type { MigrationInterface, QueryRunner } from 'typeorm';

// A version on what several editors change, so that none overwrites what another has just written. And the articles of
// an author or a tag by their ids, which are in the order of time: a change of either is told to all of them, the
// newest first, in batches.
export class VersionSurroundings1764000600000 implements MigrationInterface {
  readonly name = 'VersionSurroundings1764000600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of versioned) {
      await runner.query(`alter table ${table} add column version integer not null default 1`);
    }
    await runner.query(`drop index article_author_of`);
    await runner.query(`drop index article_tag_of`);
    await runner.query(`create index article_author_of on article_author (author_id, article_id)`);
    await runner.query(`create index article_tag_of on article_tag (tag_id, article_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index article_author_of`);
    await runner.query(`drop index article_tag_of`);
    await runner.query(`create index article_author_of on article_author (author_id)`);
    await runner.query(`create index article_tag_of on article_tag (tag_id)`);
    for (const table of versioned) await runner.query(`alter table ${table} drop column version`);
  }
}

const versioned = ['section', 'author', 'tag', 'image'];
