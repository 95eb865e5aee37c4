// A log of views as sessions: what a reader had read when the next article was opened. A session ends when nothing is
// read for half an hour, as in the product; an article that is opened again in a session is no step of it.

import type { CountedLog } from '../popular/counted-log';

export interface ClickLog {
  views: CountedLog;
  /** By click: the number of its session, from 0. */
  session: Int32Array;
  /** By click: its step in the session, from 1; 0 for what the session has read before, and for repeats. */
  step: Int32Array;
  /** By click: the step before it; NONE for the first. */
  previous: Int32Array;
  /** By session: its first and its last step. */
  firstStep: number[];
  lastStep: number[];
  /** By article; one for all where nothing is known of sections. */
  sectionOf: readonly string[];
}

export const NONE = -1;
export const ONE_SECTION = 'all';

export function clickLogOf(
  views: CountedLog,
  { gapMs, sectionOf }: { gapMs: number; sectionOf?: ReadonlyMap<string, string> },
): ClickLog {
  const clicks = views.atMs.length;
  const log: ClickLog = {
    views,
    session: new Int32Array(clicks),
    step: new Int32Array(clicks),
    previous: new Int32Array(clicks).fill(NONE),
    firstStep: [],
    lastStep: [],
    sectionOf: views.names.map((name) => sectionOf?.get(name) ?? ONE_SECTION),
  };
  const latestMs = new Float64Array(views.visitors).fill(-Infinity);
  const sessionOf = new Int32Array(views.visitors);
  for (let at = 0; at < clicks; at++) {
    const visitor = views.visitor[at]!;
    const isNew = views.atMs[at]! - latestMs[visitor]! >= gapMs;
    latestMs[visitor] = views.atMs[at]!;
    if (isNew) sessionOf[visitor] = log.firstStep.length;
    addStep(log, at, sessionOf[visitor]!, isNew);
  }
  return log;
}

function addStep(log: ClickLog, at: number, session: number, isNew: boolean): void {
  log.session[at] = session;
  if (isNew) {
    log.step[at] = 1;
    log.firstStep.push(at);
    log.lastStep.push(at);
    return;
  }
  const last = log.lastStep[session]!;
  if (log.views.counts[at] === 0 || hasRead(log, last, log.views.article[at]!)) return;
  log.step[at] = log.step[last]! + 1;
  log.previous[at] = last;
  log.lastStep[session] = at;
}

function hasRead({ views, previous }: ClickLog, last: number, article: number): boolean {
  for (let at = last; at !== NONE; at = previous[at]!) if (views.article[at] === article) return true;
  return false;
}

/** What its session had read before a step, latest last. */
export function readBefore({ views, previous, step }: ClickLog, at: number): number[] {
  const read = new Array<number>(Math.max(step[at]! - 1, 0));
  let place = read.length;
  for (let before = previous[at]!; before !== NONE; before = previous[before]!) {
    read[--place] = views.article[before]!;
  }
  return read;
}

/** The first click at `fromMs` or after it. */
export function firstClickFrom({ views: { atMs } }: Pick<ClickLog, 'views'>, fromMs: number): number {
  let low = 0;
  let high = atMs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (atMs[middle]! < fromMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
