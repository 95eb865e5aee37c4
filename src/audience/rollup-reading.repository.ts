// One look at the rollups: watermarks and figures from the same moment, under a time limit of its own; and the parts
// that every statement about them is put together from, less what has been excluded.

import type { DataSource, EntityManager } from 'typeorm';
import { VIEW_COUNTERS_BELOW } from '../views/counter-names';
import { CountingTookTooLong, TooManyQuestions } from './audience.errors';
import { type Calendar, dateOf, type SliceRange } from './calendar';
import type { Cover, DayRange, Part, Watermarks } from './rollup-cover';
import type { StatementValues } from './statement-values';

export interface RollupReadingParts {
  dataSource: DataSource;
  timeoutMs: number;
  atOnce: number;
}

export interface Look {
  marks: Watermarks;
  /** How long ago the last view was counted of those that are all in Postgres. */
  flushLagMs: number;
  query<T>(sql: string, values: readonly unknown[]): Promise<T[]>;
}

/** Statement ended: it took too long. */
const QUERY_CANCELED = '57014';
const WAITING_MAX = 100;
/** Sums of a year's articles are kept in memory: on disk they take twice as long. So many at once bound it. */
const WORK_MEMORY = '64MB';

export class RollupReading {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly parts: RollupReadingParts) {}

  /** @throws CountingTookTooLong, TooManyQuestions, StoreUnavailable */
  async look<T>(question: (look: Look) => Promise<T>): Promise<T> {
    const { dataSource, timeoutMs } = this.parts;
    await this.turn();
    try {
      return await dataSource.transaction('REPEATABLE READ', async (manager) => {
        await manager.query(
          `set transaction read only; set local work_mem = '${WORK_MEMORY}';
           set local statement_timeout = ${timeoutMs}`,
        );
        return question({
          marks: await watermarks(manager),
          flushLagMs: await flushLagMs(manager),
          query: (sql, values) => manager.query(sql, [...values]),
        });
      });
    } catch (error) {
      if ((error as { code?: unknown }).code === QUERY_CANCELED)
        throw new CountingTookTooLong(timeoutMs, error);
      throw error;
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }

  /** Whoever has waited takes over the place of the one that has finished. */
  private async turn(): Promise<void> {
    if (this.running < this.parts.atOnce) {
      this.running += 1;
      return;
    }
    if (this.waiting.length >= WAITING_MAX) throw new TooManyQuestions();
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }
}

export async function watermarks(manager: Pick<EntityManager, 'query'>): Promise<Watermarks> {
  const rows: { level: string; slice: number }[] = await manager.query(
    'select level, until_slice as slice from rollup_watermark',
  );
  // Where nothing is compacted yet, everything lies after 1970.
  const of = (level: string) => rows.find((row) => row.level === level)?.slice ?? 0;
  return { hour: of('HOUR'), day: of('DAY'), month: of('MONTH'), third: of('THIRD'), kept: of('KEPT') };
}

/** As the flushers have noted it, by the clock of Postgres. */
export async function flushLagMs(manager: Pick<EntityManager, 'query'>): Promise<number> {
  const [row] = await manager.query(
    `select greatest(0, extract(epoch from clock_timestamp() - confirmed_until) * 1000)::float8 as lag from flush_mark`,
  );
  return Math.round(row.lag);
}

/** Statement that gives (article, views): net views of all sources, of those that have any in the cover. */
export function netViews(cover: Cover, values: StatementValues): string {
  return `select article, views_sum(amount) as views from (${viewParts(cover, values)}) as part
    group by article having views_sum(amount) > 0`;
}

