import type { EntityManager } from 'typeorm';

/** Moves the picks of these articles on in time; one that holds now still holds. */
export async function movePicks(
  manager: EntityManager,
  { articleIds, byMs, now }: { articleIds: readonly string[]; byMs: number; now: Date },
): Promise<void> {
  await manager.query(
    `update must_read_pick set "from" = least("from" + $2 * interval '1 millisecond', $3),
       "to" = "to" + $2 * interval '1 millisecond',
       pinned_until = pinned_until + $2 * interval '1 millisecond'
     where article_id = any($1::uuid[]) and "from" <= $3`,
    [articleIds, byMs, now],
  );
}
