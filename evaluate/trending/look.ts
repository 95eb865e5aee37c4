// One pass through a log: at each tick the list of the product, and what every formula gives for whatever is read. The
// same limits hold for all: an article has the readers of an hour that Trending asks for, a list has so many places.

import { ruleOfSettings } from '../../src/compose/ranking';
import { settingsFrom } from '../../src/compose/settings';
import { fixedRules } from '../../src/ranking/rules/ranking-rules';
import { SITE_LIST, trendingList } from '../../src/ranking/snapshot';
import { TrendingSource } from '../../src/ranking/trending/trending-source';
import { SourceUnderLog } from '../in-memory/source-under-log';
import { type CountedLog, firstAfter, viewAt } from '../popular/counted-log';
import { ScoringSource } from './scoring-source';
import { ReadingsOfLate, trendFormulas } from './trend-finders';

export interface Period {
  fromMs: number;
  toMs: number;
  stepMs: number;
}

export type Scored = readonly [article: number, score: number];

export interface Finder {
  name: string;
  source: string;
}

export const PRODUCT: Finder = { name: 'Mostread', source: 'src/ranking/trending' };
/** In the order of the scores of a tick. */
export const formulas: readonly Finder[] = [
  { name: 'Poisson surprise', source: 'src/ranking/formulas/poisson-surprise.ts, with other thresholds' },
  { name: 'change points', source: 'src/ranking/formulas/change-points.ts: read twice as much as before' },
  ...trendFormulas,
];
/** No list that is judged is longer. */
export const PLACES = 20;

export interface Looked {
  nowMs: number;
  /** What the product lists, best first. */
  product: number[];
  /** By formula, best first. */
  scores: readonly (readonly Scored[])[];
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Everything of the log is told; it is looked once a minute in the hour before the period, and then at each tick. */
export function lookThrough(log: CountedLog, period: Period, see: (looked: Looked) => void): void {
  const rule = { ...ruleOfSettings(settingsFrom({})), stories: 'each' as const };
  const scoring = new ScoringSource(new TrendingSource(fixedRules(rule)));
  const product = new SourceUnderLog(scoring, trendingList(SITE_LIST));
  const readings = new ReadingsOfLate();
  let next = 0;
  const listAt = (nowMs: number) => {
    const known = firstAfter(log, nowMs);
    for (; next < known; next++) {
      if (log.counts[next] === 0) continue;
      const view = viewAt(log, next);
      product.publish(view.article, view.publishedAtMs);
      product.boards.count(view.article, view.atMs);
      readings.take(view);
    }
    return product.list(nowMs).slice(0, PLACES);
  };
  const { fromMs, toMs, stepMs } = period;
  for (let nowMs = fromMs - HOUR_MS; nowMs < fromMs; nowMs += MINUTE_MS) listAt(nowMs);
  for (let nowMs = fromMs; nowMs < toMs; nowMs += stepMs) {
    const list = listAt(nowMs);
    see({ nowMs, product: list, scores: scoresAt(nowMs, scoring, readings) });
  }
}

function scoresAt(nowMs: number, { scores }: ScoringSource, readings: ReadingsOfLate): Scored[][] {
  const found: Scored[][] = formulas.map(() => []);
  const isReadEnough = new Set<number>();
  for (const { article, surprise, changePoints } of scores) {
    isReadEnough.add(article);
    if (surprise > -Infinity) found[0]!.push([article, surprise]);
    found[1]!.push([article, changePoints]);
  }
  for (const [article, reading] of readings.at(nowMs)) {
    if (!isReadEnough.has(article)) continue;
    for (const [which, formula] of trendFormulas.entries()) {
      const score = formula.score(reading);
      if (score > 0) found[which + 2]!.push([article, score]);
    }
  }
  return found.map((all) => all.sort((a, b) => b[1] - a[1]).slice(0, PLACES));
}
