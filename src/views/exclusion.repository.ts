// Exclusions in Postgres. All that changes one runs under one lock, so that two at once take the same views once and
// numbers of changes are given in the order in which they can be seen.

import type { DataSource, EntityManager } from 'typeorm';
import type { BoardChange } from '../boards/board-change';
import { VIEW_COUNTERS_BELOW } from './counter-names';
import {
  type Doer,
  type Exclusion,
  type ExclusionAmount,
  type ExclusionCondition,
  type ExclusionState,
  NOBODY,
} from './exclusion';
import { LEVELS_LOCK } from './rollup-lock';
import type { Slice } from './slice';

export type ExclusionTransaction = EntityManager;

const EXCLUSION_LOCK = 7_261_640;

export interface ExclusionToWrite {
  id: string;
  eventId: string | null;
  condition: ExclusionCondition;
  reason: string;
  views: number;
  at: Date;
  by: Doer;
  streamPositions: readonly number[];
  amounts: readonly ExclusionAmount[];
  boards: readonly { partition: number; part: number; change: BoardChange }[];
}

export interface StoredCount {
  generation: string;
  slice: Slice;
  article: number;
  counter: number;
  amount: number;
}

export interface Watermarks {
  /** From here on rows are of slices, before of hours. */
  hour: Slice;
  /** Before it rows are of days. */
  day: Slice;
}

export interface FiguresWanted {
  from: Slice;
  until: Slice;
  article?: number;
  counters?: readonly number[];
  limit: number;
}

const exclusionColumns = `id, state, condition, reason, views::float8 as views, excluded_at as "excludedAt",
  excluded_by as "excludedBy", taken_back_at as "takenBackAt", taken_back_by as "takenBackBy",
  taken_back_reason as "takenBackReason"`;

