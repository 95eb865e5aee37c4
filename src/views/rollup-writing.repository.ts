// Writes what the growing counters say, per generation the larger of what is stored and what comes: a repeat, an
// overlap of two writers or a figure of an older reading changes nothing.

import type { DataSource, EntityManager } from 'typeorm';
import { type Generation, nameOfGeneration } from './generation-name';
import { ROLLUP_LOCK } from './rollup-lock';
import type { Slice } from './slice';

export interface SliceFigure {
  article: number;
  counter: number;
  amount: number;
}

export interface TotalFigure {
  article: number;
  views: number;
}

export interface GrownSlice {
  generation: Generation & { slice: Slice };
  figures: readonly SliceFigure[];
}

export interface GrownTotals {
  generation: Generation;
  figures: readonly TotalFigure[];
}

export interface GrownFigures {
  slices: readonly GrownSlice[];
  totals: readonly GrownTotals[];
}

export interface Written {
  /** Rows that were new or grew. */
  rows: number;
  /** Figures of generations that live on in coarser rows: not written. */
  refused: number;
}

const ROWS_A_STATEMENT = 4_000;
/** Shorter than a waiting statement of another flusher is given. */
const IDLE_MAX_MS = '4000';
const ATTEMPTS = 4;
/** deadlock_detected and serialization_failure. */
const beginAgain = new Set(['40P01', '40001']);

interface KnownGeneration {
  id: number;
  isMerged: boolean;
}

export class RollupWritingRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** In one transaction; `beforeCommit` is awaited as its last step. The months of the slices must be there. */
  async write(
    grown: GrownFigures,
    beforeCommit: () => Promise<void> = async () => undefined,
  ): Promise<Written> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.dataSource.transaction(async (manager) => {
          const written = await writeAll(manager, grown);
          await beforeCommit();
          return written;
        });
      } catch (error) {
        const code = (error as { code?: string } | null)?.code ?? '';
        if (attempt === ATTEMPTS || !beginAgain.has(code)) throw error;
      }
    }
  }

  /** All that was counted longer ago than `ageMs` is written. By the clock of Postgres: those of machines differ. */
  async noteConfirmed(ageMs: number): Promise<void> {
    await this.dataSource.query(
      `update flush_mark set confirmed_until = clock_timestamp() - $1::float8 * interval '1 ms'
       where confirmed_until < clock_timestamp() - $1::float8 * interval '1 ms'`,
      [ageMs],
    );
  }

  async writeReaders(rows: readonly { day: string; article: number; readers: number }[]): Promise<void> {
    const sorted = [...rows].sort((a, b) => a.day.localeCompare(b.day) || a.article - b.article);
    for (const part of partsOf(sorted)) {
      await this.dataSource.query(
        `insert into article_readers as stored (day, article, readers)
         select day, article, readers
         from unnest($1::date[], $2::integer[], $3::bigint[]) as grown(day, article, readers)
         order by day, article
         on conflict (day, article) do update set readers = greatest(stored.readers, excluded.readers)
         where excluded.readers > stored.readers`,
        [part.map(({ day }) => day), part.map(({ article }) => article), part.map(({ readers }) => readers)],
      );
    }
  }
}

async function writeAll(manager: EntityManager, { slices, totals }: GrownFigures): Promise<Written> {
  // A process that is stopped in the middle (SIGSTOP, a frozen machine) would keep its rows locked from all others.
  await manager.query(`select set_config('idle_in_transaction_session_timeout', $1, true)`, [IDLE_MAX_MS]);
  await manager.query('select pg_advisory_xact_lock_shared($1)', [ROLLUP_LOCK]);
  const known = await generationsOf(
    manager,
    [...slices, ...totals].map(({ generation }) => generation),
  );
  const sliceRows: number[][] = [];
  const totalRows: number[][] = [];
  let refused = 0;
  for (const { generation, figures } of slices) {
    const { id, isMerged } = known.get(nameOfGeneration(generation))!;
    if (isMerged) refused += figures.length;
    else for (const f of figures) sliceRows.push([generation.slice, f.article, f.counter, id, f.amount]);
  }
  for (const { generation, figures } of totals) {
    const { id, isMerged } = known.get(nameOfGeneration(generation))!;
    if (isMerged) refused += figures.length;
    else for (const { article, views } of figures) totalRows.push([article, id, views]);
  }
  let rows = 0;
  for (const part of partsOf(sliceRows.sort(byKey(4)))) rows += await writeSlices(manager, part);
  for (const part of partsOf(totalRows.sort(byKey(2)))) rows += await writeTotals(manager, part);
  return { rows, refused };
}

