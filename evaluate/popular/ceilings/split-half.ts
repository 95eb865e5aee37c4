// How much of the next readers' five can be known at all: a random half of the future readers ranks, and the other
// half is captured. A list that captures as much knows what half of those to come would tell. Each half ranks for the
// other, and the mean is taken.

import { Chance } from '../../../src/traffic/chance';
import { bestOf } from '../baselines/best-places';
import { type CountedLog, firstAfter } from '../counted-log';
import { JUDGED_PLACES } from '../judge';

export interface SplitRules {
  horizonMs: number;
  seed: string;
  /** Fewer readers in the horizon: not judged, as in the judge. */
  leastReaders: number;
}

/** The capture of each moment; NaN where it is not judged. */
export function splitHalf(log: CountedLog, timesMs: readonly number[], rules: SplitRules): Float64Array {
  const half = halves(log.visitors, rules.seed);
  const lastMs = log.atMs.at(-1) ?? -Infinity;
  return Float64Array.from(timesMs, (atMs) => {
    if (atMs + rules.horizonMs > lastMs) return Number.NaN;
    const readers = [new Map<number, number>(), new Map<number, number>()] as const;
    let all = 0;
    const end = firstAfter(log, atMs + rules.horizonMs);
    for (let at = firstAfter(log, atMs); at < end; at++) {
      if (log.previousMs[at]! > atMs) continue; // seen already, in the same horizon
      const own = readers[half[log.visitor[at]!]!]!;
      own.set(log.article[at]!, (own.get(log.article[at]!) ?? 0) + 1);
      all++;
    }
    if (all < rules.leastReaders) return Number.NaN;
    return (captureOf(readers[0], readers[1]) + captureOf(readers[1], readers[0])) / 2;
  });
}

/** What the five of `ranking` hold of the readers of the five of `scoring`. */
function captureOf(ranking: ReadonlyMap<number, number>, scoring: ReadonlyMap<number, number>): number {
  const sum = (articles: readonly number[]) =>
    articles.reduce((readers, article) => readers + (scoring.get(article) ?? 0), 0);
  const five = (readers: ReadonlyMap<number, number>) =>
    bestOf(readers.keys(), (article) => readers.get(article)!, JUDGED_PLACES);
  return sum(five(ranking)) / sum(five(scoring));
}

function halves(visitors: number, seed: string): Uint8Array {
  const chance = new Chance(`${seed}/halves`);
  return Uint8Array.from({ length: visitors }, () => (chance.next() < 0.5 ? 0 : 1));
}
