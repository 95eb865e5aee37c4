import type { DataSource } from 'typeorm';
import type { Clock } from '../platform/clock';
import {
  boundsOfMonth,
  type DayTable,
  dayTables,
  type Month,
  type MonthlyTable,
  monthOf,
  monthOfDay,
  monthOfSlice,
  nameOfMonth,
  type SliceTable,
  sliceTables,
} from './rollup-months';
import type { Slice } from './slice';

/** Of several processes that want the same month, one makes it. */
const MONTHS_LOCK = 7_261_601;
/** The present month and the one before it are never dropped, so that they need not be asked for again. */
export const MONTHS_NEVER_DROPPED = 2;

/** Makes the months into which figures are written, before they are. */
export class RollupPartitionsRepository {
  /** Tables that are there for good. */
  private readonly known = new Set<string>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Pick<Clock, 'nowMs'>,
  ) {}

  /** The present month and the next, of every table: what is made ahead need not be waited for. */
  async makeAhead(): Promise<void> {
    const month = monthOf(this.clock.nowMs());
    for (const table of [...sliceTables, ...dayTables]) await this.make(table, [month, month + 1]);
  }

  /** The months in which these slices lie, those of the past too. Call it before the transaction that writes. */
  async makeForSlices(table: SliceTable, slices: Iterable<Slice>): Promise<void> {
    await this.make(table, new Set(Array.from(slices, monthOfSlice)));
  }

  /** The same for days as 2026-11-25. */
  async makeForDays(table: DayTable, days: Iterable<string>): Promise<void> {
    await this.make(table, new Set(Array.from(days, monthOfDay)));
  }

  private async make(table: MonthlyTable, months: Iterable<Month>): Promise<void> {
    const oldestForGood = monthOf(this.clock.nowMs()) - MONTHS_NEVER_DROPPED + 1;
    for (const month of months) {
      const name = nameOfMonth(table, month);
      if (this.known.has(name)) continue;
      if (!(await this.isThere(name))) await this.makeMonth(table, month);
      // An older month may be dropped by retention, and is asked for each time.
      if (month >= oldestForGood) this.known.add(name);
    }
  }

  private async isThere(name: string): Promise<boolean> {
    const [row] = await this.dataSource.query('select to_regclass($1) is not null as "isThere"', [name]);
    return row.isThere;
  }

  /** Made apart and then attached: `create table ... partition of` would lock out the readers of the whole table. */
  private async makeMonth(table: MonthlyTable, month: Month): Promise<void> {
    const name = nameOfMonth(table, month);
    const { from, to } = boundsOfMonth(table, month);
    await this.dataSource.transaction(async (manager) => {
      await manager.query('select pg_advisory_xact_lock($1)', [MONTHS_LOCK]);
      // By a snapshot: to_regclass would answer from a cache that has not heard of what came while we waited.
      const [found] = await manager.query(
        `select exists (select from pg_class
           where relname = $1 and relnamespace = current_schema()::regnamespace) as "isThere"`,
        [name],
      );
      if (found.isThere) return;
      await manager.query(`create table ${name} (like ${table} including all)`);
      await manager.query(
        `alter table ${table} attach partition ${name} for values from (${from}) to (${to})`,
      );
    });
  }
}
