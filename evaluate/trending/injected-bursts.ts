// Bursts in a log of real readers: an article of the background, which nobody would list, is read so many times as much
// from a moment on, for half an hour to two hours. Those who come besides are new readers, at random times (Poisson).

import { Chance } from '../../src/traffic/chance';
import { type CountedLog, countedLogOf, firstAfter, type PlainView, sources } from '../popular/counted-log';

export interface Burst {
  article: string;
  fromMs: number;
  toMs: number;
  /** Readers a minute before it began. */
  readersPerMinute: number;
}

export interface BurstRules {
  seed: string;
  factor: number;
  /** From one to the next. */
  everyMs: number;
  fromMs: number;
  toMs: number;
  /** What is of the background, readers a minute. */
  leastPerMinute: number;
}

const MINUTE_MS = 60_000;
const BEFORE_MS = 60 * MINUTE_MS;
const LENGTH_MS = { least: 30 * MINUTE_MS, most: 120 * MINUTE_MS };
/** The first so many by readers are no background. */
const FIRST = 5;

/** Which articles burst when; none twice within six hours. */
export function drawBursts(log: CountedLog, rules: BurstRules): Burst[] {
  const chance = new Chance(`${rules.seed}/bursts`);
  const bursts: Burst[] = [];
  for (let atMs = rules.fromMs; atMs < rules.toMs; atMs += rules.everyMs) {
    const fromMs = atMs + chance.between(0, rules.everyMs / 2);
    const lengthMs = chance.between(LENGTH_MS.least, LENGTH_MS.most);
    const busy = new Set(
      bursts.filter(({ toMs }) => toMs > fromMs - 6 * BEFORE_MS).map(({ article }) => article),
    );
    const background = readersBefore(log, fromMs)
      .slice(FIRST)
      .filter(({ readers, name }) => readers / 60 >= rules.leastPerMinute && !busy.has(name));
    if (background.length === 0) continue;
    const { name, readers } = background[Math.floor(chance.next() * background.length)]!;
    bursts.push({ article: name, fromMs, toMs: fromMs + lengthMs, readersPerMinute: readers / 60 });
  }
  return bursts;
}

/** The log from `fromMs` on with what the bursts add. */
export function withBursts(
  log: CountedLog,
  bursts: readonly Burst[],
  rules: { seed: string; factor: number },
) {
  const chance = new Chance(`${rules.seed}/readers of bursts`);
  const added: PlainView[] = [];
  for (const { article, fromMs, toMs, readersPerMinute } of bursts) {
    const meanMs = MINUTE_MS / (readersPerMinute * (rules.factor - 1));
    for (let atMs = fromMs + chance.exponential(meanMs); atMs < toMs; atMs += chance.exponential(meanMs)) {
      added.push({ atMs: Math.floor(atMs), visitor: `burst ${added.length}`, article, source: 'SOCIAL' });
    }
  }
  return merged(log, added);
}

/** The views of a stretch alone: what an experiment needs of a long log. */
export function cutLog(log: CountedLog, fromMs: number, toMs: number): CountedLog {
  return countedLogOf(plainViews(log, fromMs, toMs));
}

function* plainViews(log: CountedLog, fromMs = -Infinity, toMs = Infinity): Generator<PlainView> {
  const end = firstAfter(log, toMs);
  for (let at = firstAfter(log, fromMs); at < end; at++) {
    yield {
      atMs: log.atMs[at]!,
      visitor: `v${log.visitor[at]!}`,
      article: log.names[log.article[at]!]!,
      source: sources[log.source[at]!]!,
    };
  }
}

function merged(log: CountedLog, added: PlainView[]): CountedLog {
  added.sort((a, b) => a.atMs - b.atMs);
  return countedLogOf(inOrder(plainViews(log), added));
}

function* inOrder(views: Generator<PlainView>, added: readonly PlainView[]): Generator<PlainView> {
  let next = 0;
  for (const view of views) {
    while (next < added.length && added[next]!.atMs < view.atMs) yield added[next++]!;
    yield view;
  }
  yield* added.slice(next);
}

/** The readers of the hour before, most first. */
export function readersBefore(log: CountedLog, atMs: number): { name: string; readers: number }[] {
  const readers = new Map<number, number>();
  const end = firstAfter(log, atMs);
  for (let at = firstAfter(log, atMs - BEFORE_MS); at < end; at++) {
    if (log.counts[at] === 1) readers.set(log.article[at]!, (readers.get(log.article[at]!) ?? 0) + 1);
  }
  const all = [...readers].map(([article, count]) => ({ name: log.names[article]!, readers: count }));
  return all.sort((a, b) => b.readers - a.readers || (a.name < b.name ? -1 : 1));
}