/** Registers those that are new. */
async function generationsOf(
  manager: EntityManager,
  generations: readonly Generation[],
): Promise<Map<string, KnownGeneration>> {
  const named = new Map(generations.map((generation) => [nameOfGeneration(generation), generation]));
  const names = [...named.keys()].sort();
  const known = await readGenerations(manager, names);
  const fresh = names.filter((name) => !known.has(name)).map((name) => ({ name, ...named.get(name)! }));
  if (fresh.length === 0) return known;
  await manager.query(
    `insert into counter_generation (name, lineage, partition, slice)
     select * from unnest($1::text[], $2::text[], $3::smallint[], $4::integer[]) as fresh(name, lineage, part, slice)
     order by 1 on conflict (name) do nothing`,
    [
      fresh.map(({ name }) => name),
      fresh.map(({ lineage }) => lineage),
      fresh.map(({ partition }) => partition),
      fresh.map(({ slice }) => slice ?? null),
    ],
  );
  return readGenerations(manager, names);
}

async function readGenerations(
  manager: EntityManager,
  names: readonly string[],
): Promise<Map<string, KnownGeneration>> {
  const rows: { name: string; id: number; isMerged: boolean }[] = await manager.query(
    'select name, id, is_merged as "isMerged" from counter_generation where name = any($1::text[])',
    [names],
  );
  return new Map(rows.map(({ name, id, isMerged }) => [name, { id, isMerged }]));
}

/**
 * What is stored already is left out before the insert, which would else lock each row: an unchanged million costs
 * reading alone.
 */
async function writeSlices(manager: EntityManager, rows: readonly number[][]): Promise<number> {
  const [written] = await manager.query(
    `with written as (
       insert into rollup_slice as stored (slice, article, counter, generation, amount)
       select grown.slice, grown.article, grown.counter, grown.generation, grown.amount
       from unnest($1::integer[], $2::integer[], $3::smallint[], $4::integer[], $5::bigint[])
         as grown(slice, article, counter, generation, amount)
       left join rollup_slice old on old.slice = grown.slice and old.article = grown.article
         and old.counter = grown.counter and old.generation = grown.generation
         and old.slice between $6::integer and $7::integer
       where old.amount is null or old.amount < grown.amount
       order by 1, 2, 3, 4
       on conflict (slice, article, counter, generation)
         do update set amount = greatest(stored.amount, excluded.amount) where excluded.amount > stored.amount
       returning 1
     ) select count(*)::integer as rows from written`,
    [...columnsOf(rows, 5), rows[0]![0], rows.at(-1)![0]],
  );
  return written.rows;
}

async function writeTotals(manager: EntityManager, rows: readonly number[][]): Promise<number> {
  const [written] = await manager.query(
    `with written as (
       insert into article_total as stored (article, generation, views)
       select grown.article, grown.generation, grown.views
       from unnest($1::integer[], $2::integer[], $3::bigint[]) as grown(article, generation, views)
       left join article_total old on old.article = grown.article and old.generation = grown.generation
       where old.views is null or old.views < grown.views
       order by 1, 2
       on conflict (article, generation)
         do update set views = greatest(stored.views, excluded.views) where excluded.views > stored.views
       returning 1
     ) select count(*)::integer as rows from written`,
    columnsOf(rows, 3),
  );
  return written.rows;
}

/** By the first so many columns, so that two writers of the same rows wait for each other in one order. */
function byKey(length: number): (a: readonly number[], b: readonly number[]) => number {
  return (a, b) => {
    for (let at = 0; at < length; at++) if (a[at] !== b[at]) return a[at]! - b[at]!;
    return 0;
  };
}

function columnsOf(rows: readonly number[][], count: number): number[][] {
  return Array.from({ length: count }, (_, at) => rows.map((row) => row[at]!));
}

function* partsOf<T>(rows: readonly T[]): Generator<T[]> {
  for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) yield rows.slice(at, at + ROWS_A_STATEMENT);
}
