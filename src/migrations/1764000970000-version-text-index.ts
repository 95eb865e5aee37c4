import type { MigrationInterface, QueryRunner } from 'typeorm';

// The index of texts says by which rules a text was read, so that a release that reads otherwise goes through all of
// them again; and it keeps each text as it was weighed, so that the lists of many are made without searching for each.
export class VersionTextIndex1764000970000 implements MigrationInterface {
  readonly name = 'VersionTextIndex1764000970000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index similar_texts_left`);
    await runner.query(`alter table similar_texts drop column left_version`);
    await runner.query(`drop table text_lists_wanted`);
    await runner.query(`alter table text_article drop column index_version, drop column revision, drop column listed,
      drop column followed, drop column vector, drop column shown`);
    await runner.query(`drop sequence text_revision`);
  }
}

const statements = [
  // Grows with each writing of a text, in the order of the transactions: one writes at a time.
  `create sequence text_revision`,
  // What was there before is of no version, and has no vector: it is read again.
  `alter table text_article
     add column index_version integer not null default 0,
     add column revision bigint not null default 0,
     add column listed bigint not null default 0,
     add column followed smallint not null default 0,
     add column vector bytea,
     add column shown text`,
  // 1,200 bytes at most: read by the thousand, never worth the work of packing.
  `alter table text_article alter column vector set storage plain`,
  `create index text_article_revision on text_article (revision)`,
  // Lists that were made before this revision are to be made anew.
  `create table text_lists_wanted (single boolean primary key default true check (single), since bigint not null)`,
  `insert into text_lists_wanted (since) values (0)`,
  // Which text a list is for whose article has grown too old for the index.
  `alter table similar_texts add column left_version integer`,
  `create index similar_texts_left on similar_texts (article) where left_version is not null`,
];
