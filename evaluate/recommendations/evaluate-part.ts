// One log, everyone's lists: what was hit, and what was shown.

import { ruleOfSettings } from '../../src/compose/ranking';
import { readEnvironment } from '../../src/compose/read-environment';
import { settingsFrom } from '../../src/compose/settings';
import { inProcessLists } from '../popular/in-process';
import { type TickLists, ticksBetween } from '../popular/tick-lists';
import type { ClickLog } from './click-log';
import { type HourScores, hourlyTest } from './hourly';
import { type JudgedSteps, judgedSteps, stepsOfArticles } from './judged-steps';
import type { ScoredSetting } from './new-articles/side-by-side';
import type { Contestant, Kind } from './recommender';
import { ABSENT, judgeStreaming, PLACES, type Ranks } from './streaming';

export interface PartRules {
  fromMs: number;
  toMs: number;
  /** One judged step in so many; all are learnt from. */
  oneIn: number;
  /** Besides none; judged are those who are `delayed`. */
  delaysMs: readonly number[];
  delayed: readonly string[];
  /** Whose lists are kept whole. */
  dumped: string | undefined;
  /** The path of contestant and delay that is being walked. */
  progress: (title: string) => (share: number) => void;
  isStopped: () => boolean;
}

export interface ScoredMethod {
  name: string;
  source: string;
  kind: Kind;
  /** By judged step: the place of what was read, from 1; 0 where it is not among twenty. */
  rank: Uint8Array;
  /** By judged step: mean self-information of the five shown, in bits; and the share of them that Popular Now shows. */
  novelty: Float64Array;
  likePopular: Float64Array;
  /** How many of the articles that were read in the period were among the first five for somebody. */
  coverage: number;
  hours: HourScores[];
  delayed: { delayMs: number; rank: Uint8Array }[];
}

export interface ScoredPart {
  log: ClickLog;
  steps: JudgedSteps;
  methods: ScoredMethod[];
  /** Of `dumped`, twenty places a step. */
  dump: Int32Array | undefined;
  /** The product under several settings for new articles, where that was asked for. */
  newArticles?: ScoredSetting[];
}

const FIRST = 5;
const POPULAR_EVERY_MS = 5 * 60_000;
const POPULAR_WARM_UP_MS = 2 * 3_600_000;
/** Lists of the hourly protocol cost as much as others: one session in so many more. */
const HOURLY_ONE_IN = 2;

/** Undefined when it was stopped. */
export async function evaluatePart(
  log: ClickLog,
  contestants: readonly Contestant[],
  rules: PartRules,
): Promise<ScoredPart | undefined> {
  const { fromMs, toMs, oneIn, delaysMs, delayed, dumped, progress, isStopped } = rules;
  const steps = judgedSteps(log, rules);
  const hourly = hourlyTest(log, fromMs, toMs, oneIn * HOURLY_ONE_IN);
  const look = lookAt(log, steps, rules);
  const part: ScoredPart = { log, steps, methods: [], dump: undefined };
  const run = async (contestant: Contestant, delayMs: number, kept: number) => {
    const recommender = await contestant.make();
    const ranks = await judgeStreaming(log, recommender, {
      ...{ judged: steps.clicks, end: log.views.atMs.length, delayMs, kept, isStopped },
      ...(delayMs === 0 && { hourly }),
      progress: progress(delayMs === 0 ? contestant.name : `${contestant.name}, ${delayMs / 1_000} s late`),
    });
    await recommender.close?.();
    return ranks;
  };
  for (const contestant of contestants) {
    const { name, source, kind } = contestant;
    const ranks = await run(contestant, 0, name === dumped ? PLACES : FIRST);
    const method: ScoredMethod = {
      ...{ name, source, kind, rank: ranks.rank, ...look(ranks) },
      ...{ hours: ranks.hourly!.hours, delayed: [] },
    };
    for (const delayMs of delayed.includes(name) ? delaysMs : []) {
      method.delayed.push({ delayMs, rank: (await run(contestant, delayMs, 0)).rank });
    }
    part.methods.push(method);
    if (name === dumped) part.dump = ranks.shown;
    if (isStopped()) return undefined;
  }
  return part;
}

/** What five places show, besides a hit. */
function lookAt(log: ClickLog, steps: JudgedSteps, { fromMs, toMs }: PartRules) {
  const read = stepsOfArticles(log, fromMs, toMs);
  const all = read.reduce((sum, count) => sum + count, 0);
  const articles = read.filter((count) => count > 0).length;
  // What nobody reads in the period is as new as what one reader reads.
  const bits = read.map((count) => -Math.log2(Math.max(count, 1) / all));
  const popular = popularNow(log, fromMs, toMs);
  return ({ shown, kept }: Ranks): Pick<ScoredMethod, 'novelty' | 'likePopular' | 'coverage'> => {
    const covered = new Set<number>();
    const novelty = new Float64Array(steps.clicks.length);
    const likePopular = new Float64Array(steps.clicks.length);
    for (let step = 0; step < steps.clicks.length; step++) {
      const five = shown.subarray(step * kept, step * kept + FIRST).filter((article) => article !== ABSENT);
      const now = popular(steps.atMs[step]!);
      let information = 0;
      let alike = 0;
      for (const article of five) {
        if (read[article]! > 0) covered.add(article);
        information += bits[article]!;
        if (now.includes(article)) alike++;
      }
      novelty[step] = five.length === 0 ? Number.NaN : information / five.length;
      likePopular[step] = alike / FIRST;
    }
    return { novelty, likePopular, coverage: covered.size / articles };
  };
}

/** The product's Popular Now, by its formulas, of the five minutes before. */
function popularNow({ views }: ClickLog, fromMs: number, toMs: number): (atMs: number) => readonly number[] {
  const ticks = ticksBetween(fromMs, toMs, POPULAR_EVERY_MS);
  const rule = { ...ruleOfSettings(settingsFrom(readEnvironment())), stories: 'each' as const };
  const rankedFromMs = ticks.firstMs - POPULAR_EVERY_MS;
  const lists: TickLists = inProcessLists(views, ticks, rule, {
    ...{ fromMs: fromMs - POPULAR_WARM_UP_MS, rankedFromMs },
  });
  const atTick = Array.from({ length: ticks.count }, (_, tick) => lists.at(tick, FIRST));
  return (atMs) => {
    const tick = Math.floor((atMs - ticks.firstMs) / ticks.stepMs);
    return atTick[Math.max(0, Math.min(tick, ticks.count - 1))] ?? [];
  };
}
