import type { Image } from '../images/image.entity';
import type { Transaction } from './article-writing.repository';

/** It stays as it is until the transaction ends. */
export async function imageToEdit(transaction: Transaction, id: string): Promise<Image | undefined> {
  const [image] = await transaction.query(
    `select id, url, alt, caption, credit, width, height, version from image where id = $1 for update`,
    [id],
  );
  return image;
}

/** What shows it: portraits of authors, articles that are, will or may again be public, and drafts. */
export async function placesOfImage(
  transaction: Transaction,
  id: string,
): Promise<{ isPortrait: boolean; isPublished: boolean }> {
  const [row] = await transaction.query(
    `select exists (select from author where picture_id = $1) as "isPortrait",
       exists (select from article a where a.status <> 'DRAFT' and (a.lead_image_id = $1
         or exists (select from article_image ai where ai.article_id = a.id and ai.image_id = $1))) as "isPublished"`,
    [id],
  );
  return row;
}

export async function updateImageRow(
  transaction: Transaction,
  { id, alt, caption, credit, version }: Image,
): Promise<void> {
  await transaction.query(
    `update image set alt = $2, caption = $3, credit = $4, version = $5 where id = $1`,
    [id, alt, caption, credit, version],
  );
}
