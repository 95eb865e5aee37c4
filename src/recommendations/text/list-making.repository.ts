// What making many lists at once reads and writes. A revision says what was in the index when: the lists of a block are
// those of the revision at which it began, and whatever is written later is told from it by a higher one.

import type { EntityManager } from 'typeorm';
import type { ListedText } from './list-block';

/** All lists are to be made anew. */
export async function wantAllLists(manager: EntityManager): Promise<void> {
  await manager.query(`update text_lists_wanted set since = nextval('text_revision')`);
}

/** Those whose lists are to be made, the newest first, and how far the index is. In a turn: nobody else writes. */
export async function textsToList(
  manager: EntityManager,
  limit: number,
): Promise<{ revision: string; texts: ListedText[] }> {
  const [{ revision }] = await manager.query('select last_value as revision from text_revision');
  const texts: ListedText[] = await manager.query(
    `select t.article, t.vector, t.shown, t.followed
     from text_article t join article a on a.number = t.article, text_lists_wanted w
     where t.listed < w.since and t.vector is not null
     order by a.published_at desc, a.number desc limit $1`,
    [limit],
  );
  return { revision, texts };
}

export async function areListsWanted(manager: EntityManager): Promise<boolean> {
  const [{ wanted }] = await manager.query(
    `select exists (select from text_article t, text_lists_wanted w
       where t.listed < w.since and t.vector is not null) as wanted`,
  );
  return wanted;
}

/** All of the index, page by page. */
export function vectorsAfter(
  manager: EntityManager,
  article: number,
  limit: number,
): Promise<Pick<ListedText, 'article' | 'vector'>[]> {
  return manager.query(
    `select article, vector from text_article
     where article > $1 and vector is not null order by article limit $2`,
    [article, limit],
  );
}

/** Which of them are still in the index as they were at that revision. */
export async function unchangedSince(
  manager: EntityManager,
  articles: readonly number[],
  revision: string,
): Promise<Set<number>> {
  const rows: { article: number }[] = await manager.query(
    'select article from text_article where article = any($1::integer[]) and revision <= $2',
    [articles, revision],
  );
  return new Set(rows.map(({ article }) => article));
}

/** What has come into the index, or come anew, since that revision. */
export async function writtenSince(manager: EntityManager, revision: string): Promise<Set<number>> {
  const rows: { article: number }[] = await manager.query(
    'select article from text_article where revision > $1',
    [revision],
  );
  return new Set(rows.map(({ article }) => article));
}

export async function noteListed(
  manager: EntityManager,
  articles: readonly number[],
  revision: string,
): Promise<void> {
  await manager.query('update text_article set listed = $2 where article = any($1::integer[])', [
    articles,
    revision,
  ]);
}
