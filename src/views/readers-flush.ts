// Brings the unique readers of each article and day to Postgres, about once a minute: those of the articles that were
// read since. They are estimates (a HyperLogLog), which only grow within a day.

import { type Partition, partitionOf } from '../boards/partition';
import type { PublisherDays } from '../visitors/publisher-day';
import { VIEW_COUNTERS_BELOW } from './counter-names';
import type { GrowingCountersStore } from './growing-counters.store';
import type { RollupPartitionsRepository } from './rollup-partitions.repository';
import type { GrownSlice, RollupWritingRepository } from './rollup-writing.repository';
import { SLICE_MS } from './slice';

export interface ReadersFlushParts {
  counters: Pick<GrowingCountersStore, 'readers'>;
  rollups: Pick<RollupWritingRepository, 'writeReaders'>;
  months: Pick<RollupPartitionsRepository, 'makeForDays'>;
  days: PublisherDays;
}

const ARTICLES_A_READING = 1_000;

export class ReadersFlush {
  /** By partition: day -> articles that were read since the last writing; as many as there are articles at most. */
  private readonly read = new Map<Partition, Map<string, Set<number>>>();

  constructor(private readonly parts: ReadersFlushParts) {}

  note(slices: readonly GrownSlice[]): void {
    for (const { generation, figures } of slices) {
      const day = this.parts.days.dayOf(generation.slice * SLICE_MS);
      for (const { article, counter } of figures)
        if (counter < VIEW_COUNTERS_BELOW) this.ofDay(partitionOf(article), day).add(article);
    }
  }

  /** @throws when a store is away: they are written with the next call */
  async writeAll(): Promise<void> {
    for (const partition of [...this.read.keys()]) await this.write(partition);
  }

  async write(partition: Partition): Promise<void> {
    const days = this.read.get(partition);
    if (days === undefined) return;
    this.read.delete(partition);
    try {
      for (const [day, articles] of days) {
        await this.parts.months.makeForDays('article_readers', [day]);
        await this.writeDay(partition, day, [...articles]);
        days.delete(day);
      }
    } catch (error) {
      for (const [day, articles] of days)
        for (const article of articles) this.ofDay(partition, day).add(article);
      throw error;
    }
  }

  private async writeDay(partition: Partition, day: string, articles: readonly number[]): Promise<void> {
    for (let at = 0; at < articles.length; at += ARTICLES_A_READING) {
      const part = articles.slice(at, at + ARTICLES_A_READING);
      const readers = await this.parts.counters.readers(partition, day, part);
      const rows = part.map((article, index) => ({ day, article, readers: readers[index] ?? 0 }));
      await this.parts.rollups.writeReaders(rows.filter((row) => row.readers > 0));
    }
  }

  private ofDay(partition: Partition, day: string): Set<number> {
    const days = this.read.get(partition) ?? new Map<string, Set<number>>();
    this.read.set(partition, days);
    const articles = days.get(day) ?? new Set<number>();
    days.set(day, articles);
    return articles;
  }
}
