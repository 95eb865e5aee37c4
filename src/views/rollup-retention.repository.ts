import type { DataSource } from 'typeorm';
import { ROLLUP_LOCK } from './rollup-lock';
import { type Month, type MonthlyTable, monthOfName, nameOfMonth } from './rollup-months';
import type { Slice } from './slice';

/** Whoever waits longer for a table would keep its readers waiting behind it; then it is tried again later. */
const LOCK_TIMEOUT_MS = 1_000;
/** More wait for the next time. */
const ROWS_A_TIME = 50_000;

export class RollupRetentionRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Those that a table has, oldest first. */
  async months(table: MonthlyTable): Promise<Month[]> {
    const rows: { name: string }[] = await this.dataSource.query(
      `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
       where i.inhparent = to_regclass($1) order by 1`,
      [table],
    );
    return rows.map(({ name }) => monthOfName(table, name)).filter((month) => month !== undefined);
  }

  /** Gives whether it went: of an empty one that has figures again, nothing is lost. */
  async dropMonth(table: MonthlyTable, month: Month, which: 'any' | 'empty'): Promise<boolean> {
    const name = nameOfMonth(table, month);
    if (which === 'empty' && !(await isEmpty(this.dataSource, name))) return false;
    return this.dataSource.transaction(async (manager) => {
      await manager.query(`set local lock_timeout = ${LOCK_TIMEOUT_MS}`);
      await manager.query('select pg_advisory_xact_lock($1)', [ROLLUP_LOCK]);
      if (which === 'empty' && !(await isEmpty(manager, name))) return false;
      await manager.query(`drop table if exists ${name}`);
      return true;
    });
  }

  /** Takes these counters from every level, before the slice and before the day of it. */
  async deleteCounters(counters: readonly number[], before: { slice: Slice; day: string }): Promise<void> {
    for (const table of ['rollup_slice', 'rollup_hour', 'rollup_site']) {
      await this.dataSource.query(`delete from ${table} where counter = any($1) and slice < $2`, [
        counters,
        before.slice,
      ]);
    }
    await this.dataSource.query('delete from rollup_day where counter = any($1) and day < $2::date', [
      counters,
      before.day,
    ]);
  }

  async deleteOfSite(before: Slice): Promise<void> {
    await this.dataSource.query('delete from rollup_site where slice < $1', [before]);
  }

  /** What is merged and so many days old is forgotten. */
  async forgetGenerations(keepDays: number): Promise<void> {
    await this.dataSource.query(
      `delete from counter_generation where id in (
         select id from counter_generation where is_merged and first_seen_at < now() - make_interval(days => $1)
         limit ${ROWS_A_TIME})`,
      [keepDays],
    );
  }
}

async function isEmpty(source: Pick<DataSource, 'query'>, name: string): Promise<boolean> {
  const [row] = await source.query(`select not exists (select from ${name}) as "isEmpty"`);
  return row.isEmpty;
}
