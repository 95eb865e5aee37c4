// A log of views in memory, as arrays of numbers: what makers of lists are told and what the judge knows of the future.

import { type LogRules, logViews } from '../../src/traffic/view-log';
import { ViewSource } from '../../src/views/view-source';
import type { CountedView } from './list-maker';

export interface CountedLog {
  /** One place a view, in the order of time. */
  atMs: Float64Array;
  article: Int32Array;
  visitor: Int32Array;
  source: Uint8Array;
  /** 0 for a repeat: the visitor has a counted view of the article in the half hour before. */
  counts: Uint8Array;
  /** When the visitor last opened the article before; -Infinity for the first time. */
  previousMs: Float64Array;
  /** By article: its name in the log, and when it was first read. */
  names: readonly string[];
  publishedAtMs: readonly number[];
  visitors: number;
  /** Lines that were left out. */
  badLines: number;
}

export const REPEAT_MS = 30 * 60_000;
export const sources = Object.keys(ViewSource) as ViewSource[];

export interface PlainView {
  atMs: number;
  visitor: string;
  article: string;
  source: ViewSource;
}

/** @throws LogRefused, BadLogLine */
export async function readCountedLog(path: string, rules: LogRules): Promise<CountedLog> {
  const counts = { badLines: 0 };
  const log = new LogBuilder();
  for await (const group of logViews(path, rules, counts)) for (const view of group) log.add(view);
  return { ...log.built(), badLines: counts.badLines };
}

export function countedLogOf(views: Iterable<PlainView>): CountedLog {
  const log = new LogBuilder();
  for (const view of views) log.add(view);
  return log.built();
}

/** The same log with the views of some visitors only, and what follows from it: first readings, repeats. */
export function logOfVisitors(log: CountedLog, belongs: (visitor: number) => boolean): CountedLog {
  const some = new LogBuilder();
  for (let at = 0; at < log.atMs.length; at++) {
    if (!belongs(log.visitor[at]!)) continue;
    some.add({
      atMs: log.atMs[at]!,
      visitor: String(log.visitor[at]!),
      article: log.names[log.article[at]!]!,
      source: sources[log.source[at]!]!,
    });
  }
  return some.built();
}

/** The place of the first view after `atMs`. */
export function firstAfter({ atMs: times }: Pick<CountedLog, 'atMs'>, atMs: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function viewAt(log: CountedLog, at: number): CountedView {
  const article = log.article[at]!;
  return {
    atMs: log.atMs[at]!,
    article,
    visitor: log.visitor[at]!,
    publishedAtMs: log.publishedAtMs[article]!,
  };
}

class LogBuilder {
  private readonly atMs: number[] = [];
  private readonly article: number[] = [];
  private readonly visitor: number[] = [];
  private readonly source: number[] = [];
  private readonly counts: number[] = [];
  private readonly previousMs: number[] = [];
  private readonly lastCountedMs: number[] = [];
  private readonly articles = new Map<string, number>();
  private readonly visitors = new Map<string, number>();
  private readonly published: number[] = [];
  /** The latest view of each visitor and article; articles first, since visitors are still being numbered. */
  private readonly latestOf: Map<number, number>[] = [];

  add({ atMs, visitor: visitorName, article: articleName, source }: PlainView): void {
    const article = numberOf(articleName, this.articles);
    const visitor = numberOf(visitorName, this.visitors);
    if (article === this.published.length) {
      this.published.push(atMs);
      this.latestOf.push(new Map());
    }
    const at = this.atMs.length;
    const before = this.latestOf[article]!.get(visitor);
    this.latestOf[article]!.set(visitor, at);
    const countedMs = before === undefined ? -Infinity : this.lastCountedMs[before]!;
    const counts = atMs - countedMs >= REPEAT_MS;
    this.atMs.push(atMs);
    this.article.push(article);
    this.visitor.push(visitor);
    this.source.push(Math.max(sources.indexOf(source), 0));
    this.counts.push(counts ? 1 : 0);
    this.previousMs.push(before === undefined ? -Infinity : this.atMs[before]!);
    this.lastCountedMs.push(counts ? atMs : countedMs);
  }

  built(): CountedLog {
    return {
      atMs: Float64Array.from(this.atMs),
      article: Int32Array.from(this.article),
      visitor: Int32Array.from(this.visitor),
      source: Uint8Array.from(this.source),
      counts: Uint8Array.from(this.counts),
      previousMs: Float64Array.from(this.previousMs),
      names: [...this.articles.keys()],
      publishedAtMs: this.published,
      visitors: this.visitors.size,
      badLines: 0,
    };
  }
}

function numberOf(name: string, known: Map<string, number>): number {
  const found = known.get(name);
  if (found !== undefined) return found;
  known.set(name, known.size);
  return known.size - 1;
}
