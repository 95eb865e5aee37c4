// What counts pairs of articles that one session has read, over all time: co-occurrence, item-kNN and sequential rules.

import type { Question, Recommender, Step } from '../recommender';
import { TopPlaces } from './top-places';

type Pairs = Map<number, Map<number, number>>;

function add(pairs: Pairs, from: number, to: number, weight: number): void {
  const counts = pairs.get(from) ?? new Map<number, number>();
  pairs.set(from, counts);
  counts.set(to, (counts.get(to) ?? 0) + weight);
}

/** By the article that was read last; without what the session has read. */
function best(
  pairs: Pairs,
  { read }: Question,
  places: number,
  scoreOf: (article: number, count: number) => number = (_, count) => count,
): number[] {
  const top = new TopPlaces(places);
  for (const [article, count] of pairs.get(read.at(-1)!) ?? []) {
    if (!read.includes(article)) top.offer(article, scoreOf(article, count));
  }
  return top.list();
}

/** Sessions that have read both, whichever came first. */
export class CoOccurrence implements Recommender {
  private readonly pairs: Pairs = new Map();

  list(question: Question, places: number): number[] {
    return best(this.pairs, question, places);
  }

  take({ article, read }: Step): void {
    for (const other of read) {
      add(this.pairs, other, article, 1);
      add(this.pairs, article, other, 1);
    }
  }
}

export const ITEM_KNN = { alpha: { g1: 0.75, adressa: 0.5 }, regularisation: 20 };

/** c_ij / ((n_j + 20)^a (n_i + 20)^(1-a)): what everybody reads is divided by how much it is read. */
export class ItemNeighbours implements Recommender {
  private readonly pairs: Pairs = new Map();
  private readonly counts: number[] = [];

  constructor(private readonly alpha: number) {}

  list(question: Question, places: number): number[] {
    // The part of the article that was read last is the same for all.
    return best(this.pairs, question, places, (article, count) => {
      return count / ((this.counts[article] ?? 0) + ITEM_KNN.regularisation) ** this.alpha;
    });
  }

  take({ article, read }: Step): void {
    while (this.counts.length <= article) this.counts.push(0);
    this.counts[article]!++;
    for (const other of read) {
      add(this.pairs, other, article, 1);
      add(this.pairs, article, other, 1);
    }
  }
}

const FARTHEST = 10;

/** A pair counts 1/d, d steps apart, in the order in which it was read. */
export class SequentialRules implements Recommender {
  private readonly rules: Pairs = new Map();

  list(question: Question, places: number): number[] {
    return best(this.rules, question, places);
  }

  take({ article, read }: Step): void {
    for (let distance = 1; distance <= Math.min(read.length, FARTHEST); distance++) {
      add(this.rules, read[read.length - distance]!, article, 1 / distance);
    }
  }
}
