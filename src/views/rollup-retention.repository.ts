import type { DataSource, EntityManager } from 'typeorm';
import { LEVELS_LOCK, ROLLUP_LOCK } from './rollup-lock';
import { type Month, type MonthlyTable, monthOfName, nameOfMonth } from './rollup-months';
import type { Slice } from './slice';

/** What is kept begins here. */
export interface KeptMark {
  level: 'KEPT' | 'READERS_KEPT';
  from: Slice;
}

/** Whoever waits longer for a table would keep its readers waiting behind it; then it is tried again later. */
const WAIT_MS = 500;
/** lock_not_available and query_canceled. */
const tookTooLong = new Set(['55P03', '57014']);
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

  /** 0 where nothing was dropped. */
  async keptFrom(): Promise<Slice> {
    return markIn(this.dataSource.manager, 'KEPT');
  }

  /** Gives whether it went: of an empty one that has figures again, nothing is lost. */
  async dropEmptyMonth(table: MonthlyTable, month: Month): Promise<boolean> {
    const name = nameOfMonth(table, month);
    if (!(await isEmpty(this.dataSource, name))) return false;
    return this.alone(async (manager) => {
      if (!(await isEmpty(manager, name))) return false;
      await manager.query(`drop table if exists ${name}`);
      return true;
    });
  }

  /** With all that it holds: whoever asks is told by the mark that there is nothing before. */
  async dropMonth(table: MonthlyTable, month: Month, mark: KeptMark): Promise<boolean> {
    return this.alone(async (manager) => {
      // Views of its articles are summed up first, and their sum stays.
      if (mark.level === 'KEPT' && (await markIn(manager, 'MONTH')) < mark.from) return false;
      await manager.query(`drop table if exists ${nameOfMonth(table, month)}`);
      await manager.query(
        `insert into rollup_watermark values ($1, $2) on conflict (level) do update
         set until_slice = greatest(rollup_watermark.until_slice, excluded.until_slice)`,
        [mark.level, mark.from],
      );
      return true;
    });
  }

  /** False where others need the table, or it takes too long to see that it is empty: flushers wait meanwhile. */
  private async alone(act: (manager: EntityManager) => Promise<boolean>): Promise<boolean> {
    try {
      return await this.dataSource.transaction(async (manager) => {
        await manager.query(`set local lock_timeout = ${WAIT_MS}`);
        await manager.query(`set local statement_timeout = ${WAIT_MS}`);
        await manager.query('select pg_advisory_xact_lock($1)', [LEVELS_LOCK]);
        await manager.query('select pg_advisory_xact_lock($1)', [ROLLUP_LOCK]);
        return act(manager);
      });
    } catch (error) {
      if (tookTooLong.has((error as { code?: string }).code ?? '')) return false;
      throw error;
    }
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

  /** What of the site and of parts of months lies before the mark. */
  async deleteBefore(mark: Slice, day: string): Promise<void> {
    await this.dataSource.query('delete from rollup_site where slice < $1', [mark]);
    await this.dataSource.query('delete from article_third where begins < $1::date', [day]);
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

async function markIn(manager: EntityManager, level: 'MONTH' | 'KEPT'): Promise<Slice> {
  const [row] = await manager.query('select until_slice as slice from rollup_watermark where level = $1', [
    level,
  ]);
  return row?.slice ?? 0;
}

async function isEmpty(source: Pick<DataSource, 'query'>, name: string): Promise<boolean> {
  const [row] = await source.query(`select not exists (select from ${name}) as "isEmpty"`);
  return row.isEmpty;
}