/** Statement that gives (article, amount), any number of them for each article: its net views are the sum. */
export function viewParts(cover: Cover, values: StatementValues, articles?: readonly number[]): string {
  const only = articles === undefined ? '' : ` and article = any(${values.add(articles)}::integer[])`;
  const slices = ({ from, until }: SliceRange) =>
    `slice >= ${values.add(from)} and slice < ${values.add(until)} and counter < ${VIEW_COUNTERS_BELOW}${only}`;
  const views = (table: string, column: string, from: string, until: string) =>
    `select article, views as amount from ${table} where ${column} >= ${from} and ${column} < ${until}${only}`;
  const days = (table: string, column: string, { from, until }: DayRange) =>
    views(table, column, `${values.add(dateOf(from))}::date`, `${values.add(dateOf(until))}::date`);
  const { eightHours } = cover;
  const partly = (table: string, part: Part) =>
    `select article, ${part.sign === 1 ? 'amount' : '-amount as amount'} from ${table} where ${slices(part)}`;
  const parts = [
    ...cover.slices.map((part) => partly('rollup_slice', part)),
    ...(eightHours.from === eightHours.until
      ? []
      : [views('article_recent', 'eight_hours', values.add(eightHours.from), values.add(eightHours.until))]),
    ...cover.hours.map((part) => partly('rollup_hour', part)),
    ...cover.days.map((range) => days('article_day', 'day', range)),
    ...cover.thirds.map((range) => days('article_third', 'begins', range)),
    ...cover.months.map((range) => days('article_month', 'month', range)),
    `select article, restored - amount as amount from rollup_exclusion where ${slices(cover.whole)}`,
  ];
  return parts.join(' union all ');
}

export interface BucketsAsked {
  /** The first slice of each bucket and, last, the end of the last one; the range must be widened to what is kept. */
  boundaries: readonly number[];
  /** From, and below. */
  counters: readonly [from: number, below: number];
  articles?: readonly number[] | undefined;
  sectionIds?: readonly string[] | undefined;
}

/** Statement that gives (bucket, article, counter, amount): net amounts at every level; the first bucket is 1. */
export function netBuckets(asked: BucketsAsked, calendar: Calendar, values: StatementValues): string {
  const { boundaries, counters } = asked;
  const slices = values.add(boundaries);
  const days = values.add(boundaries.map((slice) => calendar.dayOf(slice)));
  const [from, until] = [values.add(boundaries[0]), values.add(boundaries.at(-1))];
  const ofCounters = ` and counter >= ${values.add(counters[0])} and counter < ${values.add(counters[1])}`;
  const rest = `${ofCounters}${ofArticles(asked, values)}`;
  const ofSlices = `width_bucket(slice, ${slices}::integer[]), article, counter`;
  const inSlices = `slice >= ${from} and slice < ${until}${rest}`;
  const firstDay = `${values.add(dateOf(calendar.dayOf(boundaries[0]!)))}::date`;
  const endDay = `${values.add(dateOf(calendar.dayOf(boundaries.at(-1)!)))}::date`;
  return `select bucket, article, counter, sum(amount)::bigint as amount from (
      select ${ofSlices}, amount from rollup_slice where ${inSlices}
      union all select ${ofSlices}, amount from rollup_hour where ${inSlices}
      union all select width_bucket(day - date '1970-01-01', ${days}::integer[]), article, counter, amount
        from rollup_day where day >= ${firstDay} and day < ${endDay}${rest}
      union all select ${ofSlices}, restored - amount from rollup_exclusion where ${inSlices}
    ) as part (bucket, article, counter, amount)
    group by bucket, article, counter`;
}

/** The same of all articles together, as (bucket, counter, amount): what is compacted from the sums of the site. */
export function netBucketsOfSite(
  { boundaries, counters }: Pick<BucketsAsked, 'boundaries' | 'counters'>,
  values: StatementValues,
): string {
  const bucket = `width_bucket(slice, ${values.add(boundaries)}::integer[]), counter`;
  const within = `slice >= ${values.add(boundaries[0])} and slice < ${values.add(boundaries.at(-1))}
    and counter >= ${values.add(counters[0])} and counter < ${values.add(counters[1])}`;
  return `select bucket, counter, sum(amount)::bigint as amount from (
      select ${bucket}, amount from rollup_site where ${within}
      union all select ${bucket}, amount from rollup_slice where ${within}
      union all select ${bucket}, restored - amount from rollup_exclusion where ${within}
    ) as part (bucket, counter, amount)
    group by bucket, counter`;
}

function ofArticles({ articles, sectionIds }: BucketsAsked, values: StatementValues): string {
  if (articles !== undefined) return ` and article = any(${values.add(articles)}::integer[])`;
  if (sectionIds === undefined) return '';
  return ` and article in (select number from article where section_id = any(${values.add(sectionIds)}::uuid[]))`;
}
