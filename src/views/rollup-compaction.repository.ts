import type { DataSource, EntityManager } from 'typeorm';
import { VIEW_COUNTERS_BELOW } from './counter-names';
import type { SliceRange } from './rollup-hours';
import { LEVELS_LOCK, ROLLUP_LOCK } from './rollup-lock';
import type { Slice } from './slice';

export interface RollupWatermarks {
  /** Before it, slices are hours; undefined until anything was compacted. */
  hour: Slice | undefined;
  /** Before it, hours are days. */
  day: Slice | undefined;
}

export interface WholeDay extends SliceRange {
  day: string;
}

/** Slices of one hour, all that are there. */
export interface HourToCompact {
  hour: SliceRange;
  day: string;
  /** DAY for figures that came after their hours had become days. */
  into: 'HOUR' | 'DAY';
  /** The sum of the day was written before. */
  isAddedToDay: boolean;
  /** What the decision was made on: another compaction may have been quicker. */
  seen: RollupWatermarks;
  move: MoveOfHours | undefined;
}

/** How far hours reach from now on, and the days that are whole thereby. */
export interface MoveOfHours {
  to: Slice;
  wholeDays: readonly WholeDay[];
}

/** Longer than an exclusion or a sum of months as a rule; then it is tried again later. */
const LOCK_TIMEOUT_MS = 5_000;
/** Longer than a transaction of a flusher as a rule; others wait behind it. */
const CLOSE_TIMEOUT_MS = 1_000;
const STATEMENT_TIMEOUT_MS = 60_000;

export class RollupCompactionRepository {
  constructor(private readonly dataSource: DataSource) {}

  async watermarks(): Promise<RollupWatermarks> {
    return watermarksIn(this.dataSource.manager);
  }

  /** By the statistics of Postgres: counting them would take longer than a reading of the metrics may. */
  async estimatedRows(): Promise<{ table: string; rows: number }[]> {
    return this.dataSource.query(
      `select t.name as "table", coalesce(sum(greatest(c.reltuples, 0)), 0)::float8 as rows
       from unnest($1::text[]) as t(name)
       left join lateral pg_partition_tree(to_regclass(t.name)) p on p.isleaf
       left join pg_class c on c.oid = coalesce(p.relid, to_regclass(t.name))
       group by 1`,
      [
        [
          'rollup_slice',
          'rollup_hour',
          'rollup_day',
          'rollup_site',
          'article_day',
          'article_readers',
          'article_total',
        ],
      ],
    );
  }

  /** The oldest that has figures, of those from `from` to before `before`. */
  async firstSlice(table: 'rollup_slice' | 'rollup_hour', range: SliceRange): Promise<Slice | undefined> {
    const [row] = await this.dataSource.query(
      `select slice from ${table} where slice >= $1 and slice < $2 order by slice limit 1`,
      [range.first, range.end],
    );
    return row?.slice;
  }

  /**
   * Two transactions, so that flushers wait for the first alone, which is short whatever the hour holds. Where it ends
   * between the two, nothing is lost: the rows are still there, and are moved the next time. Gives false where another
   * compaction has moved a watermark since: nothing was moved.
   */
  async compactHour(asked: HourToCompact): Promise<boolean> {
    const closed = await this.close(asked.hour);
    return this.alone(asked.seen, async (manager) => {
      const { hour, day, into } = asked;
      const range = [hour.first, hour.end];
      await sumInto(manager, into === 'HOUR' ? hourFromSlices : dayFromSlices, [
        ...range,
        into === 'HOUR' ? hour.first : day,
        closed,
      ]);
      await sumInto(manager, siteFromSlices, [...range, hour.first, closed]);
      if (asked.isAddedToDay) await addToWholeDay(manager, asked, closed);
      await manager.query(`delete from rollup_slice where ${closedSlices('$3')}`, [...range, closed]);
      if (asked.move) await moveHours(manager, asked.move);
    });
  }

  /** From then on no flusher writes to its generations; gives all of the hour that ever were closed. */
  private async close({ first, end }: SliceRange): Promise<number[]> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query(`set local lock_timeout = ${CLOSE_TIMEOUT_MS}`);
      await manager.query('select pg_advisory_xact_lock($1)', [ROLLUP_LOCK]);
      await manager.query(
        `update counter_generation set is_merged = true where slice >= $1 and slice < $2 and not is_merged`,
        [first, end],
      );
      const closed: { id: number }[] = await manager.query(
        'select id from counter_generation where slice >= $1 and slice < $2',
        [first, end],
      );
      return closed.map(({ id }) => id);
    });
  }

  /** Where no figures are left before. */
  async moveHours(seen: RollupWatermarks, move: MoveOfHours): Promise<boolean> {
    return this.alone(seen, (manager) => moveHours(manager, move));
  }

  async compactDay(seen: RollupWatermarks, { first, end, day }: WholeDay): Promise<boolean> {
    return this.alone(seen, async (manager) => {
      await sumInto(manager, dayFromHours, [first, end, day]);
      await manager.query('delete from rollup_hour where slice >= $1 and slice < $2', [first, end]);
      await setWatermark(manager, 'DAY', end);
    });
  }

  async moveDays(seen: RollupWatermarks, to: Slice): Promise<boolean> {
    return this.alone(seen, (manager) => setWatermark(manager, 'DAY', to));
  }

  /** No other compaction meanwhile, and nobody who needs the levels to stay as they are. */
  private async alone(
    seen: RollupWatermarks,
    compact: (manager: EntityManager) => Promise<void>,
  ): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query(`set local lock_timeout = ${LOCK_TIMEOUT_MS}`);
      await manager.query(`set local statement_timeout = ${STATEMENT_TIMEOUT_MS}`);
      await manager.query('select pg_advisory_xact_lock($1)', [LEVELS_LOCK]);
      const found = await watermarksIn(manager);
      if (found.hour !== seen.hour || found.day !== seen.day) return false;
      await compact(manager);
      return true;
    });
  }
}

