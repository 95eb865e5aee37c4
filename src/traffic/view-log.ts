// A log of views, checked line by line. A line that cannot be counted stops the reading with its number, unless bad
// lines are to be left out; a log out of order can be put in order in memory if it is not too long.

import type { ViewSource } from '../views/view-source';
import { logRows, type RowCells, type RowRules } from './log-rows';
import { readLogTime } from './log-time';
import { BadLogLine, LogRefused } from './traffic.errors';

export interface LogView {
  atMs: number;
  visitor: string;
  article: string;
  source: ViewSource;
}

export interface LogRules extends RowRules {
  /** `refuse`: the first bad line ends it. `skip`: it is counted and left out. */
  badLines: 'refuse' | 'skip';
  /** `given`: the log must be in order of time. `sort`: it is put in order first. */
  order: 'given' | 'sort';
  fromMs: number | undefined;
  toMs: number | undefined;
  limit: number | undefined;
}

/** What `--sort` holds in memory at most: some 400 MB. */
export const MAX_SORTED_VIEWS = 3_000_000;
const MAX_ID = 200;

const sources: Record<string, ViewSource> = {
  direct: 'DIRECT',
  search: 'SEARCH',
  social: 'SOCIAL',
  internal: 'INTERNAL',
  rail: 'RAIL',
};

/** Counts what was left out; one object for one reading. */
export interface LogCounts {
  badLines: number;
}

/** Groups of views in order of time. */
export async function* logViews(path: string, rules: LogRules, counts: LogCounts): AsyncGenerator<LogView[]> {
  const checked = checkedViews(path, rules, counts);
  const ordered = rules.order === 'sort' ? sortedViews(path, checked) : checked;
  let left = rules.limit ?? Infinity;
  for await (const group of ordered) {
    const views = group.filter(({ atMs }) => isWithin(atMs, rules)).slice(0, left);
    left -= views.length;
    if (views.length > 0) yield views;
    if (left === 0) return;
    if (rules.toMs !== undefined && (group.at(-1)?.atMs ?? 0) >= rules.toMs) return;
  }
}

function isWithin(atMs: number, { fromMs, toMs }: LogRules): boolean {
  return (fromMs === undefined || atMs >= fromMs) && (toMs === undefined || atMs < toMs);
}

async function* checkedViews(path: string, rules: LogRules, counts: LogCounts): AsyncGenerator<LogView[]> {
  let latestMs = -Infinity;
  for await (const rows of logRows(path, rules)) {
    const views: LogView[] = [];
    for (const row of rows) {
      const view = viewOf(row);
      const trouble = typeof view === 'string' ? view : orderTrouble(view.atMs, latestMs, rules.order);
      if (trouble !== undefined) {
        if (rules.badLines === 'refuse') throw new BadLogLine(path, row.line, trouble, wayOn(trouble));
        counts.badLines++;
      } else if (typeof view !== 'string') {
        latestMs = view.atMs;
        views.push(view);
      }
    }
    yield views;
  }
}

/** The view, or what is wrong with the line. */
function viewOf(row: RowCells): LogView | string {
  if (row.broken !== undefined) return row.broken;
  if (row.timestamp === '') return 'it has no time.';
  const atMs = readLogTime(row.timestamp);
  if (atMs === undefined) {
    return `"${row.timestamp.slice(0, 40)}" is no time between 1990 and 2100 (seconds, milliseconds or ISO 8601).`;
  }
  for (const name of ['visitor', 'article'] as const) {
    if (row[name] === '') return `it has no ${name}.`;
    if (row[name].length > MAX_ID) return `its ${name} is longer than ${MAX_ID} characters.`;
  }
  return {
    atMs,
    visitor: row.visitor,
    article: row.article,
    source: sources[row.source.toLowerCase()] ?? 'OTHER',
  };
}

const outOfOrder = 'its time is before that of the line above';

function orderTrouble(atMs: number, latestMs: number, order: LogRules['order']): string | undefined {
  if (order === 'sort' || atMs >= latestMs) return undefined;
  return `${outOfOrder} (${new Date(atMs).toISOString()} after ${new Date(latestMs).toISOString()}).`;
}

function wayOn(trouble: string): string {
  return trouble.startsWith(outOfOrder)
    ? 'Add --sort to put the log in order, or --skip-bad to leave such lines out.'
    : 'Correct it, or add --skip-bad to leave such lines out.';
}

async function* sortedViews(path: string, groups: AsyncIterable<LogView[]>): AsyncGenerator<LogView[]> {
  const all: LogView[] = [];
  for await (const group of groups) {
    for (const view of group) all.push(view);
    if (all.length > MAX_SORTED_VIEWS) {
      const most = MAX_SORTED_VIEWS.toLocaleString('en');
      throw new LogRefused(
        path,
        `has more than ${most} views, too many for --sort. Sort the file itself first.`,
      );
    }
  }
  yield all.sort((a, b) => a.atMs - b.atMs);
}
