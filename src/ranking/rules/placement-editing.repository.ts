// Placements as editors read and write them. One that is over stays: it says why a list was as it was.

import type { DataSource } from 'typeorm';
import type { RankingScope } from './placement';
import { RANKING_LOCK, type RulesTransaction } from './rule-editing.repository';
import type { PlacementState, StoredPlacement } from './stored-placement';
import type { Doer } from './stored-rule';

export interface PlacementPage {
  state: PlacementState | undefined;
  articleId: string | undefined;
  nowMs: number;
  after: { atMs: number; id: string } | undefined;
  limit: number;
}

export interface ArticleToPlace {
  id: string;
  number: number;
  sectionId: string | null;
  language: string;
}

type PlacementRow = Omit<StoredPlacement, 'scope'> & RankingScope;

const columns = `p.id, p.act, p.article_id as "articleId", a.number as article, a.headline,
  p.section_id as "sectionId", p.language, p.rails, p.place, p.factor, p.reason, p.from_at as "from",
  p.until_at as until, p.placed_at as "placedAt", p.placed_by as "placedBy", p.taken_back_at as "takenBackAt",
  p.taken_back_by as "takenBackBy", p.taken_back_reason as "takenBackReason"`;
const placements = `ranking_placement p join article a on a.id = p.article_id`;

/** $1 is now. */
const conditions: Record<PlacementState, string> = {
  COMING: `p.taken_back_at is null and p.from_at > $1`,
  IN_FORCE: `p.taken_back_at is null and p.from_at <= $1 and p.until_at > $1`,
  OVER: `p.taken_back_at is null and p.until_at <= $1`,
  TAKEN_BACK: `p.taken_back_at is not null`,
};

export class PlacementEditingRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** One after another, and after whoever edits a rule. */
  inOne<T>(work: (transaction: RulesTransaction) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (transaction) => {
      await transaction.query('select pg_advisory_xact_lock($1)', [RANKING_LOCK]);
      return work(transaction);
    });
  }

  /** By when they begin, the latest first; those to come too. */
  async page({ state, articleId, nowMs, after, limit }: PlacementPage): Promise<StoredPlacement[]> {
    const { where, values } = narrowed({ state, articleId, nowMs });
    const place = after
      ? ` and (p.from_at, p.id) < ($${values.push(new Date(after.atMs))}, $${values.push(after.id)}::uuid)`
      : '';
    const rows: PlacementRow[] = await this.dataSource.query(
      `select ${columns} from ${placements} where ${where}${place}
       order by p.from_at desc, p.id desc limit $${values.push(limit)}`,
      values,
    );
    return rows.map(placementOf);
  }

  async count(wanted: Pick<PlacementPage, 'state' | 'articleId' | 'nowMs'>): Promise<number> {
    const { where, values } = narrowed(wanted);
    const [row] = await this.dataSource.query(
      `select count(*)::integer as count from ranking_placement p where ${where}`,
      values,
    );
    return row.count;
  }
}

function narrowed({ state, articleId, nowMs }: Pick<PlacementPage, 'state' | 'articleId' | 'nowMs'>) {
  const values: unknown[] = [new Date(nowMs)];
  const ofState = state === undefined ? '$1::timestamptz is not null' : conditions[state];
  const whole = state === 'TAKEN_BACK' ? `$1::timestamptz is not null and ${ofState}` : ofState;
  const ofArticle = articleId === undefined ? '' : ` and p.article_id = $${values.push(articleId)}`;
  return { where: `${whole}${ofArticle}`, values };
}

export async function articleToPlace(
  transaction: RulesTransaction,
  id: string,
): Promise<ArticleToPlace | undefined> {
  const [article] = await transaction.query(
    `select id, number, section_id as "sectionId", language from article where id = $1 for key share`,
    [id],
  );
  return article;
}

export async function placementById(
  transaction: RulesTransaction,
  id: string,
): Promise<StoredPlacement | undefined> {
  const rows: PlacementRow[] = await transaction.query(
    `select ${columns} from ${placements} where p.id = $1`,
    [id],
  );
  return rows[0] && placementOf(rows[0]);
}

/** All that are in force at some time from the one on and before the other, by when they begin. */
export async function placementsWithin(
  transaction: RulesTransaction,
  { from, until }: { from: Date; until: Date },
): Promise<StoredPlacement[]> {
  const rows: PlacementRow[] = await transaction.query(
    `select ${columns} from ${placements}
     where p.taken_back_at is null and p.from_at < $2 and p.until_at > $1 order by p.from_at, p.id`,
    [from, until],
  );
  return rows.map(placementOf);
}

export async function countNotOver(transaction: RulesTransaction, now: Date): Promise<number> {
  const [row] = await transaction.query(
    `select count(*)::integer as count from ranking_placement where taken_back_at is null and until_at > $1`,
    [now],
  );
  return row.count;
}

export async function insertPlacement(
  transaction: RulesTransaction,
  placement: Omit<StoredPlacement, 'headline' | 'takenBackAt' | 'takenBackBy' | 'takenBackReason'>,
): Promise<void> {
  const { id, act, articleId, scope, rails, place, factor, reason, from, until } = placement;
  await transaction.query(
    `insert into ranking_placement (id, act, article_id, section_id, language, rails, place, factor, reason, from_at,
       until_at, placed_at, placed_by)
     values ($1, $2, $3, $4, $5, $6::text[], $7, $8, $9, $10, $11, $12, $13::jsonb)`,
    [
      ...[id, act, articleId, scope.sectionId, scope.language, rails, place, factor, reason, from, until],
      ...[placement.placedAt, JSON.stringify(placement.placedBy)],
    ],
  );
}

export async function writeTakenBack(
  transaction: RulesTransaction,
  { id, at, by, reason }: { id: string; at: Date; by: Doer; reason: string },
): Promise<void> {
  await transaction.query(
    `update ranking_placement set taken_back_at = $2, taken_back_by = $3::jsonb, taken_back_reason = $4
     where id = $1`,
    [id, at, JSON.stringify(by), reason],
  );
}

function placementOf({ sectionId, language, ...placement }: PlacementRow): StoredPlacement {
  return { ...placement, scope: { sectionId, language } };
}
