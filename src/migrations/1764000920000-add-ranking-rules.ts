import type { MigrationInterface, QueryRunner } from 'typeorm';

// What editors say of the ranked lists: rules, one for a list and scope, and placements of single articles.
export class AddRankingRules1764000920000 implements MigrationInterface {
  readonly name = 'AddRankingRules1764000920000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table ranking_placement`);
    await runner.query(`drop table ranking_rule`);
  }
}

const statements = [
  `create table ranking_rule (
     id uuid primary key, rail text not null,
     section_id uuid references section (id) on delete cascade, language text,
     settings jsonb not null, reason text not null, version integer not null,
     set_at timestamptz not null, set_by jsonb not null, until_at timestamptz,
     constraint ranking_rule_one_scope check (section_id is null or language is null),
     constraint ranking_rule_scope_key unique nulls not distinct (rail, section_id, language)
   )`,
  `create index ranking_rule_section on ranking_rule (section_id) where section_id is not null`,
  `create table ranking_placement (
     id uuid primary key, act text not null check (act in ('PIN', 'BURY', 'BOOST')),
     article_id uuid not null references article (id) on delete cascade,
     section_id uuid references section (id) on delete cascade, language text, rails text[] not null,
     place integer, factor double precision, reason text not null,
     from_at timestamptz not null, until_at timestamptz not null,
     placed_at timestamptz not null, placed_by jsonb not null,
     taken_back_at timestamptz, taken_back_by jsonb, taken_back_reason text,
     constraint ranking_placement_one_scope check (section_id is null or language is null),
     constraint ranking_placement_ends check (until_at > from_at),
     constraint ranking_placement_act_values check (
       (act = 'PIN') = (place is not null) and (act = 'BOOST') = (factor is not null)
       and (place is null or place between 1 and 5)
     )
   )`,
  // Every process reads what is not over, every few seconds.
  `create index ranking_placement_not_over on ranking_placement (until_at) where taken_back_at is null`,
  `create index ranking_placement_newest on ranking_placement (from_at, id)`,
  `create index ranking_placement_article on ranking_placement (article_id)`,
  `create index ranking_placement_section on ranking_placement (section_id) where section_id is not null`,
];
