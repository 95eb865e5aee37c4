// Rules as editors read and write them.

import type { DataSource, EntityManager } from 'typeorm';
import type { RankingScope } from './placement';
import type { StoredRule } from './stored-rule';

/** Who edits rules or placements holds it, so that what is checked is still so when it is written. */
export const RANKING_LOCK = 4_170_322_161;

export type RulesTransaction = EntityManager;

type RuleRow = Omit<StoredRule, 'scope'> & RankingScope;

const columns = `id, rail, section_id as "sectionId", language, settings, reason, version, set_at as "setAt",
  set_by as "setBy", until_at as until`;

export class RuleEditingRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** One after another. */
  inOne<T>(work: (transaction: RulesTransaction) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (transaction) => {
      await transaction.query('select pg_advisory_xact_lock($1)', [RANKING_LOCK]);
      return work(transaction);
    });
  }

  /** Those of the whole site first, then of sections, then of languages; those that are over too. */
  async all(): Promise<StoredRule[]> {
    const rows: RuleRow[] = await this.dataSource.query(
      `select ${columns} from ranking_rule
       order by rail, section_id is not null, language is not null, language, set_at, id`,
    );
    return rows.map(ruleOf);
  }
}

export async function ruleOfScope(
  transaction: RulesTransaction,
  { rail, scope }: Pick<StoredRule, 'rail' | 'scope'>,
): Promise<StoredRule | undefined> {
  const rows: RuleRow[] = await transaction.query(
    `select ${columns} from ranking_rule
     where rail = $1 and section_id is not distinct from $2 and language is not distinct from $3`,
    [rail, scope.sectionId, scope.language],
  );
  return rows[0] && ruleOf(rows[0]);
}

export async function ruleById(transaction: RulesTransaction, id: string): Promise<StoredRule | undefined> {
  const rows: RuleRow[] = await transaction.query(`select ${columns} from ranking_rule where id = $1`, [id]);
  return rows[0] && ruleOf(rows[0]);
}

export async function writeRule(transaction: RulesTransaction, rule: StoredRule): Promise<void> {
  const { id, rail, scope, settings, reason, version, setAt, setBy, until } = rule;
  await transaction.query(
    `insert into ranking_rule (id, rail, section_id, language, settings, reason, version, set_at, set_by, until_at)
     values ($1, $2, $3, $4, $5::jsonb, $6, $7, $8, $9::jsonb, $10)
     on conflict (id) do update set settings = excluded.settings, reason = excluded.reason,
       version = excluded.version, set_at = excluded.set_at, set_by = excluded.set_by, until_at = excluded.until_at`,
    [
      ...[id, rail, scope.sectionId, scope.language, JSON.stringify(settings), reason, version, setAt],
      ...[JSON.stringify(setBy), until],
    ],
  );
}

export async function deleteRule(transaction: RulesTransaction, id: string): Promise<void> {
  await transaction.query(`delete from ranking_rule where id = $1`, [id]);
}

function ruleOf({ sectionId, language, ...rule }: RuleRow): StoredRule {
  return { ...rule, scope: { sectionId, language } };
}
