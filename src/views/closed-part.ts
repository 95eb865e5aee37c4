// What the total of an article is made of beside the counter that grows now: the generations that Postgres knows, those
// of ended lineages that Redis still has, less what was excluded.

import type { ExcludedViews, StoredTotals } from './article-total.repository';
import type { LineageTotals } from './view-totals.store';

export interface ClosedPart {
  /** The generations that Redis had when it was read, which the figures below belong to. */
  generations: readonly string[];
  /**
   * Of each of them: the larger of what Redis and Postgres said. Null where its figures stand in a merged generation:
   * a Redis that was restored from an old copy has them once more.
   */
  views: readonly (number | null)[];
  /** Of all generations that Redis no longer has, less exclusions. */
  beyond: number;
  readAtMs: number;
}

export interface Readings {
  articles: readonly number[];
  /** Read first: what is moved to Postgres between the two readings is then found there. */
  inRedis: readonly LineageTotals[];
  stored: StoredTotals;
  excluded: readonly ExcludedViews[];
  readAtMs: number;
}

export function closedPartsOf({ articles, inRedis, stored, excluded, readAtMs }: Readings): ClosedPart[] {
  const generations = inRedis.map(({ generation }) => generation);
  const places = new Map(articles.map((article, at) => [article, at]));
  const merged = new Set(stored.merged);
  const views = articles.map((_, at) =>
    inRedis.map((lineage) => (merged.has(lineage.generation) ? null : (lineage.views[at] ?? 0))),
  );
  const beyond = articles.map(() => 0);
  for (const { article, generation, views: amount } of stored.totals) {
    const place = places.get(article);
    if (place === undefined) continue;
    const present = generations.indexOf(generation);
    if (present === -1) beyond[place]! += amount;
    else views[place]![present] = Math.max(views[place]![present] ?? 0, amount);
  }
  for (const { article, views: amount } of excluded) {
    const place = places.get(article);
    if (place !== undefined) beyond[place]! -= amount;
  }
  return articles.map((_, at) => ({
    generations,
    views: views[at]!,
    beyond: beyond[at]!,
    readAtMs,
  }));
}

/** The total by a fresh reading of Redis; undefined where it has other generations than the closed part knows. */
export function totalOf(part: ClosedPart, inRedis: readonly LineageTotals[], at: number): number | undefined {
  if (inRedis.length !== part.generations.length) return undefined;
  let total = part.beyond;
  for (const [index, { generation, views }] of inRedis.entries()) {
    if (part.generations[index] !== generation) return undefined;
    const known = part.views[index] ?? null;
    if (known !== null) total += Math.max(views[at] ?? 0, known);
  }
  return Math.max(total, 0);
}

/** Without the generation that counts now; undefined where that one is younger than the closed part. */
export function totalWithout(part: ClosedPart, generation: string): number | undefined {
  const present = part.generations.indexOf(generation);
  if (present === -1) return undefined;
  return (
    part.beyond + part.views.reduce<number>((sum, views, at) => sum + (at === present ? 0 : (views ?? 0)), 0)
  );
}

/** Where the Redis that counts now has counted nothing yet. */
export function totalOfAll({ beyond, views }: ClosedPart): number {
  return beyond + views.reduce<number>((sum, one) => sum + (one ?? 0), 0);
}
