// A log in which nothing rises, though it is read as a real one: the readers of each article come by chance (a Poisson
// process) at a rate that follows the site's. An article's share of the site is its mean over four hours around, and
// before it grows it has been read already: nowhere does a share rise by more than three tenths in an hour. Whatever is
// listed of such a log is a false alarm. A surge of the whole site brings each article more readers, in proportion.

import { Chance } from '../../src/traffic/chance';
import { type CountedLog, countedLogOf, firstAfter, type PlainView } from '../popular/counted-log';

export interface Surge {
  fromMs: number;
  toMs: number;
  /** Everything is read so many times as much. */
  factor: number;
}

export interface ChanceRules {
  seed: string;
  fromMs: number;
  toMs: number;
  surges?: readonly Surge[];
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Rates are constant for so long. */
const STEP_MS = 10 * MINUTE_MS;
const STEPS_AROUND = { share: 12, site: 3 };
const GROWS_AN_HOUR = 1.3;
const GROWS_A_STEP = GROWS_AN_HOUR ** (STEP_MS / HOUR_MS);
/** Below, readers a minute, an article is not read at all. */
const LEAST_PER_MINUTE = 1e-3;

interface Read {
  atMs: number;
  article: string;
}

export function logByChance(log: CountedLog, rules: ChanceRules): CountedLog {
  const { seed, fromMs, toMs, surges = [] } = rules;
  const startMs = fromMs - STEPS_AROUND.share * STEP_MS;
  const steps = Math.ceil((toMs - startMs) / STEP_MS) + STEPS_AROUND.share;
  const { site, shares } = sharesOf(log, startMs, steps);
  const all = new Float64Array(steps);
  for (const share of shares.values()) for (let step = 0; step < steps; step++) all[step]! += share[step]!;
  const reads: Read[] = [];
  for (const [number, share] of shares) {
    const article = log.names[number]!;
    const usual = new Chance(`${seed}/${article}`);
    const surging = new Chance(`${seed}/${article}/surges`);
    for (let step = 0; step < steps; step++) {
      const began = startMs + step * STEP_MS;
      const stretch = { fromMs: Math.max(began, fromMs), toMs: Math.min(began + STEP_MS, toMs) };
      const perMinute = (share[step]! * site[step]!) / Math.max(all[step]!, 1e-9) / (STEP_MS / MINUTE_MS);
      if (stretch.fromMs >= stretch.toMs || perMinute < LEAST_PER_MINUTE) continue;
      addReads(reads, { article, perMinute, ...stretch }, usual);
      for (const surge of surges) {
        const within = {
          fromMs: Math.max(stretch.fromMs, surge.fromMs),
          toMs: Math.min(stretch.toMs, surge.toMs),
        };
        addReads(reads, { article, perMinute: perMinute * (surge.factor - 1), ...within }, surging);
      }
    }
  }
  return logOf(reads);
}

/** So many articles that are all read alike and always. */
export function evenLog(rules: {
  seed: string;
  articles: readonly { count: number; perMinute: number }[];
  hours: number;
}): CountedLog {
  const reads: Read[] = [];
  const chance = new Chance(rules.seed);
  let number = 0;
  for (const { count, perMinute } of rules.articles) {
    for (let one = 0; one < count; one++) {
      const article = `a${++number}`;
      addReads(reads, { article, perMinute, fromMs: 0, toMs: rules.hours * HOUR_MS }, chance);
    }
  }
  return logOf(reads);
}

/** By steps: how much the site is read, smoothed, and each article's share of it. */
function sharesOf(log: CountedLog, startMs: number, steps: number) {
  const raw = new Float64Array(steps);
  const counts = new Map<number, Float64Array>();
  const end = firstAfter(log, startMs + steps * STEP_MS);
  for (let at = firstAfter(log, startMs); at < end; at++) {
    if (log.counts[at] === 0) continue;
    const step = Math.min(Math.floor((log.atMs[at]! - startMs) / STEP_MS), steps - 1);
    const article = log.article[at]!;
    const own = counts.get(article) ?? new Float64Array(steps);
    counts.set(article, own);
    own[step]!++;
    raw[step]!++;
  }
  const site = raw.map((_, step) => mean(raw, step - STEPS_AROUND.site, step + STEPS_AROUND.site));
  const siteUntil = sumsOf(site);
  const shares = new Map<number, Float64Array>();
  for (const [article, own] of counts) {
    const published = Math.max(0, Math.floor((log.publishedAtMs[article]! - startMs) / STEP_MS));
    const ownUntil = sumsOf(own);
    const share = new Float64Array(steps);
    for (let step = published; step < steps; step++) {
      const from = Math.max(published, step - STEPS_AROUND.share);
      const to = Math.min(steps, step + STEPS_AROUND.share + 1);
      const ofSite = siteUntil[to]! - siteUntil[from]!;
      share[step] = ofSite > 0 ? (ownUntil[to]! - ownUntil[from]!) / ofSite : 0;
    }
    for (let step = steps - 2; step >= 0; step--) {
      share[step] = Math.max(share[step]!, share[step + 1]! / GROWS_A_STEP);
    }
    shares.set(article, share);
  }
  return { site, shares };
}

function addReads(
  reads: Read[],
  { article, perMinute, fromMs, toMs }: { article: string; perMinute: number; fromMs: number; toMs: number },
  chance: Chance,
): void {
  const meanMs = MINUTE_MS / perMinute;
  for (let atMs = fromMs + chance.exponential(meanMs); atMs < toMs; atMs += chance.exponential(meanMs)) {
    reads.push({ atMs: Math.floor(atMs), article });
  }
}

function logOf(reads: Read[]): CountedLog {
  reads.sort((a, b) => a.atMs - b.atMs);
  return countedLogOf(
    reads.map(({ atMs, article }, at): PlainView => ({ atMs, visitor: `v${at}`, article, source: 'OTHER' })),
  );
}

function mean(values: Float64Array, from: number, to: number): number {
  const some = values.subarray(Math.max(from, 0), to + 1);
  return some.reduce((sum, value) => sum + value, 0) / some.length;
}

/** [n] is the sum of the first n. */
function sumsOf(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let at = 0; at < values.length; at++) sums[at + 1] = sums[at]! + values[at]!;
  return sums;
}
