// Picks as editors read and write them.

import type { DataSource, EntityManager } from 'typeorm';
import type { MustReadPick } from './must-read-pick.entity';

/** Any number: who edits picks holds it, so that two editors neither pick an article twice nor mix their orders. */
const PICKING_LOCK = 4_170_322_141;

export type PickTransaction = EntityManager;

export type PickState = 'ACTIVE' | 'COMING' | 'PAST';

export interface PickWithNumber extends MustReadPick {
  /** The short id of its article. */
  number: number;
}

export interface PickPage {
  state: PickState | undefined;
  nowMs: number;
  after: { atMs: number; id: string } | undefined;
  limit: number;
}

const columns = `p.id, p.article_id as "articleId", p.value, p.lifetime, p."from", p."to", p.pinned, p.position,
  p.pin_reason as "pinReason", p.pinned_until as "pinnedUntil", p.version, a.number`;
const picks = `must_read_pick p join article a on a.id = p.article_id`;

const conditions: Record<PickState, string> = {
  ACTIVE: `p."from" <= $1 and (p."to" is null or p."to" > $1)`,
  COMING: `p."from" > $1`,
  PAST: `p."from" <= $1 and p."to" <= $1`,
};

export class PickEditingRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** One after another. */
  inOne<T>(work: (transaction: PickTransaction) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (transaction) => {
      await transaction.query('select pg_advisory_xact_lock($1)', [PICKING_LOCK]);
      return work(transaction);
    });
  }

  /** By when they begin: the latest first, of those to come the next first. */
  page({ state, nowMs, after, limit }: PickPage): Promise<PickWithNumber[]> {
    const values: unknown[] = [new Date(nowMs)];
    const direction = state === 'COMING' ? 'asc' : 'desc';
    const beyond = state === 'COMING' ? '>' : '<';
    const place = after
      ? ` and (p."from", p.id) ${beyond} ($${values.push(new Date(after.atMs))}, $${values.push(after.id)}::uuid)`
      : '';
    return this.dataSource.query(
      `select ${columns} from ${picks} where ${conditionOf(state)}${place}
       order by p."from" ${direction}, p.id ${direction} limit $${values.push(limit)}`,
      values,
    );
  }

  async count(state: PickState | undefined, nowMs: number): Promise<number> {
    const [row] = await this.dataSource.query(
      `select count(*)::integer as count from must_read_pick p where ${conditionOf(state)}`,
      [new Date(nowMs)],
    );
    return row.count;
  }
}

/** The parameter is named in either case, so that its type is known. */
function conditionOf(state: PickState | undefined): string {
  return state === undefined ? '$1::timestamptz is not null' : conditions[state];
}

export async function articleToPick(
  transaction: PickTransaction,
  id: string,
): Promise<{ id: string; number: number } | undefined> {
  const [article] = await transaction.query(`select id, number from article where id = $1 for key share`, [
    id,
  ]);
  return article;
}

export async function pickById(
  transaction: PickTransaction,
  id: string,
): Promise<PickWithNumber | undefined> {
  const [pick] = await transaction.query(`select ${columns} from ${picks} where p.id = $1`, [id]);
  return pick;
}

export async function pickOfArticle(
  transaction: PickTransaction,
  articleId: string,
): Promise<PickWithNumber | undefined> {
  const [pick] = await transaction.query(`select ${columns} from ${picks} where p.article_id = $1`, [
    articleId,
  ]);
  return pick;
}

/** In their order, but for those that are over. */
export function pinnedPicks(transaction: PickTransaction, nowMs: number): Promise<PickWithNumber[]> {
  return transaction.query(
    `select ${columns} from ${picks} where p.pinned and p.pinned_until > $1 and (p."to" is null or p."to" > $1)
     order by p.position, p."from", p.id`,
    [new Date(nowMs)],
  );
}

export async function writePick(transaction: PickTransaction, pick: MustReadPick): Promise<void> {
  const { id, articleId, value, lifetime, from, to, pinned, pinReason, pinnedUntil, position, version } =
    pick;
  await transaction.query(
    `insert into must_read_pick (id, article_id, value, lifetime, "from", "to", pinned, position, version, pin_reason,
       pinned_until)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (id) do update set value = excluded.value, lifetime = excluded.lifetime, "from" = excluded."from",
       "to" = excluded."to", pinned = excluded.pinned, position = excluded.position, version = excluded.version,
       pin_reason = excluded.pin_reason, pinned_until = excluded.pinned_until`,
    [id, articleId, value, lifetime, from, to, pinned, position, version, pinReason, pinnedUntil],
  );
}

export async function deletePick(transaction: PickTransaction, id: string): Promise<void> {
  await transaction.query(`delete from must_read_pick where id = $1`, [id]);
}
