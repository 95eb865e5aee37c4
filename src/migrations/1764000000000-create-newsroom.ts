import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateNewsroom1764000000000 implements MigrationInterface {
  readonly name = 'CreateNewsroom1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...tables].reverse()) await runner.query(`drop table ${table}`);
  }
}

const tables = [
  'newsroom_setting',
  'image',
  'section',
  'author',
  'tag',
  'article',
  'article_author',
  'article_tag',
  'article_image',
  'comment',
  'must_read_pick',
  'article_change',
];

const statements = [
  `create table newsroom_setting (name text primary key, value text not null)`,
  `create table image (
    id uuid primary key, url text not null, alt text not null, caption text not null, credit text not null,
    width integer, height integer
  )`,
  `create table section (
    id uuid primary key, slug text not null unique, name text not null,
    parent_id uuid references section (id) on delete restrict, position integer not null default 0
  )`,
  `create table author (
    id uuid primary key, slug text not null unique, name text not null, email text, bio text not null default '',
    picture_id uuid references image (id) on delete set null
  )`,
  `create table tag (id uuid primary key, slug text not null unique, name text not null)`,
  `create table article (
    id uuid primary key, number serial unique,
    slug text not null unique, headline text not null, standfirst text not null, body text not null,
    language text not null, status text not null, published_at timestamptz, updated_at timestamptz not null,
    created_at timestamptz not null, canonical_url text,
    section_id uuid not null references section (id) on delete restrict,
    lead_image_id uuid references image (id) on delete set null,
    source text, external_id text, content_hash text, version integer not null default 1,
    unique (source, external_id),
    check (status in ('DRAFT', 'SCHEDULED', 'PUBLISHED', 'WITHDRAWN')),
    check (status <> 'PUBLISHED' or published_at is not null)
  )`,
  `create table article_author (
    article_id uuid not null references article (id) on delete cascade,
    author_id uuid not null references author (id) on delete restrict,
    position integer not null, primary key (article_id, author_id)
  )`,
  `create table article_tag (
    article_id uuid not null references article (id) on delete cascade,
    tag_id uuid not null references tag (id) on delete restrict, primary key (article_id, tag_id)
  )`,
  `create table article_image (
    article_id uuid not null references article (id) on delete cascade,
    image_id uuid not null references image (id) on delete cascade,
    position integer not null, primary key (article_id, image_id)
  )`,
  `create table comment (
    id uuid primary key, article_id uuid not null references article (id) on delete cascade,
    parent_id uuid references comment (id) on delete cascade, author_name text not null, text text not null,
    status text not null, created_at timestamptz not null,
    check (status in ('VISIBLE', 'HELD', 'REJECTED'))
  )`,
  `create table must_read_pick (
    id uuid primary key, article_id uuid not null unique references article (id) on delete cascade,
    value integer not null check (value between 1 and 5), lifetime text not null,
    "from" timestamptz not null, "to" timestamptz, pinned boolean not null default false,
    position integer not null default 0,
    check (lifetime in ('SHORT', 'MEDIUM', 'LONG', 'EVERGREEN'))
  )`,
  `create table article_change (
    id bigint primary key generated always as identity,
    article_id uuid not null references article (id) on delete cascade, number integer not null,
    kind text not null check (kind in ('PUBLISHED', 'CHANGED', 'WITHDRAWN')), at timestamptz not null default now()
  )`,
  `create index article_newest on article (published_at desc, id desc) where status = 'PUBLISHED'`,
  `create index article_section_newest on article (section_id, published_at desc, id desc) where status = 'PUBLISHED'`,
  `create index article_language_newest on article (language, published_at desc, id desc) where status = 'PUBLISHED'`,
  `create index article_author_of on article_author (author_id)`,
  `create index article_tag_of on article_tag (tag_id)`,
  `create index comment_of on comment (article_id, created_at desc, id desc) where status = 'VISIBLE'`,
  `create index comment_answers on comment (parent_id)`,
  `create index article_change_at on article_change (at)`,
];
