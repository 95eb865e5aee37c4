import type { Tag } from '../articles/tag.entity';
import type { Transaction } from './article-writing.repository';

/** It stays as it is until the transaction ends, and no article gets or loses it. */
export async function tagToEdit(transaction: Transaction, id: string): Promise<Tag | undefined> {
  const [tag] = await transaction.query(`select id, slug, name, version from tag where id = $1 for update`, [
    id,
  ]);
  return tag;
}

export async function isTagSlugTaken(
  transaction: Transaction,
  { slug, exceptId }: { slug: string; exceptId: string },
): Promise<boolean> {
  const [row] = await transaction.query(
    `select exists (select from tag where slug = $1 and id <> $2) as taken`,
    [slug, exceptId],
  );
  return row.taken;
}

export async function writeTag(transaction: Transaction, { id, slug, name, version }: Tag): Promise<void> {
  await transaction.query(
    `insert into tag (id, slug, name, version) values ($1, $2, $3, $4)
     on conflict (id) do update set slug = excluded.slug, name = excluded.name, version = excluded.version`,
    [id, slug, name, version],
  );
}

/** Off all its articles. */
export async function deleteTagRow(transaction: Transaction, id: string): Promise<void> {
  await transaction.query(`delete from article_tag where tag_id = $1`, [id]);
  await transaction.query(`delete from tag where id = $1`, [id]);
}

export async function moveTaggings(
  transaction: Transaction,
  { fromId, intoId }: { fromId: string; intoId: string },
): Promise<void> {
  await transaction.query(
    `insert into article_tag (article_id, tag_id) select article_id, $2 from article_tag where tag_id = $1
     on conflict do nothing`,
    [fromId, intoId],
  );
}
