// How often articles have been viewed: the sum over all lineages of the growing counters. Each restart of
// Redis begins a new lineage; the hashes of past ones are read until a flusher has moved them to Postgres.

import { LRUCache } from 'lru-cache';
import type { ArticleOrder } from '../articles/article-order';
import { allPartitions, byPartition, type Partition } from '../boards/partition';
import type { RedisConnection } from '../platform/redis/connection';
import { GENERATION_FIELD, lineagesKey, totalsKey } from './view-keys';

const REMEMBERED_ARTICLES = 50_000;
/** Of more articles than this, reading all totals is quicker than naming each. */
const NAMED_ARTICLES_MAX = 5_000;

export class ViewTotals implements ArticleOrder {
  /** Those that were there at the last reading; a new one is found with the next. */
  private readonly lineages = allPartitions.map((): readonly string[] => []);
  private readonly closed = new LRUCache<number, { live: string; views: number }>({
    max: REMEMBERED_ARTICLES,
  });

  constructor(private readonly redis: RedisConnection) {}

  /** The views of each, in order; 0 for what was never viewed. @throws StoreUnavailable */
  async totals(articles: readonly number[]): Promise<number[]> {
    const views = new Map<number, number>();
    await Promise.all(
      [...byPartition(new Set(articles), (article) => article)].map(async ([partition, ofPartition]) => {
        const sums = await this.sums(partition, ofPartition);
        ofPartition.forEach((article, index) => {
          views.set(article, sums[index] ?? 0);
        });
      }),
    );
    return articles.map((article) => views.get(article) ?? 0);
  }

  /** For articles(orderBy: VIEWS). @throws StoreUnavailable */
  async ranksBy(numbers: readonly number[]): Promise<ReadonlyMap<number, number>> {
    if (numbers.length > NAMED_ARTICLES_MAX) {
      const all = await this.all();
      return new Map(numbers.map((article) => [article, all.get(article) ?? 0]));
    }
    const totals = await this.totals(numbers);
    return new Map(numbers.map((article, index) => [article, totals[index] ?? 0]));
  }

  /** Every article that was ever viewed, with its views. @throws StoreUnavailable */
  async all(): Promise<Map<number, number>> {
    const views = new Map<number, number>();
    await Promise.all(allPartitions.map((partition) => this.addAll(partition, views)));
    return views;
  }

  /**
   * Views in all lineages but the one that counts now. They change no more, so that one reading serves for as
   * long as the lineage lives. @throws StoreUnavailable
   */
  async closedTotals(partition: Partition, articles: readonly number[], live: string): Promise<number[]> {
    const unknown = articles.filter((article) => this.closed.get(article)?.live !== live);
    if (unknown.length > 0) {
      const sums = await this.sums(partition, unknown, live);
      unknown.forEach((article, index) => {
        this.closed.set(article, { live, views: sums[index] ?? 0 });
      });
    }
    return articles.map((article) => this.closed.get(article)?.views ?? 0);
  }

  private async sums(
    partition: Partition,
    articles: readonly number[],
    exceptLineage?: string,
  ): Promise<number[]> {
    const known = this.lineages[partition] ?? [];
    const [lineages, ...readings] = (await this.redis.inOneWrite((commands) => {
      commands.smembers(lineagesKey(partition));
      for (const lineage of known) commands.hmget(totalsKey(lineage, partition), ...articles.map(String));
    })) as [string[], ...(string | null)[][]];
    const fresh = lineages.filter((lineage) => !known.includes(lineage));
    this.lineages[partition] = lineages;
    const others = fresh.length === 0 ? [] : await this.countsIn(fresh, partition, articles);
    const read = [...known, ...fresh].map((lineage, index) => ({
      lineage,
      counts: [...readings, ...others][index] ?? [],
    }));
    const summed = read.filter(({ lineage }) => lineage !== exceptLineage);
    return articles.map((_, index) =>
      summed.reduce((sum, { counts }) => sum + Number(counts[index] ?? 0), 0),
    );
  }

  private async countsIn(
    lineages: readonly string[],
    partition: Partition,
    articles: readonly number[],
  ): Promise<(string | null)[][]> {
    return (await this.redis.inOneWrite((commands) => {
      for (const lineage of lineages) commands.hmget(totalsKey(lineage, partition), ...articles.map(String));
    })) as (string | null)[][];
  }

  private async addAll(partition: Partition, views: Map<number, number>): Promise<void> {
    const lineages = await this.redis.client.smembers(lineagesKey(partition));
    const hashes = (await this.redis.inOneWrite((commands) => {
      for (const lineage of lineages) commands.hgetall(totalsKey(lineage, partition));
    })) as Record<string, string>[];
    for (const hash of hashes) {
      for (const [article, count] of Object.entries(hash)) {
        if (article === GENERATION_FIELD) continue;
        views.set(Number(article), (views.get(Number(article)) ?? 0) + Number(count));
      }
    }
  }
}
