// The two formulas of the product over the minutes that its ranker holds, as scores without a threshold: the Poisson
// surprise of the most surprising beginning, which Trending ships, and the change points of Popular Now. Asked as the
// ranker asks a source, beside Trending itself.

import { presentRate, type ReadingBin } from '../../src/ranking/formulas/change-points';
import { minuteBins, siteRhythm } from '../../src/ranking/formulas/minute-bins';
import { LEAST_FACTOR, mostSurprisingRise, surpriseAsked } from '../../src/ranking/formulas/poisson-surprise';
import type { ListSource, RankingTick } from '../../src/ranking/list-source';
import { Newcomers } from '../../src/ranking/trending/newcomers';
import { isReadEnough, mayBeReadEnough } from '../../src/ranking/trending/rising-article';

export interface MinuteScores {
  article: number;
  /** Above what is asked among so many articles: from 0 on Trending lists it. */
  surprise: number;
  /** The logarithm of the odds that it is read at least twice as much as before. */
  changePoints: number;
}

const MINUTE_MS = 60_000;
const LEAST_PROBABILITY = 1e-9;

export class ScoringSource implements ListSource {
  /** Of every article that has the readers of an hour that Trending asks for. */
  scores: MinuteScores[] = [];
  private readonly newcomers = new Newcomers();
  private learntFrom: unknown;

  constructor(private readonly trending: ListSource) {}

  takeOver(...last: Parameters<ListSource['takeOver']>): void {
    this.trending.takeOver(...last);
  }

  rank(tick: RankingTick): ReturnType<ListSource['rank']> {
    const { readings, cardOf, nowMs } = tick;
    const { minutes, slowBoards } = readings;
    if (this.learntFrom !== slowBoards.day) this.newcomers.learn(slowBoards, cardOf, nowMs);
    this.learntFrom = slowBoards.day;
    const runningPart = (nowMs % MINUTE_MS) / MINUTE_MS;
    const site = minutes.siteCounts();
    const rhythm = siteRhythm(site, runningPart);
    this.scores = [];
    for (const article of minutes.articles()) {
      if (!mayBeReadEnough(article, readings)) continue;
      const card = cardOf(article);
      const own = minutes.countsOf(article);
      if (!card?.publishedAt || !isReadEnough({ own })) continue;
      const ageMinutes = (nowMs - card.publishedAt.getTime()) / MINUTE_MS;
      const newcomersPerMinute = this.newcomers.of(card.sectionId);
      const rise = mostSurprisingRise({ own, site, runningPart, ageMinutes, newcomersPerMinute });
      const bins = minuteBins(own, ageMinutes, rhythm);
      const changePoints = oddsOfRise(bins, rhythm.readersPerMinute);
      this.scores.push({ article, surprise: rise?.surprise ?? -Infinity, changePoints });
    }
    const asked = surpriseAsked(this.scores.length);
    for (const score of this.scores) score.surprise -= asked;
    return this.trending.rank(tick);
  }
}

/** Of all explanations by change points, those by which it is read twice as much as before. */
function oddsOfRise(bins: readonly ReadingBin[], siteReadersPerMinute: number): number {
  let probability = 0;
  for (const segment of presentRate(bins, siteReadersPerMinute).segments) {
    if (segment.beforeStartBin === undefined) continue;
    const before = bins.slice(segment.beforeStartBin, segment.startBin);
    const readers = before.reduce((sum, bin) => sum + bin.readers, 0);
    const minutes = before.reduce((sum, bin) => sum + bin.exposure, 0);
    // What had no minutes before is new, not risen.
    const isRise = minutes > 0 && segment.readersPerMinute >= LEAST_FACTOR * (readers / minutes);
    if (isRise) probability += segment.probability;
  }
  const within = Math.min(Math.max(probability, LEAST_PROBABILITY), 1 - LEAST_PROBABILITY);
  return Math.log(within / (1 - within));
}
