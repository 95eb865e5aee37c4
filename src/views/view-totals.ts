// How often articles have been viewed: over all generations the larger of what Postgres and Redis say, less exclusions.
// What does not change with each view is remembered per article, so that a view costs no SQL and no command of its own.

import { LRUCache } from 'lru-cache';
import { byPartition, type Partition } from '../boards/partition';
import { type Clock, systemClock } from '../platform/clock';
import { StoreUnavailable } from '../platform/errors';
import type { ArticleTotalRepository } from './article-total.repository';
import { type ClosedPart, closedPartsOf, totalOf, totalOfAll, totalWithout } from './closed-part';
import type { LineageTotals, ViewTotalsStore } from './view-totals.store';

export interface ViewTotalsParts {
  inRedis: ViewTotalsStore;
  stored: ArticleTotalRepository;
  /** For ages of what is remembered: real time, whatever time the views have. */
  patience?: Clock;
}

const REMEMBERED_ARTICLES = 50_000;
/** A net: whoever changes exclusions says so, and a new generation is seen. Read again beside the answer. */
const AGE_MAX_MS = 5 * 60_000;
const ARTICLES_A_READING = 1_000;

export class ViewTotals {
  private readonly closed = new LRUCache<number, ClosedPart>({ max: REMEMBERED_ARTICLES });
  private readonly due = new Set<number>();
  private isRenewing = false;
  /** Counts what was forgotten, so that a reading that began before it is not remembered after it. */
  private forgotten = 0;
  private readonly patience: Clock;

  constructor(private readonly parts: ViewTotalsParts) {
    this.patience = parts.patience ?? systemClock;
  }

  /** The views of each, in order; 0 for what was never viewed. @throws StoreUnavailable */
  async totals(articles: readonly number[]): Promise<number[]> {
    const settled = await this.settledTotals(articles);
    return settled.map((total) => {
      if (total instanceof Error) throw total;
      return total;
    });
  }

  /** The same, with an error in the place of each that cannot be told: what is known is told while Postgres is away. */
  async settledTotals(articles: readonly number[]): Promise<(number | Error)[]> {
    const totals = new Map<number, number | Error>();
    await Promise.all(
      [...byPartition(new Set(articles), (article) => article)].map(async ([partition, ofPartition]) => {
        const found = await this.ofPartition(partition, ofPartition).catch((error: unknown) => {
          if (error instanceof StoreUnavailable) return ofPartition.map(() => error);
          throw error;
        });
        ofPartition.forEach((article, at) => void totals.set(article, found[at] ?? 0));
      }),
    );
    return articles.map((article) => totals.get(article) ?? 0);
  }

  /**
   * Views of articles of one partition in all generations but the one that counts now, less exclusions; without such a
   * one (a Redis that has just come back, and has counted nothing yet), in all of them, read anew. A Redis that was
   * emptied goes on under its lineage, and with another generation.
   * @throws StoreUnavailable where any of them was never read and cannot be
   */
  async closedTotals(
    partition: Partition,
    articles: readonly number[],
    live: string | undefined,
  ): Promise<number[]> {
    const known = articles.map((article) => this.knownWithout(article, live));
    if (!known.includes(undefined)) return known as number[];
    const unknown = [...new Set(articles.filter((_, at) => known[at] === undefined))];
    const fresh = new Map<number, ClosedPart>();
    for (let at = 0; at < unknown.length; at += ARTICLES_A_READING) {
      const asked = unknown.slice(at, at + ARTICLES_A_READING);
      const read = await this.load(asked, await this.parts.inRedis.read(partition, asked));
      asked.forEach((article, index) => void fresh.set(article, read[index]!));
    }
    return articles.map((article) => {
      const part = fresh.get(article) ?? this.closed.get(article);
      if (part === undefined) return 0;
      return (live === undefined ? undefined : totalWithout(part, live)) ?? totalOfAll(part);
    });
  }

  /** Their exclusions have changed: they are read anew. */
  forgetTotals(articles: readonly number[] | 'all'): void {
    this.forgotten += 1;
    if (articles === 'all') this.closed.clear();
    else for (const article of articles) this.closed.delete(article);
  }

  private async ofPartition(partition: Partition, articles: readonly number[]): Promise<(number | Error)[]> {
    const inRedis = await this.parts.inRedis.read(partition, articles);
    const totals = articles.map((article, at) => {
      const part = this.known(article);
      return part === undefined ? undefined : totalOf(part, inRedis, at);
    });
    const unknown = articles.flatMap((article, at) => (totals[at] === undefined ? [{ article, at }] : []));
    if (unknown.length === 0) return totals as number[];
    const readings = inRedis.map((one) => ({ ...one, views: unknown.map(({ at }) => one.views[at] ?? 0) }));
    try {
      const parts = await this.load(
        unknown.map(({ article }) => article),
        readings,
      );
      unknown.forEach(({ at }, index) => {
        totals[at] = totalOf(parts[index]!, readings, index);
      });
      return totals as number[];
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      return totals.map((total) => total ?? error);
    }
  }

  private knownWithout(article: number, live: string | undefined): number | undefined {
    if (live === undefined) return undefined;
    const part = this.known(article);
    return part === undefined ? undefined : totalWithout(part, live);
  }

  private known(article: number): ClosedPart | undefined {
    const part = this.closed.get(article);
    if (part !== undefined && this.patience.nowMs() - part.readAtMs > AGE_MAX_MS) this.renew(article);
    return part;
  }

  /** By one statement each for all of them. @throws StoreUnavailable */
  private async load(articles: readonly number[], inRedis: readonly LineageTotals[]): Promise<ClosedPart[]> {
    const { forgotten } = this;
    const readAtMs = this.patience.nowMs();
    const [stored, excluded] = await Promise.all([
      this.parts.stored.stored(
        articles,
        inRedis.map(({ generation }) => generation),
      ),
      this.parts.stored.excluded(articles),
    ]).catch((error: unknown) => {
      throw new StoreUnavailable('Postgres', error);
    });
    const parts = closedPartsOf({ articles, inRedis, stored, excluded, readAtMs });
    if (forgotten === this.forgotten)
      articles.forEach((article, at) => void this.closed.set(article, parts[at]!));
    return parts;
  }

  /** Beside the answers that are given meanwhile by what is remembered. */
  private renew(article: number): void {
    this.due.add(article);
    if (this.isRenewing) return;
    this.isRenewing = true;
    void this.renewAll().finally(() => {
      this.isRenewing = false;
    });
  }

  private async renewAll(): Promise<void> {
    await this.patience.wait(0);
    const articles = [...this.due].slice(0, ARTICLES_A_READING);
    for (const article of articles) this.due.delete(article);
    const groups = byPartition(articles, (article) => article);
    for (const [partition, ofPartition] of groups) {
      // Where a store is away, what is remembered serves on.
      await this.parts.inRedis
        .read(partition, ofPartition)
        .then((inRedis) => this.load(ofPartition, inRedis))
        .catch(() => undefined);
    }
  }
}
