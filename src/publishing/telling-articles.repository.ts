// The articles that show an author, a tag or a picture: all of them have changed when it has.

import type { ChangeRow } from '../articles/article-change.repository';
import type { Transaction } from './article-writing.repository';

/** Rows of one statement, which Postgres ends after ten seconds. */
const BATCH = 5_000;

const links = {
  author: 'select article_id from article_author where author_id = $1',
  tag: 'select article_id from article_tag where tag_id = $1',
  image: `select article_id from article_image where image_id = $1
    union select id from article where lead_image_id = $1
    union select aw.article_id from article_author aw join author w on w.id = aw.author_id where w.picture_id = $1`,
} as const;

/**
 * Writes that each of them has changed, whatever its status: an editor sees drafts. The newest first, since ids are in
 * the order of time.
 */
export async function tellArticlesThatShow(
  transaction: Transaction,
  what: keyof typeof links,
  id: string,
): Promise<ChangeRow[]> {
  const told: ChangeRow[] = [];
  let before: string | null = null;
  for (;;) {
    const rows: ChangeRow[] = await transaction.query(
      `insert into article_change (article_id, number, kind)
       select a.id, a.number, 'CHANGED' from (
         select article_id from (${links[what]}) as shown(article_id)
         where $2::uuid is null or article_id < $2 order by article_id desc limit $3
       ) as batch join article a on a.id = batch.article_id order by a.id desc
       returning id, article_id as "articleId", number, kind`,
      [id, before, BATCH],
    );
    told.push(...rows);
    const last = rows.at(-1);
    if (last === undefined || rows.length < BATCH) return told;
    before = last.articleId;
  }
}
