// What articles hang on, by the names that drafts give: sections, authors and tags, found or made.

import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { AuthorDraft, SectionDraft } from './article-draft';
import { distinctSlug, slugOf } from './slug';

interface Named {
  id: string;
  slug: string;
}

/** Ids of sections by slug. Those that are missing are made, after the ones that they stand under. */
export async function findOrMakeSections(
  manager: EntityManager,
  drafts: readonly SectionDraft[],
): Promise<Map<string, string>> {
  const wanted = new Map<string, SectionDraft>();
  for (const draft of drafts) {
    const { parentSlug } = draft;
    if (parentSlug !== undefined && !wanted.has(parentSlug)) {
      wanted.set(parentSlug, { slug: parentSlug, name: parentSlug });
    }
    wanted.set(draft.slug, draft);
  }
  const ids = await idsBySlug(manager, 'section', [...wanted.keys()]);
  const missing = [...wanted.values()].filter(({ slug }) => !ids.has(slug));
  // Every process reads it within a quarter of a second, though nobody announces it.
  if (missing.length > 0) await manager.query(`insert into article_change (kind) values ('SECTIONS')`);
  const isMade = (slug: string | undefined) => slug === undefined || slug === '' || ids.has(slug);
  while (missing.length > 0) {
    const next = missing.findIndex(({ parentSlug }) => isMade(parentSlug));
    const [draft] = missing.splice(Math.max(next, 0), 1) as [SectionDraft];
    const id = uuidv7();
    await manager.query(
      `insert into section (id, slug, name, parent_id, position)
       values ($1, $2, $3, $4, (select coalesce(max(position) + 1, 0) from section))`,
      [id, draft.slug, draft.name, draft.parentSlug ? (ids.get(draft.parentSlug) ?? null) : null],
    );
    ids.set(draft.slug, id);
  }
  return ids;
}

/** Ids of tags by slug. */
export async function findOrMakeTags(
  manager: EntityManager,
  names: Iterable<string>,
): Promise<Map<string, string>> {
  const bySlug = new Map<string, string>();
  for (const name of names) if (!bySlug.has(slugOf(name))) bySlug.set(slugOf(name), name);
  const ids = await idsBySlug(manager, 'tag', [...bySlug.keys()]);
  const rows = [...bySlug]
    .filter(([slug]) => !ids.has(slug))
    .map(([slug, name]) => ({ id: uuidv7(), slug, name }));
  if (rows.length > 0) {
    await manager.query(
      `insert into tag (id, slug, name)
       select id, slug, name from jsonb_to_recordset($1::jsonb) as row(id uuid, slug text, name text)`,
      [JSON.stringify(rows)],
    );
    for (const { id, slug } of rows) ids.set(slug, id);
  }
  return ids;
}

/**
 * One author is one name with one e-mail address. Neither alone will do: an address is often shared by a whole desk,
 * and two people may have one name. A draft that gives no address means whoever has the name.
 */
export function authorKey({ name, email }: AuthorDraft): string {
  return `${slugOf(name)} ${email?.toLowerCase() ?? ''}`;
}

export interface FoundAuthors {
  /** By `authorKey`. */
  ids: Map<string, string>;
  /** Those that were there before and now show something else: so do all their articles. */
  changedIds: string[];
}

/** What a draft says of an author who is known already replaces what was known; what it leaves out stays. */
export async function findOrMakeAuthors(
  manager: EntityManager,
  drafts: readonly AuthorDraft[],
): Promise<FoundAuthors> {
  const wanted = new Map<string, AuthorDraft>();
  for (const draft of drafts) {
    const before = wanted.get(authorKey(draft));
    wanted.set(authorKey(draft), before ? { ...draft, name: before.name } : draft);
  }
  const authors = await authorsLike(manager, [...wanted.values()]);
  const ids = new Map<string, string>();
  const made: AuthorRow[] = [];
  const changed = new Map<string, AuthorRow>();
  for (const [key, draft] of wanted) {
    const same = sameAuthor(authors, draft);
    const row = same ? toldMore(same, draft) : newAuthor(authors, draft);
    ids.set(key, row.id);
    if (!same) made.push(row);
    else if (isDifferent(row, same) && !made.includes(same)) changed.set(row.id, row);
    if (same) Object.assign(same, row);
    else authors.push(row);
  }
  await writeAuthors(manager, [...made, ...changed.values()]);
  return { ids, changedIds: [...changed.keys()] };
}

