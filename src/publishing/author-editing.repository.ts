import type { Author } from '../authors/author.entity';
import type { Transaction } from './article-writing.repository';

/** It stays as it is until the transaction ends, and no article gets or loses it. */
export async function authorToEdit(transaction: Transaction, id: string): Promise<Author | undefined> {
  await transaction.query(`select id from author where id = $1 for update`, [id]);
  const [author] = await transaction.query(
    `select w.id, w.slug, w.name, w.email, w.bio, w.version, w.picture_id as "pictureId",
       case when p.id is null then null else jsonb_build_object('id', p.id, 'url', p.url, 'alt', p.alt,
         'caption', p.caption, 'credit', p.credit, 'width', p.width, 'height', p.height, 'version', p.version)
       end as picture
     from author w left join image p on p.id = w.picture_id where w.id = $1`,
    [id],
  );
  return author;
}

export async function isAuthorSlugTaken(
  transaction: Transaction,
  { slug, exceptId }: { slug: string; exceptId: string },
): Promise<boolean> {
  const [row] = await transaction.query(
    `select exists (select from author where slug = $1 and id <> $2) as taken`,
    [slug, exceptId],
  );
  return row.taken;
}

/** With its portrait, which has the id of its author; one that it had before and nothing else shows goes. */
export async function writeAuthor(transaction: Transaction, author: Author): Promise<void> {
  const { id, slug, name, email, bio, version, picture } = author;
  if (picture !== null) {
    await transaction.query(
      `insert into image (id, url, alt, caption, credit, width, height, version)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (id) do update set url = excluded.url, alt = excluded.alt, caption = excluded.caption,
         credit = excluded.credit, width = excluded.width, height = excluded.height, version = excluded.version`,
      [
        picture.id,
        picture.url,
        picture.alt,
        picture.caption,
        picture.credit,
        picture.width,
        picture.height,
        picture.version,
      ],
    );
  }
  await transaction.query(
    `insert into author (id, slug, name, email, bio, version, picture_id) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (id) do update set slug = excluded.slug, name = excluded.name, email = excluded.email,
       bio = excluded.bio, version = excluded.version, picture_id = excluded.picture_id`,
    [id, slug, name, email, bio, version, picture?.id ?? null],
  );
  if (picture === null) await deletePortrait(transaction, id);
}

/** Whatever their status. */
export async function articlesByAuthor(transaction: Transaction, id: string): Promise<number> {
  const [row] = await transaction.query(
    `select count(*)::integer as count from article_author where author_id = $1`,
    [id],
  );
  return row.count;
}

export async function deleteAuthorRow(transaction: Transaction, id: string): Promise<void> {
  await transaction.query(`delete from author where id = $1`, [id]);
  await deletePortrait(transaction, id);
}

/** Each byline keeps its order; where both stand in one, the one that stays keeps its place. */
export async function moveBylines(
  transaction: Transaction,
  { fromId, intoId }: { fromId: string; intoId: string },
): Promise<void> {
  await transaction.query(
    `update article_author w set author_id = $2 where author_id = $1
       and not exists (select from article_author o where o.article_id = w.article_id and o.author_id = $2)`,
    [fromId, intoId],
  );
  await transaction.query(`delete from article_author where author_id = $1`, [fromId]);
}

async function deletePortrait(transaction: Transaction, authorId: string): Promise<void> {
  await transaction.query(
    `delete from image i where i.id = $1
       and not exists (select from article where lead_image_id = i.id)
       and not exists (select from article_image where image_id = i.id)`,
    [authorId],
  );
}
