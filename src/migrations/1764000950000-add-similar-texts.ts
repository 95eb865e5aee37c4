import type { MigrationInterface, QueryRunner } from 'typeorm';

// Which articles have similar texts: an inverted index of the words of the newest articles, and a list for each.
export class AddSimilarTexts1764000950000 implements MigrationInterface {
  readonly name = 'AddSimilarTexts1764000950000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['similar_texts', 'text_posting', 'text_article', 'text_term']) {
      await runner.query(`drop table ${table}`);
    }
  }
}

const statements = [
  // A term is the hash of a word of a language. Rows are updated in place, often.
  `create table text_term (term bigint primary key, articles integer not null) with (fillfactor = 70)`,
  // Without a foreign key: what is to be taken out again must be known after its article has gone.
  `create table text_article (
     article integer primary key, version integer not null, total_term bigint not null,
     of_articles integer not null, terms bigint[] not null
   )`,
  `create table text_posting (
     term bigint not null, article integer not null, weight real not null,
     primary key (term, article) include (weight)
   )`,
  `create table similar_texts (
     article integer primary key references article (number) on delete cascade,
     others integer[] not null, similarities real[] not null,
     words text[] not null, word_places smallint[] not null
   )`,
  `create index similar_texts_others on similar_texts using gin (others)`,
];