async function watermarksIn(manager: EntityManager): Promise<RollupWatermarks> {
  const rows: { level: string; slice: number }[] = await manager.query(
    'select level, until_slice as slice from rollup_watermark',
  );
  const of = (level: string) => rows.find((row) => row.level === level)?.slice;
  return { hour: of('HOUR'), day: of('DAY') };
}

async function setWatermark(manager: EntityManager, level: 'HOUR' | 'DAY', to: Slice): Promise<void> {
  await manager.query(
    `insert into rollup_watermark values ($1, $2)
     on conflict (level) do update set until_slice = greatest(rollup_watermark.until_slice, excluded.until_slice)`,
    [level, to],
  );
}

interface Summing {
  into: string;
  key: string;
  from: string;
  columns: string;
  /** Which of its rows: those of two slices, and more. */
  rows: string;
}

const SLICES = 'slice >= $1 and slice < $2';
/** What a flusher brings of other generations meanwhile stays where it is. */
const closedSlices = (ids: '$3' | '$4') => `${SLICES} and generation = any(${ids}::integer[])`;

const hourFromSlices: Summing = {
  into: 'rollup_hour',
  key: 'slice, article, counter',
  from: 'rollup_slice',
  columns: '$3::integer, article, counter',
  rows: closedSlices('$4'),
};
const dayFromSlices: Summing = {
  into: 'rollup_day',
  key: 'day, article, counter',
  from: 'rollup_slice',
  columns: '$3::date, article, counter',
  rows: closedSlices('$4'),
};
const siteFromSlices: Summing = {
  into: 'rollup_site',
  key: 'slice, counter',
  from: 'rollup_slice',
  columns: '$3::integer, counter',
  rows: closedSlices('$4'),
};
const dayFromHours: Summing = { ...dayFromSlices, from: 'rollup_hour', rows: SLICES };

/** Adds to what is there: figures may come after the rest of their hour. */
async function sumInto(manager: EntityManager, summing: Summing, values: unknown[]): Promise<void> {
  const { into, key, from, columns, rows } = summing;
  await manager.query(
    `insert into ${into} (${key}, amount)
     select ${columns}, sum(amount)::bigint from ${from} where ${rows}
     group by ${columns.slice(columns.indexOf(',') + 1)}
     on conflict (${key}) do update set amount = ${into}.amount + excluded.amount`,
    values,
  );
}

const viewsOfDay = (table: string, rows: string) => `insert into article_day (day, article, views)
  select $3::date, article, sum(amount)::bigint from ${table} where ${rows} and counter < ${VIEW_COUNTERS_BELOW}
  group by article
  on conflict (day, article) do update set views = article_day.views + excluded.views`;

const viewsOfMonth = `insert into article_month (month, article, views)
  select date_trunc('month', $3::date)::date, article, sum(amount)::bigint from rollup_slice
  where ${closedSlices('$4')} and counter < ${VIEW_COUNTERS_BELOW} group by article
  on conflict (month, article) do update set views = article_month.views + excluded.views`;

async function addToWholeDay(
  manager: EntityManager,
  { hour, day }: HourToCompact,
  closed: readonly number[],
): Promise<void> {
  const [kept] = await manager.query(
    `select until_slice as slice from rollup_watermark where level = 'KEPT' and until_slice > $1`,
    [hour.first],
  );
  // Its days are no longer kept, and the sum of its month stays.
  if (kept !== undefined) {
    await manager.query(viewsOfMonth, [hour.first, hour.end, day, closed]);
    return;
  }
  await manager.query(viewsOfDay('rollup_slice', closedSlices('$4')), [hour.first, hour.end, day, closed]);
  // Sums of whole months, and of thirds of them, that hold this day are to be made again.
  await manager.query(
    `update rollup_watermark set until_slice = least(until_slice, $1) where level in ('MONTH', 'THIRD')`,
    [hour.first],
  );
}

async function moveHours(manager: EntityManager, { to, wholeDays }: MoveOfHours): Promise<void> {
  for (const { first, end, day } of wholeDays) {
    await manager.query(viewsOfDay('rollup_hour', SLICES), [first, end, day]);
  }
  await setWatermark(manager, 'HOUR', to);
}