interface AuthorRow extends Named {
  name: string;
  email: string | null;
  bio: string;
  pictureUrl: string | null;
}

function authorsLike(manager: EntityManager, drafts: readonly AuthorDraft[]): Promise<AuthorRow[]> {
  return manager.query(
    `select w.id, w.slug, w.name, w.email, w.bio, p.url as "pictureUrl"
     from author w left join image p on p.id = w.picture_id
     where w.slug = any($1::text[]) or lower(w.email) = any($2::text[]) order by w.id`,
    [
      drafts.map(({ name }) => slugOf(name)),
      drafts.flatMap(({ email }) => (email ? [email.toLowerCase()] : [])),
    ],
  );
}

function sameAuthor(authors: readonly AuthorRow[], draft: AuthorDraft): AuthorRow | undefined {
  const slug = slugOf(draft.name);
  const email = draft.email?.toLowerCase();
  const namesakes = authors.filter((author) => slugOf(author.name) === slug);
  // Editors change names; the slug still says which name it was at first.
  const renamed = authors.find(
    (author) =>
      author.slug === slug &&
      (!email || author.email === null || author.email.toLowerCase() === email) &&
      !namesakes.includes(author),
  );
  if (!email) return namesakes.find((author) => author.slug === slug) ?? namesakes[0] ?? renamed;
  return (
    namesakes.find((author) => author.email?.toLowerCase() === email) ??
    namesakes.find((author) => author.email === null) ??
    renamed
  );
}

function toldMore(author: AuthorRow, { email, bio, pictureUrl }: AuthorDraft): AuthorRow {
  return {
    ...author,
    email: author.email ?? (email || null),
    bio: bio || author.bio,
    pictureUrl: pictureUrl || author.pictureUrl,
  };
}

function newAuthor(authors: readonly AuthorRow[], draft: AuthorDraft): AuthorRow {
  const id = uuidv7();
  const slug = slugOf(draft.name);
  const isTaken = authors.some((author) => author.slug === slug);
  return {
    id,
    slug: isTaken ? distinctSlug(slug, id) : slug,
    name: draft.name,
    email: draft.email || null,
    bio: draft.bio ?? '',
    pictureUrl: draft.pictureUrl || null,
  };
}

function isDifferent(one: AuthorRow, other: AuthorRow): boolean {
  return one.email !== other.email || one.bio !== other.bio || one.pictureUrl !== other.pictureUrl;
}

async function writeAuthors(manager: EntityManager, rows: readonly AuthorRow[]): Promise<void> {
  if (rows.length === 0) return;
  // A portrait has the id of its author, so that a second import finds it.
  await manager.query(
    `insert into image (id, url, alt, caption, credit)
     select id, "pictureUrl", name, '', ''
     from jsonb_to_recordset($1::jsonb) as row(id uuid, name text, "pictureUrl" text)
     on conflict (id) do update set url = excluded.url, version = image.version + 1`,
    [JSON.stringify(rows.filter(({ pictureUrl }) => pictureUrl !== null))],
  );
  await manager.query(
    `insert into author (id, slug, name, email, bio, picture_id)
     select id, slug, name, email, bio, case when "pictureUrl" is null then null else id end
     from jsonb_to_recordset($1::jsonb)
       as row(id uuid, slug text, name text, email text, bio text, "pictureUrl" text)
     on conflict (id) do update set email = excluded.email, bio = excluded.bio, picture_id = excluded.picture_id,
       version = author.version + 1`,
    [JSON.stringify(rows)],
  );
}

async function idsBySlug(
  manager: EntityManager,
  table: 'section' | 'tag',
  slugs: readonly string[],
): Promise<Map<string, string>> {
  const rows: Named[] = await manager.query(`select id, slug from ${table} where slug = any($1::text[])`, [
    slugs,
  ]);
  return new Map(rows.map(({ id, slug }) => [slug, id]));
}
