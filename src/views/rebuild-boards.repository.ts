import type { DataSource, EntityManager } from 'typeorm';
import { allBoards, halfLifeMs, TRIMMED_BELOW_VIEWS } from '../boards/decay';
import type { ArticleWorth } from './article-worth';
import { VIEW_COUNTERS_BELOW } from './counter-names';
import { HALF_LIVES_AT_MOST } from './even-spread';
import type { KnownGeneration } from './missing-figures';
import { lighterCounters } from './ranking-counters';
import { SLICE_MS, type Slice } from './slice';

export interface FiguresAsked {
  /** The generations of slices that count. */
  generations: readonly number[];
  /** Also hours, days and exclusions: for boards that have nothing. */
  isAll: boolean;
  nowMs: number;
  timeZone: string;
}

export interface ViewsOfSlice {
  slice: Slice;
  article: number;
  counter: number;
  views: number;
}

/** Boards are worth a long statement, once. */
const STATEMENT_TIMEOUT_MS = 300_000;
/** Of the longest half-life: what is older is worth less than a thousandth of its views. */
const REACH_HALF_LIVES = 10;

export class RebuildBoardsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** By the clock of Postgres, which is that of counter_generation too. */
  async nowMs(): Promise<number> {
    const [row] = await this.dataSource.query(
      'select (extract(epoch from clock_timestamp()) * 1000)::float8 as "nowMs"',
    );
    return Math.floor(row.nowMs);
  }

  /** Of slices that are still kept as such: a compaction declares them merged a little earlier than it moves them. */
  async generations(): Promise<KnownGeneration[]> {
    return this.dataSource.query(
      `select id, name, lineage, partition, slice,
         (extract(epoch from first_seen_at) * 1000)::float8 as "firstSeenMs"
       from counter_generation where slice is not null and (not is_merged
         or slice >= (select until_slice from rollup_watermark where level = 'HOUR'))`,
    );
  }

  /** What each article is worth now, on the boards of hour, day and week; those that would be trimmed are left out. */
  async worths({ generations, isAll, nowMs, timeZone }: FiguresAsked): Promise<ArticleWorth[]> {
    const lighter = lighterCounters();
    const now = nowMs / SLICE_MS;
    const from = Math.floor(now - (REACH_HALF_LIVES * halfLifeMs.week) / SLICE_MS);
    const worthOf = (board: (typeof allBoards)[number]) => {
      const halfLife = halfLifeMs[board] / SLICE_MS;
      const old = (age: string) => `power(2, -least(${age} / ${halfLife}, ${HALF_LIVES_AT_MOST}))`;
      return `sum(amount * weight * ${halfLife} * (${old('ends')} - ${old('begins')}) / (ln(2) * (begins - ends)))`;
    };
    return this.long(async (manager) => {
      const rows: { article: number; hour: number; day: number; week: number }[] = await manager.query(
        `with lighter as (select * from unnest($4::smallint[], $5::float8[]) as l(counter, weight)),
         part as (
           select slice::float8 as slice, 1 as slices, article, counter, amount from rollup_slice r
             join unnest($1::integer[]) as g(id) on g.id = r.generation
             where slice >= $3::integer and counter < ${VIEW_COUNTERS_BELOW}
           ${isAll ? `union all ${COMPACTED}` : ''}
         ), aged as (
           select article, amount::float8 as amount, coalesce(weight, 1) as weight,
             greatest($2::float8 - slice, 1e-3) as begins, greatest($2::float8 - slice - slices, 0) as ends
           from part left join lighter using (counter) where slice < $2::float8
         )
         select article, ${allBoards.map((board) => `${worthOf(board)} as ${board}`).join(', ')}
         from aged group by article having ${worthOf('week')} >= ${TRIMMED_BELOW_VIEWS}`,
        [generations, now, from, [...lighter.keys()], [...lighter.values()], ...(isAll ? [timeZone] : [])],
      );
      return rows.map(({ article, hour, day, week }) => ({
        article,
        worth: [Math.max(hour, 0), Math.max(day, 0), week] as const,
      }));
    });
  }

  /** Slice by slice, net of what was excluded where `isAll`. */
  async viewsFrom(
    slice: Slice,
    { generations, isAll }: Pick<FiguresAsked, 'generations' | 'isAll'>,
  ): Promise<ViewsOfSlice[]> {
    return this.long((manager) =>
      manager.query(
        `select slice, article, counter, sum(amount)::float8 as views from (
           select slice, article, counter, amount from rollup_slice r
             join unnest($1::integer[]) as g(id) on g.id = r.generation
             where slice >= $2::integer and counter < ${VIEW_COUNTERS_BELOW}
           ${
             isAll
               ? `union all select slice, article, counter, restored - amount from rollup_exclusion
                  where slice >= $2::integer and counter < ${VIEW_COUNTERS_BELOW}`
               : ''
           }
         ) as part group by 1, 2, 3 having sum(amount) > 0`,
        [generations, slice],
      ),
    );
  }

  /** What is stored of these generations of one slice. */
  async ofSlice(
    slice: Slice,
    generations: readonly number[],
  ): Promise<(ViewsOfSlice & { generation: number })[]> {
    return this.dataSource.query(
      `select generation, slice, article, counter, amount::float8 as views from rollup_slice
       where slice = $1 and generation = any($2::integer[]) and counter < ${VIEW_COUNTERS_BELOW}`,
      [slice, generations],
    );
  }

  private async long<T>(ask: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query(`set local statement_timeout = ${STATEMENT_TIMEOUT_MS}`);
      return ask(manager);
    });
  }
}

const COMPACTED = `
  select slice, 4, article, counter, amount from rollup_hour
    where slice >= $3::integer and counter < ${VIEW_COUNTERS_BELOW}
  union all
  select extract(epoch from day::timestamp at time zone $6) / 900, 96, article, counter, amount from rollup_day
    where day >= (to_timestamp($3::integer * 900::float8) at time zone $6)::date and counter < ${VIEW_COUNTERS_BELOW}
  union all
  select slice, 1, article, counter, restored - amount from rollup_exclusion
    where slice >= $3::integer and counter < ${VIEW_COUNTERS_BELOW}`;
