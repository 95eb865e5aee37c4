// Which steps of the log are judged, and what kind of step each is: how old its article is, how far into its session,
// how much it is read. The same for everyone who is judged.

import { type ClickLog, firstClickFrom } from './click-log';

export interface JudgedSteps {
  /** Clicks of the log, in its order. */
  clicks: Int32Array;
  atMs: Float64Array;
  /** By slice of `slices`: to which of its groups each step belongs. */
  groups: Uint8Array[];
}

export interface Slice {
  name: string;
  groups: readonly string[];
}

/** An article counts as published when the log first reads it. */
export const slices = [
  { name: 'age of the target', groups: ['< 1 h', '1-6 h', '6-24 h', '> 24 h'] },
  { name: 'first ever click', groups: ['no', 'yes'] },
  { name: 'step of the session', groups: ['2', '3', '4', '5', '6 and later'] },
  { name: 'target is read', groups: ['most (a tenth)', 'middling (four tenths)', 'least (half)'] },
] as const satisfies readonly Slice[];

const HOUR_MS = 3_600_000;
const HEAD = 0.1;
const MIDDLE = 0.5;

export function judgedSteps(
  log: ClickLog,
  { fromMs, toMs, oneIn }: { fromMs: number; toMs: number; oneIn: number },
): JudgedSteps {
  const { views, step } = log;
  const clicks: number[] = [];
  let found = 0;
  for (let at = firstClickFrom(log, fromMs); at < views.atMs.length && views.atMs[at]! < toMs; at++) {
    if (step[at]! < 2) continue;
    if (found++ % oneIn === 0) clicks.push(at);
  }
  const readOf = howMuchRead(log, fromMs, toMs);
  const ageMs = (at: number) => views.atMs[at]! - views.publishedAtMs[views.article[at]!]!;
  const isFirst = firstReadings(log);
  const groupsOf = [
    (at: number) => [1, 6, 24].filter((hours) => ageMs(at) >= hours * HOUR_MS).length,
    (at: number) => (isFirst(at) ? 1 : 0),
    (at: number) => Math.min(step[at]!, 6) - 2,
    (at: number) => readOf[views.article[at]!]!,
  ];
  return {
    clicks: Int32Array.from(clicks),
    atMs: Float64Array.from(clicks, (at) => views.atMs[at]!),
    groups: groupsOf.map((groupOf) => Uint8Array.from(clicks, groupOf)),
  };
}

/** By article: 0 for the tenth that is read most in the period, 1 for the four tenths behind it, else 2. */
function howMuchRead(log: ClickLog, fromMs: number, toMs: number): Uint8Array {
  const counts = stepsOfArticles(log, fromMs, toMs);
  const order = [...counts.keys()].filter((article) => counts[article]! > 0);
  order.sort((a, b) => counts[b]! - counts[a]! || a - b);
  const groups = new Uint8Array(counts.length).fill(2);
  order.forEach((article, place) => {
    const share = place / order.length;
    groups[article] = share < HEAD ? 0 : share < MIDDLE ? 1 : 2;
  });
  return groups;
}

/** By article: how many steps of sessions read it in the period. */
export function stepsOfArticles(log: ClickLog, fromMs: number, toMs: number): Float64Array {
  const counts = new Float64Array(log.views.names.length);
  for (let at = firstClickFrom(log, fromMs); at < log.step.length && log.views.atMs[at]! < toMs; at++) {
    if (log.step[at]! > 0) counts[log.views.article[at]!]!++;
  }
  return counts;
}

function firstReadings({ views: { article, names } }: ClickLog): (at: number) => boolean {
  const first = new Int32Array(names.length);
  for (let at = article.length - 1; at >= 0; at--) first[article[at]!] = at;
  return (at) => first[article[at]!] === at;
}
