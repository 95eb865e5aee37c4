// What a list is worth is what its readers do next: for each judged tick t and horizon N the unique viewers of every
// article in (t, t + N], from the raw log. A visitor who opens an article twice in it counts once. One judge for all
// lists, on the same ticks, so that differences are paired.

import { type CountedLog, firstAfter } from './counted-log';
import { type TickLists, type Ticks, timeOfTick } from './tick-lists';

export interface JudgeRules {
  /** From one judged tick to the next: a multiple of the ticks' step, on the grid of the clock. */
  gridMs: number;
  horizonsMs: readonly number[];
  /** A tick with fewer unique viewers in the horizon is not judged. */
  leastReaders: number;
}

/** One number for each judged tick; NaN where it is not judged. */
export interface HorizonScores {
  horizonMs: number;
  /** The readers of the list's five, of those of the five most read. */
  capture: Float64Array;
  ndcg: Float64Array;
  /** Of the five, those read as much as the truly fifth. */
  precision: Float64Array;
  /** 1 where the first is read as much as the truly first. */
  firstHit: Float64Array;
  /** The readers of the five, of all. */
  share: Float64Array;
}

export const JUDGED_PLACES = 5;

/** Lists are compared by the middle horizon; of two the nearer. */
export function mainHorizonMs({ horizonsMs }: Pick<JudgeRules, 'horizonsMs'>): number {
  return horizonsMs[mainHorizon(horizonsMs)]!;
}

export const mainHorizon = (horizonsMs: readonly number[]): number => Math.floor((horizonsMs.length - 1) / 2);

/** The unique viewers of an interval, most first; of two alike the lower number. */
export interface Truth {
  order: readonly number[];
  readersOf: (article: number) => number;
  all: number;
}

/** The places among the ticks that lie on the grid. */
export function judgedTicks(ticks: Ticks, gridMs: number): number[] {
  const judged: number[] = [];
  for (let tick = 0; tick < ticks.count; tick++) {
    if (timeOfTick(ticks, tick) % gridMs === 0) judged.push(tick);
  }
  return judged;
}

export class Judge {
  private readonly readers: Int32Array;
  readonly judged: readonly number[];

  constructor(
    private readonly log: CountedLog,
    readonly ticks: Ticks,
    readonly rules: JudgeRules,
  ) {
    this.readers = new Int32Array(log.names.length);
    this.judged = judgedTicks(ticks, rules.gridMs);
  }

  timeOf(at: number): number {
    return timeOfTick(this.ticks, this.judged[at]!);
  }

  /** Scores of each list at each horizon, in the order given. `agedMs`: of the list as it was so long before. */
  scores(lists: readonly TickLists[], { agedMs = 0 }: { agedMs?: number } = {}): HorizonScores[][] {
    const scores = lists.map(() => this.rules.horizonsMs.map((ms) => emptyScores(ms, this.judged.length)));
    const back = Math.round(agedMs / this.ticks.stepMs);
    this.rules.horizonsMs.forEach((horizonMs, which) => {
      this.judged.forEach((tick, at) => {
        if (tick < back) return;
        const truth = this.truthAfter(timeOfTick(this.ticks, tick), horizonMs);
        if (truth === undefined) return;
        lists.forEach((list, maker) => {
          score(list.at(tick - back, JUDGED_PLACES), truth, scores[maker]![which]!, at);
        });
      });
    });
    return scores;
  }

  /** Undefined where too few read, or the log ends before the horizon does. */
  truthAfter(atMs: number, horizonMs: number): Truth | undefined {
    const { log, rules } = this;
    if (atMs + horizonMs > (log.atMs.at(-1) ?? -Infinity)) return undefined;
    const truth = this.truthBetween(atMs, atMs + horizonMs);
    return truth.all < rules.leastReaders ? undefined : truth;
  }

  /** The unique viewers after `fromMs`, until `toMs`; good until it is asked again. */
  truthBetween(fromMs: number, toMs: number): Truth {
    const { log, readers } = this;
    readers.fill(0);
    const end = firstAfter(log, toMs);
    const order: number[] = [];
    let all = 0;
    for (let at = firstAfter(log, fromMs); at < end; at++) {
      if (log.previousMs[at]! > fromMs) continue; // seen already, in the same interval
      const article = log.article[at]!;
      if (readers[article] === 0) order.push(article);
      readers[article]!++;
      all++;
    }
    order.sort((a, b) => readers[b]! - readers[a]! || a - b);
    return { order, all, readersOf: (article) => readers[article] ?? 0 };
  }
}

/** Nothing judged yet. */
export function emptyScores(horizonMs: number, count: number): HorizonScores {
  const empty = () => new Float64Array(count).fill(Number.NaN);
  const [capture, ndcg, precision, firstHit, share] = [empty(), empty(), empty(), empty(), empty()];
  return { horizonMs, capture, ndcg, precision, firstHit, share };
}

function score(list: readonly number[], truth: Truth, into: HorizonScores, at: number): void {
  const { order, readersOf, all } = truth;
  const best = order.slice(0, JUDGED_PLACES).map(readersOf);
  const own = list.map(readersOf);
  const sum = (readers: readonly number[]) => readers.reduce((total, one) => total + one, 0);
  const discounted = (readers: readonly number[]) =>
    readers.reduce((total, one, place) => total + one / Math.log2(place + 2), 0);
  const fifth = best[JUDGED_PLACES - 1] ?? 1;
  into.capture[at] = sum(own) / sum(best);
  into.ndcg[at] = discounted(own) / discounted(best);
  into.precision[at] = own.filter((readers) => readers >= fifth).length / JUDGED_PLACES;
  into.firstHit[at] = (own[0] ?? 0) >= best[0]! ? 1 : 0;
  into.share[at] = sum(own) / all;
}
