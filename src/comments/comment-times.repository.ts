import type { EntityManager } from 'typeorm';

/** Moves what was said about these articles on in time, to the present at most. */
export async function moveComments(
  manager: EntityManager,
  { articleIds, byMs, now }: { articleIds: readonly string[]; byMs: number; now: Date },
): Promise<void> {
  await manager.query(
    `update comment set created_at = least(created_at + $2 * interval '1 millisecond', $3)
     where article_id = any($1::uuid[])`,
    [articleIds, byMs, now],
  );
}
