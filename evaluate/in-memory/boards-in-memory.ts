// The boards of the product as plain sums in memory, for experiments that count a hundred million views: what the
// product's own readings and sources are asked for is the same, and the counting is tried elsewhere.

import type { BoardPlace, MinuteCount } from '../../src/boards/board.store';
import { KEPT_MINUTES } from '../../src/boards/board-keys';
import {
  type Board,
  decayedViews,
  halfLifeMs,
  TRIMMED_BELOW_VIEWS,
  viewWeight,
} from '../../src/boards/decay';
import { Largest } from '../../src/ranking/largest';

const MINUTE_MS = 60_000;
/** Scaling by 2^-512 is exact. */
const LANDMARK_MOVES_HALF_LIVES = 512;
const NOBODY: ReadonlyMap<number, MinuteCount> = new Map();

export class BoardsInMemory {
  private readonly minutes = new Map<number, Map<number, MinuteCount>>();
  private readonly boards: Record<Board, DecayedSums> = {
    hour: new DecayedSums(halfLifeMs.hour),
    day: new DecayedSums(halfLifeMs.day),
    week: new DecayedSums(halfLifeMs.week),
  };

  /** @param weight for ranking, 0 to 1 */
  count(article: number, atMs: number, weight = 1): void {
    const minute = Math.floor(atMs / MINUTE_MS);
    let counts = this.minutes.get(minute);
    if (counts === undefined) {
      counts = new Map();
      this.minutes.set(minute, counts);
      this.minutes.delete(minute - KEPT_MINUTES);
    }
    const { views, discount } = counts.get(article) ?? { views: 0, discount: 0 };
    counts.set(article, { views: views + 1, discount: discount + 1 - weight });
    const { hour, day, week } = this.boards;
    hour.add(article, weight, atMs);
    day.add(article, weight, atMs);
    week.add(article, weight, atMs);
  }

  minuteCounts(minute: number): ReadonlyMap<number, MinuteCount> {
    return this.minutes.get(minute) ?? NOBODY;
  }

  top(board: Board, count: number, nowMs: number): BoardPlace[] {
    return this.boards[board].top(count, nowMs);
  }
}

/** Order changes by views alone, so that a board need not be decayed to be read. */
class DecayedSums {
  private landmarkMs: number | undefined;
  private readonly scores = new Map<number, number>();

  constructor(private readonly halfLifeMs: number) {}

  add(article: number, weight: number, atMs: number): void {
    this.landmarkMs ??= atMs;
    while (atMs - this.landmarkMs > LANDMARK_MOVES_HALF_LIVES * this.halfLifeMs) this.moveLandmark();
    const { landmarkMs, halfLifeMs, scores } = this;
    const added = weight * viewWeight(atMs, { landmarkMs, halfLifeMs });
    scores.set(article, (scores.get(article) ?? 0) + added);
  }

  /** Of two alike the lower number first. */
  top(count: number, nowMs: number): BoardPlace[] {
    const { landmarkMs, halfLifeMs, scores } = this;
    if (landmarkMs === undefined) return [];
    const least = TRIMMED_BELOW_VIEWS * viewWeight(nowMs, { landmarkMs, halfLifeMs });
    const largest = new Largest(count);
    for (const [article, score] of scores) {
      if (score < least) scores.delete(article);
      else largest.offer(-article, score);
    }
    return largest.inOrder().map(({ number, size }) => ({
      article: -number,
      decayedViews: decayedViews(size, nowMs, { landmarkMs, halfLifeMs }),
    }));
  }

  private moveLandmark(): void {
    this.landmarkMs! += LANDMARK_MOVES_HALF_LIVES * this.halfLifeMs;
    for (const [article, score] of this.scores) {
      this.scores.set(article, score * 2 ** -LANDMARK_MOVES_HALF_LIVES);
    }
  }
}
