import type { Transaction } from './article-writing.repository';

/** When the newest of a source's articles that are public became so; undefined where none is. */
export async function newestPublication(
  manager: Transaction,
  source: string,
  now: Date,
): Promise<Date | undefined> {
  const [row] = await manager.query(
    `select max(published_at) as newest from article
     where source = $1 and published_at <= $2 and status = 'PUBLISHED'`,
    [source, now],
  );
  return row.newest ?? undefined;
}

/**
 * Moves all that is public of a source on in time. Their words, and so their versions, stay what they are. One that was
 * withdrawn would lose its tombstone: it would have been published after it was withdrawn.
 */
export async function movePublications(
  manager: Transaction,
  { source, byMs, now }: { source: string; byMs: number; now: Date },
): Promise<{ articleId: string; number: number }[]> {
  const [rows] = await manager.query(
    `update article set published_at = published_at + $2 * interval '1 millisecond',
       updated_at = least(updated_at + $2 * interval '1 millisecond', $3)
     where source = $1 and published_at <= $3 and status = 'PUBLISHED' returning id as "articleId", number`,
    [source, byMs, now],
  );
  return rows;
}
