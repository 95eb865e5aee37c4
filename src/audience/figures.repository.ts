// Figures of buckets of time: of articles, of sections, of the whole site.

import { SLICE_MS } from '../views/slice';
import { NotKeptAnyMore } from './audience.errors';
import { type Calendar, dateOf, type SliceRange } from './calendar';
import type { CounterSums } from './counter-sums';
import { widened } from './rollup-cover';
import { netBuckets, netBucketsOfSite, type RollupReading } from './rollup-reading.repository';
import { StatementValues } from './statement-values';

export interface WholeSums {
  /** Where figures are kept as a whole, the range is widened. */
  range: SliceRange;
  sums: CounterSums;
}

interface BucketRow {
  bucket: number;
  article?: number;
  counter: number;
  amount: string;
}

export interface SeriesOf {
  /** The site, where neither is given. */
  article?: number | undefined;
  sectionIds?: readonly string[] | undefined;
  counters: readonly [from: number, below: number];
}

/** Buckets by the marks of what is kept; refuses what is finer. */
export type BoundariesOf = (marks: { hour: number; day: number }) => readonly number[];

export class FiguresRepository {
  constructor(
    private readonly reading: RollupReading,
    private readonly calendar: Calendar,
  ) {}

  /** By article: what all counters come to. */
  async sumsOfArticles(
    range: SliceRange,
    articles: readonly number[],
  ): Promise<{ range: SliceRange; sums: Map<number, CounterSums> }> {
    return this.reading.look(async (look) => {
      const wide = widened(range, look.marks, this.calendar);
      checkKept(wide, look.marks.kept);
      const values = new StatementValues();
      if (wide.from >= wide.until) return { range: wide, sums: new Map() };
      const asked = { boundaries: [wide.from, wide.until], counters: [0, 32_767] as const, articles };
      const rows = await look.query<BucketRow>(netBuckets(asked, this.calendar, values), values.list);
      const sums = new Map<number, Map<number, number>>();
      for (const { article = 0, counter, amount } of rows) add(sums, article, counter, amount);
      return { range: wide, sums };
    });
  }

  /** Of the site, or of sections: what all counters come to. */
  async sums(range: SliceRange, sectionIds: readonly string[] | undefined): Promise<WholeSums> {
    return this.reading.look(async (look) => {
      // The sums of the site are kept by the hour for good.
      const marks = sectionIds === undefined ? { ...look.marks, day: 0 } : look.marks;
      const wide = widened(range, marks, this.calendar);
      checkKept(wide, marks.kept);
      const values = new StatementValues();
      const asked = { boundaries: [wide.from, wide.until], counters: [0, 32_767] as const, sectionIds };
      if (wide.from >= wide.until) return { range: wide, sums: new Map() };
      const net =
        sectionIds === undefined ? netBucketsOfSite(asked, values) : netBuckets(asked, this.calendar, values);
      const rows = await look.query<{ counter: number; amount: string }>(
        `select counter, sum(amount)::bigint as amount from (${net}) net group by counter`,
        values.list,
      );
      return { range: wide, sums: new Map(rows.map(({ counter, amount }) => [counter, Number(amount)])) };
    });
  }

  /** By bucket, from 0: of one article, of sections, or of the site. */
  async series(
    boundariesOf: BoundariesOf,
    { article, sectionIds, counters }: SeriesOf,
  ): Promise<{ boundaries: readonly number[]; sums: CounterSums[] }> {
    const articles = article === undefined ? undefined : [article];
    const isSite = articles === undefined && sectionIds === undefined;
    return this.reading.look(async (look) => {
      const marks = isSite ? { ...look.marks, day: 0 } : look.marks;
      const boundaries = boundariesOf(marks);
      const sums = boundaries.slice(1).map(() => new Map<number, number>());
      if (sums.length === 0) return { boundaries, sums };
      checkKept({ from: boundaries[0]!, until: boundaries.at(-1)! }, marks.kept);
      const values = new StatementValues();
      const net = isSite
        ? netBucketsOfSite({ boundaries, counters }, values)
        : `select bucket, counter, sum(amount)::bigint as amount
             from (${netBuckets({ boundaries, counters, articles, sectionIds }, this.calendar, values)}) net
           group by bucket, counter`;
      for (const { bucket, counter, amount } of await look.query<BucketRow>(net, values.list)) {
        sums[bucket - 1]?.set(counter, Number(amount));
      }
      return { boundaries, sums };
    });
  }

  /** By day of the publisher: unique readers; days without any are left out. */
  async readers(article: number, first: string, last: string): Promise<Map<string, number>> {
    return this.reading.look(async (look) => {
      const [mark] = await look.query<{ from: number }>(
        `select until_slice as "from" from rollup_watermark where level = 'READERS_KEPT'`,
        [],
      );
      const from = mark?.from ?? 0;
      if (from > 0 && first < dateOf(this.calendar.dayOf(from))) throw new NotKeptAnyMore(from * SLICE_MS);
      const rows = await look.query<{ day: string; readers: string }>(
        `select day::text, readers from article_readers
         where article = $1 and day >= $2::date and day <= $3::date order by day`,
        [article, first, last],
      );
      return new Map(rows.map(({ day, readers }) => [day, Number(readers)]));
    });
  }
}

/** @throws NotKeptAnyMore */
function checkKept({ from, until }: SliceRange, kept: number): void {
  if (from < until && from < kept) throw new NotKeptAnyMore(kept * SLICE_MS);
}

function add(sums: Map<number, Map<number, number>>, article: number, counter: number, amount: string): void {
  const known = sums.get(article) ?? new Map<number, number>();
  sums.set(article, known.set(counter, Number(amount)));
}
