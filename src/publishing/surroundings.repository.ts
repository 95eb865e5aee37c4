// What articles hang on, by the names that drafts give: sections, authors and tags, found or made.

import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { AuthorDraft, SectionDraft } from './article-draft';
import { distinctSlug, slugOf } from './slug';

interface Named {
  id: string;
  slug: string;
}

interface KnownAuthor extends Named {
  email: string | null;
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

/** One author is one e-mail address; without one, one name. */
export function authorKey(draft: AuthorDraft): string {
  return draft.email ? draft.email.toLowerCase() : slugOf(draft.name);
}

/** Ids of authors by `authorKey`. What a draft says of an author that is known already replaces what was known. */
export async function findOrMakeAuthors(
  manager: EntityManager,
  drafts: readonly AuthorDraft[],
): Promise<Map<string, string>> {
  const wanted = new Map(drafts.map((draft) => [authorKey(draft), draft]));
  const known: KnownAuthor[] = await manager.query(
    `select id, slug, lower(email) as email from author where slug = any($1::text[]) or lower(email) = any($2::text[])`,
    [[...wanted.values()].map(({ name }) => slugOf(name)), [...wanted.keys()]],
  );
  const ids = new Map<string, string>();
  const rows = [...wanted].map(([key, draft]) => {
    const same = known.find((author) => isSame(author, draft));
    const id = same?.id ?? uuidv7();
    ids.set(key, id);
    const slug = slugOf(draft.name);
    const isTaken = known.some((author) => author.slug === slug);
    const row = {
      id,
      slug: same?.slug ?? (isTaken ? distinctSlug(slug, id) : slug),
      email: draft.email ?? null,
    };
    if (!same) known.push({ ...row, email: row.email?.toLowerCase() ?? null });
    return { ...row, name: draft.name, bio: draft.bio ?? null, pictureUrl: draft.pictureUrl ?? null };
  });
  await writeAuthors(manager, rows);
  return ids;
}

function isSame(author: KnownAuthor, draft: AuthorDraft): boolean {
  if (draft.email && author.email) return author.email === draft.email.toLowerCase();
  return author.slug === slugOf(draft.name);
}

type AuthorRow = Named & {
  name: string;
  email: string | null;
  bio: string | null;
  pictureUrl: string | null;
};

async function writeAuthors(manager: EntityManager, rows: readonly AuthorRow[]): Promise<void> {
  const pictures = rows.filter(({ pictureUrl }) => pictureUrl !== null);
  // A portrait has the id of its author, so that a second import finds it.
  await manager.query(
    `insert into image (id, url, alt, caption, credit, width, height)
     select id, "pictureUrl", name, '', '', null, null
     from jsonb_to_recordset($1::jsonb) as row(id uuid, name text, "pictureUrl" text)
     on conflict (id) do update set url = excluded.url, alt = excluded.alt`,
    [JSON.stringify(pictures)],
  );
  await manager.query(
    `insert into author (id, slug, name, email, bio, picture_id)
     select id, slug, name, email, coalesce(bio, ''), case when "pictureUrl" is null then null else id end
     from jsonb_to_recordset($1::jsonb)
       as row(id uuid, slug text, name text, email text, bio text, "pictureUrl" text)
     on conflict (id) do update set name = excluded.name, email = coalesce(excluded.email, author.email),
       bio = case when excluded.bio = '' then author.bio else excluded.bio end,
       picture_id = coalesce(excluded.picture_id, author.picture_id)`,
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
