// The first of two readings of a log: every line is checked before the first view is counted, and what must be known
// beforehand is found: when it begins and ends, and which articles are read in it from when.

import { LogRefused } from './traffic.errors';
import { type LogRules, logViews } from './view-log';

export interface LogSummary {
  views: number;
  badLines: number;
  firstMs: number;
  lastMs: number;
  /** When each article is first read, in that order. */
  articles: ReadonlyMap<string, number>;
}

/** Some 200 MB of names. */
const MAX_ARTICLES = 1_000_000;

/** @throws LogRefused for the first line that is wrong, and for a log without a view. */
export async function inspectLog(path: string, rules: LogRules): Promise<LogSummary> {
  const counts = { badLines: 0 };
  const articles = new Map<string, number>();
  let views = 0;
  let firstMs = 0;
  let lastMs = 0;
  for await (const group of logViews(path, rules, counts)) {
    if (views === 0) firstMs = group[0]?.atMs ?? 0;
    lastMs = group.at(-1)?.atMs ?? lastMs;
    views += group.length;
    for (const { article, atMs } of group) if (!articles.has(article)) articles.set(article, atMs);
    if (articles.size > MAX_ARTICLES) {
      throw new LogRefused(path, `names more than ${MAX_ARTICLES.toLocaleString('en')} articles. Split it.`);
    }
  }
  if (views === 0) throw new LogRefused(path, emptiness(counts.badLines, rules));
  return { views, badLines: counts.badLines, firstMs, lastMs, articles };
}

function emptiness(badLines: number, { fromMs, toMs }: LogRules): string {
  if (badLines > 0) return `holds no line that can be counted (${badLines} bad ones).`;
  return fromMs === undefined && toMs === undefined
    ? 'holds no views.'
    : 'holds no views between these times.';
}