export class ExclusionRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** While it runs no other exclusion is made or taken back, and no row of the rollups is compacted. */
  alone<T>(act: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query(`select pg_advisory_xact_lock($1)`, [EXCLUSION_LOCK]);
      await manager.query(`select pg_advisory_xact_lock_shared($1)`, [LEVELS_LOCK]);
      return act(manager);
    });
  }

  async watermarks(manager: EntityManager): Promise<Watermarks> {
    const rows: { level: string; until: number }[] = await manager.query(
      `select level, until_slice as until from rollup_watermark`,
    );
    const until = (level: string) => rows.find((row) => row.level === level)?.until ?? 0;
    return { hour: Math.max(until('HOUR'), until('DAY')), day: until('DAY') };
  }

  async sliceCounts(manager: EntityManager, wanted: FiguresWanted): Promise<StoredCount[]> {
    return manager.query(
      `select g.name as generation, r.slice, r.article, r.counter, r.amount::float8 as amount
       from rollup_slice r join counter_generation g on g.id = r.generation
       where r.slice >= $1 and r.slice < $2 and r.counter < $3 ${narrowing('r')} limit $6`,
      figuresParameters(wanted),
    );
  }

  async hourCounts(manager: EntityManager, wanted: FiguresWanted): Promise<ExclusionAmount[]> {
    return manager.query(
      `select slice, article, counter, amount::float8 as amount from rollup_hour r
       where slice >= $1 and slice < $2 and counter < $3 ${narrowing('r')} limit $6`,
      figuresParameters(wanted),
    );
  }

  /** Of these generations, those whose figures are in coarser rows: what Redis says of them is dropped. */
  async mergedAmong(manager: EntityManager, names: readonly string[]): Promise<Set<string>> {
    const rows: { name: string }[] = await manager.query(
      `select name from counter_generation where is_merged and name = any($1)`,
      [names],
    );
    return new Set(rows.map(({ name }) => name));
  }

  async excluded(manager: EntityManager, wanted: FiguresWanted): Promise<ExclusionAmount[]> {
    return manager.query(
      `select slice, article, counter, sum(amount - restored)::float8 as amount from rollup_exclusion r
       where slice >= $1 and slice < $2 and counter < $3 ${narrowing('r')}
       group by slice, article, counter limit $6`,
      figuresParameters(wanted),
    );
  }

  async inForceWithin(
    manager: EntityManager,
    { fromMs, toMs }: { fromMs: number; toMs: number },
  ): Promise<{ condition: ExclusionCondition; positions: number[] }[]> {
    return manager.query(
      `select condition, stream_positions as positions from exclusion
       where state = 'IN_FORCE' and to_at > $1 and from_at < $2`,
      [new Date(fromMs), new Date(toMs)],
    );
  }

  async byEvent(manager: EntityManager, eventId: string): Promise<Exclusion | undefined> {
    const [row] = await manager.query(`select ${exclusionColumns} from exclusion where event_id = $1`, [
      eventId,
    ]);
    return row;
  }

  async write(manager: EntityManager, exclusion: ExclusionToWrite): Promise<void> {
    const { id, eventId, condition, reason, views, at, by, streamPositions, amounts, boards } = exclusion;
    await manager.query(
      `insert into exclusion (id, event_id, state, condition, from_at, to_at, reason, views, excluded_at, excluded_by,
         stream_positions, change)
       values ($1, $2, 'IN_FORCE', $3, $4, $5, $6, $7, $8, $9, $10, nextval('exclusion_change'))`,
      [
        ...[id, eventId, JSON.stringify(condition), new Date(condition.fromMs), new Date(condition.toMs)],
        ...[reason, views, at, JSON.stringify(by), JSON.stringify(streamPositions)],
      ],
    );
    const column = (name: keyof ExclusionAmount) => amounts.map((amount) => amount[name]);
    await manager.query(
      `insert into rollup_exclusion (exclusion_id, slice, article, counter, amount)
       select $1, * from unnest($2::integer[], $3::integer[], $4::smallint[], $5::bigint[])`,
      [id, column('slice'), column('article'), column('counter'), column('amount')],
    );
    await manager.query(
      `insert into exclusion_board (exclusion_id, partition, part, change)
       select $1, partition, part, change
       from jsonb_to_recordset($2::jsonb) as one(partition smallint, part smallint, change jsonb)`,
      [id, JSON.stringify(boards)],
    );
  }

  /** Undefined where there is no such exclusion in force. */
  async takeBack(
    manager: EntityManager,
    { id, at, by, reason }: { id: string; at: Date; by: Doer; reason: string },
  ): Promise<Exclusion | undefined> {
    const [rows] = (await manager.query(
      `update exclusion set state = 'TAKEN_BACK', taken_back_at = $2, taken_back_by = $3, taken_back_reason = $4,
         change = nextval('exclusion_change')
       where id = $1 and state = 'IN_FORCE' returning ${exclusionColumns}`,
      [id, at, JSON.stringify(by), reason],
    )) as [Exclusion[]];
    if (rows.length > 0) {
      await manager.query(`update rollup_exclusion set restored = amount where exclusion_id = $1`, [id]);
    }
    return rows[0];
  }

  /** Exclusions that mean one of these visitors mean nobody in particular from now on; their amounts stay. */
  async forgetVisitors(visitors: readonly string[]): Promise<number> {
    const [, changed] = await this.dataSource.query(
      `update exclusion set condition = jsonb_set(condition, '{visitor}', to_jsonb($2::text))
       where condition ->> 'visitor' = any($1)`,
      [visitors, NOBODY],
    );
    return changed;
  }

  /** Of exclusions that were made before; their conditions say that there was a visitor. */
  async forgetVisitorsOf(madeBefore: Date): Promise<void> {
    await this.dataSource.query(
      `update exclusion set condition = jsonb_set(condition, '{visitor}', to_jsonb($2::text))
       where excluded_at < $1 and condition ->> 'visitor' <> $2`,
      [madeBefore, NOBODY],
    );
  }

  async byId(id: string): Promise<Exclusion | undefined> {
    const [row] = await this.dataSource.query(`select ${exclusionColumns} from exclusion where id = $1`, [
      id,
    ]);
    return row;
  }

  async newest(limit: number, after?: { atMs: number; id: string }): Promise<Exclusion[]> {
    const place = after ? `where (excluded_at, id) < ($2, $3)` : '';
    return this.dataSource.query(
      `select ${exclusionColumns} from exclusion ${place} order by excluded_at desc, id desc limit $1`,
      after ? [limit, new Date(after.atMs), after.id] : [limit],
    );
  }

  async count(): Promise<number> {
    const [row] = await this.dataSource.query(`select count(*)::int as count from exclusion`);
    return row.count;
  }

  async amountsOf(id: string): Promise<ExclusionAmount[]> {
    return this.dataSource.query(
      `select slice, article, counter, amount::float8 as amount from rollup_exclusion where exclusion_id = $1`,
      [id],
    );
  }

  async articlesOf(ids: readonly string[]): Promise<number[]> {
    const rows: { article: number }[] = await this.dataSource.query(
      `select distinct article from rollup_exclusion where exclusion_id = any($1)`,
      [ids],
    );
    return rows.map(({ article }) => article);
  }

  /** What has happened to exclusions after the change with this number. */
  async changesAfter(
    change: number,
  ): Promise<{ id: string; change: number; fromMs: number; toMs: number }[]> {
    return this.dataSource.query(
      `select id, change::float8 as change, (extract(epoch from from_at) * 1000)::float8 as "fromMs",
         (extract(epoch from to_at) * 1000)::float8 as "toMs"
       from exclusion where change > $1 order by change`,
      [change],
    );
  }

  async latestChange(): Promise<number> {
    const [row] = await this.dataSource.query(
      `select coalesce(max(change), 0)::float8 as change from exclusion`,
    );
    return row.change;
  }

  /** Those whose boards have not followed yet, or all that boards may still hold something of. */
  async forBoards(which: 'BEHIND' | 'ALL', since: Date): Promise<{ id: string; state: ExclusionState }[]> {
    const behind = which === 'BEHIND' ? `and boards_follow is distinct from state` : '';
    return this.dataSource.query(
      `select id, state from exclusion where to_at >= $1 ${behind} order by change limit 1000`,
      [since],
    );
  }

  async boardsOf(
    id: string,
  ): Promise<{ partition: number; part: number; change: BoardChange; streamPosition: number }[]> {
    return this.dataSource.query(
      `select b.partition, b.part, b.change,
         coalesce((e.stream_positions -> b.partition::int)::float8, 0) as "streamPosition"
       from exclusion_board b join exclusion e on e.id = b.exclusion_id where b.exclusion_id = $1
       order by b.partition, b.part`,
      [id],
    );
  }

  async markFollowed(id: string, state: ExclusionState): Promise<void> {
    await this.dataSource.query(`update exclusion set boards_follow = $2 where id = $1 and state = $2`, [
      id,
      state,
    ]);
  }
}

function narrowing(row: string): string {
  return `and ($4::integer is null or ${row}.article = $4) and ($5::smallint[] is null or ${row}.counter = any($5))`;
}

function figuresParameters({ from, until, article, counters, limit }: FiguresWanted): unknown[] {
  return [from, until, VIEW_COUNTERS_BELOW, article ?? null, counters ?? null, limit];
}
