import type { Transaction } from './article-writing.repository';

/** When the newest of a source's articles became public; undefined where none has. */
export async function newestPublication(
  manager: Transaction,
  source: string,
  now: Date,
): Promise<Date | undefined> {
  const [row] = await manager.query(
    'select max(published_at) as newest from article where source = $1 and published_at <= $2',
    [source, now],
  );
  return row.newest ?? undefined;
}

/** Moves all that a source has published by now on in time. Their words, and so their versions, stay what they are. */
export async function movePublications(
  manager: Transaction,
  { source, byMs, now }: { source: string; byMs: number; now: Date },
): Promise<{ articleId: string; number: number }[]> {
  const [rows] = await manager.query(
    `update article set published_at = published_at + $2 * interval '1 millisecond',
       updated_at = least(updated_at + $2 * interval '1 millisecond', $3)
     where source = $1 and published_at <= $3 returning id as "articleId", number`,
    [source, byMs, now],
  );
  return rows;
}
