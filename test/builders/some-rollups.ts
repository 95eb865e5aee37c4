// A log of what was counted, written to the rollups at the level where compaction would have put it, and counted again
// plainly in memory.

import type { DataSource } from 'typeorm';
import { type Calendar, dateOf } from '../../src/audience/calendar';
import { systemClock } from '../../src/platform/clock';
import { RollupPartitionsRepository } from '../../src/views/rollup-partitions.repository';

export interface LoggedAmount {
  slice: number;
  article: number;
  counter: number;
  amount: number;
  /** 1 or 2: which of two lineages counted it. */
  generation?: number;
  /** It came after its hour had been compacted, and stands among the slices yet. */
  isLate?: boolean;
}

export interface ExcludedAmount extends LoggedAmount {
  restored: number;
}

export interface Log {
  amounts: readonly LoggedAmount[];
  excluded: readonly ExcludedAmount[];
  /** Before it hours; -Infinity where nothing is compacted. */
  hour: number;
  /** Before it days. */
  day: number;
}

export async function writeRollups(dataSource: DataSource, log: Log, calendar: Calendar): Promise<void> {
  await emptyRollups(dataSource);
  const partitions = new RollupPartitionsRepository(dataSource, systemClock);
  const slices = log.amounts.map(({ slice }) => slice);
  const days = slices.map((slice) => dateOf(calendar.dayOf(slice)));
  await partitions.makeForSlices('rollup_slice', slices);
  await partitions.makeForSlices(
    'rollup_hour',
    slices.map((slice) => calendar.hourOf(slice)),
  );
  await partitions.makeForDays('rollup_day', days);
  await partitions.makeForDays('article_day', days);
  await dataSource.query(
    `insert into counter_generation (id, name, lineage, partition) overriding system value
     values (1, 'one', 'l', 0), (2, 'two', 'm', 0) on conflict do nothing`,
  );
  await insert(
    dataSource,
    'rollup_slice',
    'slice, article, counter, generation, amount',
    log.amounts
      .filter((one) => levelOf(one, log) === 'SLICE')
      .map(({ slice, article, counter, amount, generation = 1 }) => [
        slice,
        article,
        counter,
        generation,
        amount,
      ]),
  );
  await insert(
    dataSource,
    'rollup_hour',
    'slice, article, counter, amount',
    log.amounts
      .filter((one) => levelOf(one, log) === 'HOUR')
      .map(({ slice, article, counter, amount }) => [calendar.hourOf(slice), article, counter, amount]),
  );
  await insert(
    dataSource,
    'rollup_day',
    'day, article, counter, amount',
    log.amounts
      .filter((one) => levelOf(one, log) === 'DAY')
      .map(({ slice, article, counter, amount }) => [
        dateOf(calendar.dayOf(slice)),
        article,
        counter,
        amount,
      ]),
  );
  await insert(
    dataSource,
    'rollup_site',
    'slice, counter, amount',
    log.amounts
      .filter((one) => levelOf(one, log) !== 'SLICE')
      .map(({ slice, counter, amount }) => [calendar.hourOf(slice), counter, amount]),
  );
  const wholeDaysUntil = Number.isFinite(log.hour) ? calendar.floor(log.hour, 'DAY') : log.hour;
  await insert(
    dataSource,
    'article_day',
    'day, article, amount',
    log.amounts
      .filter(({ slice, counter, isLate }) => slice < wholeDaysUntil && counter < 1_000 && !isLate)
      .map(({ slice, article, amount }) => [dateOf(calendar.dayOf(slice)), article, amount]),
    'views',
  );
  await insert(
    dataSource,
    'article_total',
    'article, generation, amount',
    log.amounts
      .filter(({ counter }) => counter < 1_000)
      .map(({ article, generation = 1, amount }) => [article, generation, amount]),
    'views',
  );
  for (const { slice, article, counter, amount, restored } of log.excluded) {
    await dataSource.query(`insert into rollup_exclusion values (gen_random_uuid(), $1, $2, $3, $4, $5)`, [
      slice,
      article,
      counter,
      amount,
      restored,
    ]);
  }
  for (const [level, slice] of [
    ['HOUR', log.hour],
    ['DAY', log.day],
  ] as const) {
    if (Number.isFinite(slice))
      await dataSource.query('insert into rollup_watermark values ($1, $2)', [level, slice]);
  }
}

function levelOf({ slice, isLate }: LoggedAmount, { hour, day }: Log): 'SLICE' | 'HOUR' | 'DAY' {
  if (slice >= hour || isLate) return 'SLICE';
  return slice >= day ? 'HOUR' : 'DAY';
}

async function emptyRollups(dataSource: DataSource): Promise<void> {
  for (const table of [
    ...[
      'rollup_slice',
      'rollup_hour',
      'rollup_day',
      'rollup_site',
      'article_day',
      'article_month',
      'article_third',
      'rollup_watermark',
    ],
    ...['rollup_exclusion', 'article_total', 'article_readers', 'most_read'],
  ])
    await dataSource.query(`delete from ${table}`);
}

/** Rows of one key are added up. */
async function insert(
  dataSource: DataSource,
  table: string,
  columns: string,
  rows: readonly unknown[][],
  amount = 'amount',
): Promise<void> {
  const sums = new Map<string, unknown[]>();
  for (const row of rows) {
    const keys = row.slice(0, -1);
    const known = sums.get(JSON.stringify(keys));
    sums.set(JSON.stringify(keys), [...keys, Number(known?.at(-1) ?? 0) + Number(row.at(-1))]);
  }
  if (sums.size === 0) return;
  const names = columns.replace(/amount$/, amount);
  await dataSource.query(
    `insert into ${table} (${names}) select ${names} from jsonb_populate_recordset(null::${table}, $1)`,
    [JSON.stringify([...sums.values()].map((row) => objectOf(names.split(', '), row)))],
  );
}

function objectOf(names: readonly string[], row: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name, index) => [name, row[index]]));
}

/** Net views by article in slices [from, until). */
export function recount(log: Log, { from, until }: { from: number; until: number }): Map<number, number> {
  const views = new Map<number, number>();
  const add = (article: number, amount: number) => views.set(article, (views.get(article) ?? 0) + amount);
  const counts = ({ slice, counter }: LoggedAmount) => slice >= from && slice < until && counter < 1_000;
  for (const one of log.amounts) if (counts(one)) add(one.article, one.amount);
  for (const one of log.excluded) if (counts(one)) add(one.article, one.restored - one.amount);
  return views;
}
