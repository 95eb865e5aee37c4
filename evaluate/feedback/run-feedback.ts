// A list that is shown makes readers, and they make the list. Readers come by themselves to what they want, or click on
// a place of Popular Now: place k is looked at as one over k, and what is looked at is opened the likelier the more it
// is wanted, though a headline on the list is opened now and then whatever it is worth. What does a click on the rail
// weigh best? Judged by the order of what is truly wanted, by how uneven reading becomes, and by how long an article
// that nobody wants stays listed once it was pushed for ten minutes. The ranking is the product's; the counting is done
// with its weights (src/views/view-source.ts).

import { ruleOfSettings } from '../../src/compose/ranking';
import { settingsFrom } from '../../src/compose/settings';
import { PopularNowSource } from '../../src/ranking/popular-now-source';
import { fixedRules } from '../../src/ranking/rules/ranking-rules';
import { SITE_LIST } from '../../src/ranking/snapshot';
import { Chance } from '../../src/traffic/chance';
import { rankingWeight } from '../../src/views/view-source';
import { SourceUnderLog } from '../in-memory/source-under-log';

export interface FeedbackRules {
  seed: string;
  /** Each with a chance of its own; the figures are their means. */
  runs: number;
  articles: number;
  zipfExponent: number;
  /** Who come by themselves. */
  readersPerMinute: number;
  /** How many of them look at the rail as well. */
  railShare: number;
  hours: number;
  /** When somebody pushes the article that nobody wants; the list has found itself an hour after the start. */
  pushAfterHours: number;
  /** What a click on the rail weighs. */
  weights: readonly number[];
}

export interface FeedbackOutcome {
  /** What the product gives such clicks. */
  shipping: number;
  weights: WeightOutcome[];
}

export interface WeightOutcome {
  weight: number;
  /** Kendall's tau of the listed five and what of them is wanted more; 1 is the true order, 0 none. */
  tau: number;
  /** How many of the truly most wanted five are listed, as a share. */
  hits: number;
  /** Of the views of all articles; 0 is even. And of what they are wanted. */
  gini: number;
  giniWanted: number;
  /** Minutes for which the worthless article stands among the first five after its push has ended. */
  staysMinutes: number;
  /** Of all views, those by the rail. */
  railShare: number;
}

export const FEEDBACK: FeedbackRules = {
  ...{ seed: 'mostread', runs: 3, articles: 60, zipfExponent: 0.7, readersPerMinute: 60, railShare: 0.6 },
  ...{ hours: 6, pushAfterHours: 4, weights: [1, 0.5, 0.25, 0] },
};

const MINUTE_MS = 60_000;
const STEP_MS = 10_000;
const PLACES = 5;
const START_MS = Date.UTC(2026, 0, 12);
/** A headline is opened so often at least, of those who look at it. */
const OPENED_ANYHOW = 0.25;
const PUSH = { minutes: 10, perMinute: 40 };
const SETTLED_MS = 3_600_000;

export function runFeedback(
  rules: FeedbackRules,
  tell: (line: string) => void = () => undefined,
): FeedbackOutcome {
  return {
    shipping: rankingWeight('RAIL', 'POPULAR_NOW'),
    weights: rules.weights.map((weight) => {
      tell(`A click on the rail weighs ${weight}`);
      const runs = Array.from({ length: rules.runs }, (_, run) =>
        new Loop({ ...rules, seed: `${rules.seed} ${run}` }, weight).run(),
      );
      const mean = (figure: keyof WeightOutcome) =>
        runs.reduce((sum, one) => sum + one[figure], 0) / runs.length;
      return {
        weight,
        ...{ tau: mean('tau'), hits: mean('hits'), gini: mean('gini'), giniWanted: mean('giniWanted') },
        ...{ staysMinutes: mean('staysMinutes'), railShare: mean('railShare') },
      };
    }),
  };
}

class Loop {
  private readonly product: SourceUnderLog;
  private readonly wanted: number[];
  private readonly views: number[];
  private readonly organic: Chance;
  private readonly clicking: Chance;
  private readonly worthless: number;
  private railViews = 0;
  private list: number[] = [];

  constructor(
    private readonly rules: FeedbackRules,
    private readonly weight: number,
  ) {
    const { articles, zipfExponent, seed } = rules;
    this.organic = new Chance(`${seed}/organic`);
    this.clicking = new Chance(`${seed}/clicks`);
    // Articles are numbered by chance: of two alike the newer stands first.
    const ranks = Array.from({ length: articles }, (_, index) => index + 1);
    const dealing = new Chance(`${seed}/ranks`);
    const dealt = ranks.map((rank) => ({ rank, by: dealing.next() })).sort((a, b) => a.by - b.by);
    this.wanted = [...dealt.map(({ rank }) => rank ** -zipfExponent), 0];
    this.worthless = articles;
    this.views = this.wanted.map(() => 0);
    const rule = { ...ruleOfSettings(settingsFrom({})), stories: 'each' as const };
    this.product = new SourceUnderLog(new PopularNowSource(fixedRules(rule)), SITE_LIST);
    for (const article of this.wanted.keys()) this.product.publish(article, START_MS - 24 * 60 * MINUTE_MS);
  }

