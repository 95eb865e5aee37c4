// The lists of the named windows as they were last worked out: written by a worker, read by every API process.

import type { DataSource, EntityManager } from 'typeorm';
import { LEVELS_LOCK } from '../views/rollup-lock';
import type { Place } from './most-read.repository';
import { MOST_READ_LOCK } from './most-read-lock';
import { type Cover, type Watermarks } from './rollup-cover';
import { netViews, watermarks } from './rollup-reading.repository';
import { StatementValues } from './statement-values';

export interface KeptList {
  computedAtMs: number;
  /** How old the views in Postgres were then. */
  flushLagMs: number;
  /** Null where counting began. */
  fromMs: number | null;
  toMs: number;
  /** Of the whole list, which may be deeper than what is kept. */
  articleCount: number;
  places: Place[];
}

/** The best of one section itself, or of one language. */
export interface GroupTop {
  group: string;
  count: number;
  places: Place[];
}

export interface Tops {
  bySection: GroupTop[];
  byLanguage: GroupTop[];
}

/** What is added up: rollups, the figures of all time, or counts that the caller has. */
export type TopsOf = ((marks: Watermarks) => Cover) | ReadonlyMap<number, number> | 'ALL_TIME';

export interface TopsAsked {
  of: TopsOf;
  nowMs: number;
  /** Places kept of each group. */
  depth: number;
}

interface TopRow {
  kind: 'SECTION' | 'LANGUAGE';
  group: string;
  count: string;
  numbers: number[];
  views: string[];
}

const COMPUTE_MS_MAX = 60_000;

export class MostReadListsRepository {
  constructor(private readonly dataSource: DataSource) {}

  async read(window: string, scope: string): Promise<KeptList | undefined> {
    const [row] = await this.dataSource.query(
      `select computed_at, flush_lag_ms::float8, from_at, to_at, article_count, articles, views::text[] from most_read
       where time_window = $1 and scope = $2`,
      [window, scope],
    );
    if (row === undefined) return undefined;
    const articles: number[] = row.articles;
    return {
      computedAtMs: row.computed_at.getTime(),
      flushLagMs: row.flush_lag_ms,
      fromMs: row.from_at?.getTime() ?? null,
      toMs: row.to_at.getTime(),
      articleCount: row.article_count,
      places: articles.map((article, index) => ({ article, views: Number(row.views[index]) })),
    };
  }

  /** By window, when its lists were last worked out. */
  async computedAt(): Promise<Map<string, number>> {
    const rows: { window: string; at: Date }[] = await this.dataSource.query(
      `select time_window as window, max(computed_at) as at from most_read group by time_window`,
    );
    return new Map(rows.map(({ window, at }) => [window, at.getTime()]));
  }

  /** Runs unless another process is at it; false then. */
  async alone(act: (manager: EntityManager) => Promise<void>): Promise<boolean> {
    return this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      await manager.query(`set local statement_timeout = ${COMPUTE_MS_MAX}`);
      const [{ mine }] = await manager.query(`select pg_try_advisory_xact_lock(${MOST_READ_LOCK}) as mine`);
      if (mine) await act(manager);
      return mine;
    });
  }

  /** The same with no compaction at the time; each statement sees what was committed before it. */
  async besideCompaction(act: (manager: EntityManager) => Promise<void>): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query(`set local statement_timeout = ${COMPUTE_MS_MAX}`);
      await manager.query('select pg_advisory_xact_lock_shared($1)', [LEVELS_LOCK]);
      const [{ mine }] = await manager.query(`select pg_try_advisory_xact_lock(${MOST_READ_LOCK}) as mine`);
      if (mine) await act(manager);
      return mine;
    });
  }

  /** The best of each section and of each language, of articles that are public now. */
  async tops(manager: EntityManager, { of, nowMs, depth }: TopsAsked): Promise<Tops> {
    const values = new StatementValues();
    const net = netOf(of, values, typeof of === 'function' ? await watermarks(manager) : undefined);
    const now = values.add(new Date(nowMs));
    const limit = values.add(depth);
    const best = (kind: string, column: string) => `
      select '${kind}' as kind, "group", max(count) as count, array_agg(number order by place) as numbers,
        array_agg(views order by place)::text[] as views
      from (select ${column}::text as "group", number, views,
          row_number() over (partition by ${column} order by views desc, number desc) as place,
          count(*) over (partition by ${column}) as count from shown) ranked
      where place <= ${limit} group by "group"`;
    const rows: TopRow[] = await manager.query(
      `with shown as materialized (
         select a.number, a.section_id, a.language, n.views from (${net}) n join article a on a.number = n.article
         where n.views > 0 and a.status = 'PUBLISHED' and a.published_at <= ${now})
       ${best('SECTION', 'section_id')} union all ${best('LANGUAGE', 'language')}`,
      values.list,
    );
    const ofKind = (kind: string) => rows.filter((row) => row.kind === kind).map(topOf);
    return { bySection: ofKind('SECTION'), byLanguage: ofKind('LANGUAGE') };
  }

  /** Replaces all lists of a window. */
  async replace(manager: EntityManager, window: string, lists: ReadonlyMap<string, KeptList>): Promise<void> {
    for (const [scope, { computedAtMs, flushLagMs, fromMs, toMs, articleCount, places }] of lists) {
      await manager.query(
        `insert into most_read (time_window, scope, computed_at, from_at, to_at, article_count, articles, views,
           flush_lag_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (time_window, scope) do update set
           computed_at = excluded.computed_at, from_at = excluded.from_at, to_at = excluded.to_at,
           article_count = excluded.article_count, articles = excluded.articles, views = excluded.views,
           flush_lag_ms = excluded.flush_lag_ms`,
        [
          ...[
            window,
            scope,
            new Date(computedAtMs),
            fromMs === null ? null : new Date(fromMs),
            new Date(toMs),
          ],
          ...[
            articleCount,
            places.map(({ article }) => article),
            places.map(({ views }) => views),
            flushLagMs,
          ],
        ],
      );
    }
    await manager.query(`delete from most_read where time_window = $1 and scope <> all($2::text[])`, [
      window,
      [...lists.keys()],
    ]);
  }
}

function netOf(of: TopsOf, values: StatementValues, marks: Watermarks | undefined): string {
  if (of === 'ALL_TIME') return 'select article, views from article_views';
  if (typeof of === 'function') return netViews(of(marks!), values);
  return `select article, views from unnest(${values.add([...of.keys()])}::integer[],
    ${values.add([...of.values()])}::bigint[]) as counted (article, views)`;
}

function topOf({ group, count, numbers, views }: TopRow): GroupTop {
  const places = numbers.map((article, index) => ({ article, views: Number(views[index]) }));
  return { group, count: Number(count), places };
}
