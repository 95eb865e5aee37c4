// What the text of an article refers to, found by what an editor calls it.

import { readUuid } from '../platform/graphql/id-or-slug';
import { type ContentImage, type ContentTag, contentImage } from './article-content';
import type { Transaction } from './article-writing.repository';

/** By what it was called; what does not exist is not in it. It stays there until the transaction ends. */
async function idsOf(
  transaction: Transaction,
  table: 'section' | 'author',
  idsOrSlugs: readonly string[],
): Promise<Map<string, string>> {
  const rows: { id: string; slug: string }[] = await transaction.query(
    `select id, slug from ${table} where id = any($1::uuid[]) or slug = any($2::text[]) for key share`,
    [idsOrSlugs.flatMap((one) => readUuid(one) ?? []), idsOrSlugs],
  );
  const found = new Map<string, string>();
  for (const one of idsOrSlugs) {
    const row = rows.find(({ id }) => id === readUuid(one)) ?? rows.find(({ slug }) => slug === one);
    if (row) found.set(one, row.id);
  }
  return found;
}

export async function sectionId(transaction: Transaction, idOrSlug: string): Promise<string | undefined> {
  return (await idsOf(transaction, 'section', [idOrSlug])).get(idOrSlug);
}

export function authorIds(
  transaction: Transaction,
  idsOrSlugs: readonly string[],
): Promise<Map<string, string>> {
  return idsOf(transaction, 'author', idsOrSlugs);
}

/** Those that exist, in the order in which an article shows them. */
export function tagsById(transaction: Transaction, ids: readonly string[]): Promise<ContentTag[]> {
  return transaction.query('select id, name from tag where id = any($1::uuid[]) order by slug', [ids]);
}

export async function imagesById(
  transaction: Transaction,
  ids: readonly string[],
): Promise<Map<string, ContentImage>> {
  const rows: ContentImage[] = await transaction.query(
    `select id, url, alt, caption, credit, width, height from image where id = any($1::uuid[]) for key share`,
    [ids],
  );
  return new Map(rows.map((image) => [image.id, contentImage(image)]));
}

/** Whether another article than this one has the slug. */
export async function isSlugTaken(
  transaction: Transaction,
  { slug, exceptId }: { slug: string; exceptId: string },
): Promise<boolean> {
  const [row] = await transaction.query(
    'select exists (select from article where slug = $1 and id <> $2) as taken',
    [slug, exceptId],
  );
  return row.taken;
}