  run(): WeightOutcome {
    const endMs = START_MS + this.rules.hours * 60 * MINUTE_MS;
    const pushedFromMs = START_MS + this.rules.pushAfterHours * 60 * MINUTE_MS;
    const pushedToMs = pushedFromMs + PUSH.minutes * MINUTE_MS;
    const taus: number[] = [];
    const hits: number[] = [];
    let stays = 0;
    for (let nowMs = START_MS + STEP_MS; nowMs <= endMs; nowMs += STEP_MS) {
      const isPushed = nowMs > pushedFromMs && nowMs <= pushedToMs;
      this.readFor(nowMs, isPushed);
      this.list = this.product.list(nowMs).slice(0, PLACES);
      if (nowMs > pushedToMs && this.list.includes(this.worthless)) stays++;
      if (nowMs < START_MS + SETTLED_MS || (nowMs > pushedFromMs && nowMs < pushedToMs + 3_600_000)) continue;
      taus.push(kendallTau(this.list.map((article) => this.wanted[article]!)));
      hits.push(this.hitsOf(this.list));
    }
    const all = this.views.slice(0, this.rules.articles);
    return {
      weight: this.weight,
      ...{ tau: meanOf(taus), hits: meanOf(hits), gini: giniOf(all) },
      giniWanted: giniOf(this.wanted.slice(0, this.rules.articles)),
      staysMinutes: (stays * STEP_MS) / MINUTE_MS,
      railShare: this.railViews / this.views.reduce((sum, views) => sum + views, 0),
    };
  }

  /** Those of one step. The same come by themselves whatever the rail weighs. */
  private readFor(nowMs: number, isPushed: boolean): void {
    const { readersPerMinute, railShare } = this.rules;
    const sum = this.wanted.reduce((total, one) => total + one, 0);
    for (const [article, wanted] of this.wanted.entries()) {
      const pushed = isPushed && article === this.worthless ? PUSH.perMinute : 0;
      const perStep = ((readersPerMinute * wanted) / sum + pushed) * (STEP_MS / MINUTE_MS);
      for (let left = poisson(perStep, this.organic); left > 0; left--) this.count(article, nowMs, 1);
    }
    const looking = poisson(readersPerMinute * railShare * (STEP_MS / MINUTE_MS), this.clicking);
    for (let reader = 0; reader < looking; reader++) this.lookAtRail(nowMs);
  }

  private lookAtRail(nowMs: number): void {
    const most = Math.max(...this.wanted);
    for (const [place, article] of this.list.entries()) {
      if (!this.clicking.isTrue(1 / (place + 1))) continue;
      const opened = OPENED_ANYHOW + (1 - OPENED_ANYHOW) * (this.wanted[article]! / most);
      if (!this.clicking.isTrue(opened)) continue;
      this.railViews++;
      this.count(article, nowMs, this.weight);
      return;
    }
  }

  private count(article: number, atMs: number, weight: number): void {
    this.views[article]!++;
    this.product.boards.count(article, atMs - 1, weight);
  }

  private hitsOf(list: readonly number[]): number {
    const fifth = [...this.wanted].sort((a, b) => b - a)[PLACES - 1]!;
    return list.filter((article) => this.wanted[article]! >= fifth).length / PLACES;
  }
}

/** Of values in the order of a list: how much oftener the upper of two is the larger than the lower. */
export function kendallTau(values: readonly number[]): number {
  let agree = 0;
  let pairs = 0;
  for (let upper = 0; upper < values.length; upper++) {
    for (let lower = upper + 1; lower < values.length; lower++) {
      pairs++;
      agree += Math.sign(values[upper]! - values[lower]!);
    }
  }
  return pairs === 0 ? 0 : agree / pairs;
}

/** 0 where all are alike, nearly 1 where one has everything. */
export function giniOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const sum = sorted.reduce((total, value) => total + value, 0);
  const weighed = sorted.reduce((total, value, index) => total + (index + 1) * value, 0);
  return sum === 0 ? 0 : (2 * weighed) / (sorted.length * sum) - (sorted.length + 1) / sorted.length;
}

/** Knuth's, for small means. */
function poisson(mean: number, chance: Chance): number {
  const least = Math.exp(-mean);
  let count = 0;
  for (let product = chance.next(); product > least; product *= chance.next()) count++;
  return count;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);
}

export function feedbackTable({ shipping, weights }: FeedbackOutcome): string {
  const row = (name: string, figures: readonly string[]) =>
    name.padEnd(18) + figures.map((figure) => figure.padStart(14)).join('');
  return [
    row('a rail click weighs', ['tau', 'truly first five', 'Gini', 'pushed stays', 'by the rail']),
    ...weights.map(({ weight, tau, hits, gini, staysMinutes, railShare }) =>
      row(`${weight}${weight === shipping ? ' (Mostread)' : ''}`, [
        tau.toFixed(3),
        hits.toFixed(3),
        gini.toFixed(3),
        `${staysMinutes.toFixed(1)} min`,
        `${Math.round(100 * railShare)} %`,
      ]),
    ),
    `What is wanted has a Gini of ${(weights[0]?.giniWanted ?? 0).toFixed(3)}.`,
  ].join('\n');
}
