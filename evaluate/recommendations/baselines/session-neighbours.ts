// Session kNN in its forms: sessions that have read what this one has, the newest of them, weighed by what they share;
// an article is worth the sum over those that have read it.
//
//   sim(s, n) = sum of w_i over what both have read / (sqrt(sum of w_i^2) sqrt|n|), w_i = weightOf(steps back from the end)
//   score_j  += sim * sessionWeight * stepWeight(steps back of the last shared one) * distanceWeight(pos_j - pos*)
//
// pos* is the last place in n of what both have read. Of the published parameters k, how many of the sampled sessions
// count, is never below the sample: all of them count.
//
// V-SkNN: Ludewig, Jannach: Evaluation of Session-based Recommendation Algorithms, UMUAI 2018. STAN: Garg et al.:
// Sequence and Time Aware Neighborhood for Session-based Recommendations, SIGIR 2019. VSTAN: Ludewig et al.: Empirical
// Analysis of Session-Based Recommendation Algorithms, UMUAI 2021; all in session-rec, algorithms/knn. Parameters are
// those of Transformers4Rec, RecSys 2021, appendix C.

import type { Question, Recommender, Step } from '../recommender';
import { type KnownSession, SessionIndex } from './session-index';
import { TopPlaces } from './top-places';

export interface NeighbourRules {
  /** So many sessions, the newest, are looked at. */
  sample: number;
  /** What an article of the session weighs; 0 steps back is the last one. */
  weightOf: (stepsBack: number, length: number) => number;
  /** @param rank of the session by how new it is, from 0 */
  sessionWeight: (ageMs: number, rank: number) => number;
  stepWeight: (stepsBack: number) => number;
  distanceWeight: (distance: number) => number;
}

const DAY_MS = 24 * 3_600_000;
const one = () => 1;

export const vsknn = (sample: number): NeighbourRules => ({
  sample,
  weightOf: (stepsBack, length) => ((length - stepsBack) / length) ** 2,
  sessionWeight: one,
  stepWeight: (stepsBack) => 1 / (1 + stepsBack) ** 2,
  distanceWeight: one,
});

interface StanParameters {
  sample: number;
  spw: number;
  snhDays: number;
  inh: number;
}

export const stan = ({ sample, spw, snhDays, inh }: StanParameters): NeighbourRules => ({
  sample,
  weightOf: (stepsBack) => Math.exp(-stepsBack / spw),
  sessionWeight: (ageMs) => Math.exp(-ageMs / (snhDays * DAY_MS)),
  stepWeight: one,
  distanceWeight: (distance) => Math.exp(-Math.abs(distance) / inh),
});

export const vstan = ({ ipw, ...parameters }: StanParameters & { ipw: number }): NeighbourRules => ({
  ...stan(parameters),
  stepWeight: (stepsBack) => Math.exp(-stepsBack / ipw),
});

/** Tuned for a log that is learnt from click by click: newer sessions count more, what was read before little. */
export const streamingStan = ({ spw, inh, sample }: Omit<StanParameters, 'snhDays'>): NeighbourRules => ({
  ...stan({ sample, spw, inh, snhDays: 1 }),
  sessionWeight: (_ageMs, rank) => 2 ** (-rank / STREAMING.halfAtRank),
  distanceWeight: (distance) => Math.exp(-Math.abs(distance) / inh) * (distance < 0 ? STREAMING.before : 1),
});

const STREAMING = { halfAtRank: 150, before: 0.2 };

export class SessionNeighbours implements Recommender {
  private readonly index: SessionIndex;

  constructor(private readonly rules: NeighbourRules) {
    this.index = new SessionIndex(rules.sample);
  }

  list({ atMs, session, read }: Question, places: number): number[] {
    const stepsBack = new Map(read.map((article, at) => [article, read.length - 1 - at]));
    const scores = new Map<number, number>();
    this.index.newest(read, session).forEach((neighbour, rank) => {
      this.addScores(scores, neighbour, { stepsBack, ageMs: atMs - neighbour.latestMs, rank });
    });
    const top = new TopPlaces(places);
    for (const [article, score] of scores) top.offer(article, score);
    return top.list();
  }

  take({ session, article, atMs }: Step): void {
    this.index.add(session, article, atMs);
  }

  private addScores(
    scores: Map<number, number>,
    { articles }: KnownSession,
    { stepsBack, ageMs, rank }: { stepsBack: ReadonlyMap<number, number>; ageMs: number; rank: number },
  ): void {
    const { weightOf, sessionWeight, stepWeight, distanceWeight } = this.rules;
    let shared = 0;
    let lastShared = -1;
    let leastBack = Infinity;
    articles.forEach((article, at) => {
      const back = stepsBack.get(article);
      if (back === undefined) return;
      shared += weightOf(back, stepsBack.size);
      lastShared = at;
      leastBack = Math.min(leastBack, back);
    });
    if (lastShared === -1) return;
    const sim = (shared / Math.sqrt(articles.length)) * sessionWeight(ageMs, rank) * stepWeight(leastBack);
    articles.forEach((article, at) => {
      if (stepsBack.has(article)) return;
      scores.set(article, (scores.get(article) ?? 0) + sim * distanceWeight(at - lastShared));
    });
  }
}
