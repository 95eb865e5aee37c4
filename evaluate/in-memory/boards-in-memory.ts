// The boards of the product as plain sums in memory, for experiments that count a hundred million views: what the
// product's own readings and sources are asked for is the same, and the counting is tried elsewhere.

import type { BoardPlace, MinuteCount } from '../../src/boards/board.store';
import { KEPT_MINUTES } from '../../src/boards/board-keys';
import { type Board, halfLifeMs, TRIMMED_BELOW_VIEWS } from '../../src/boards/decay';

const MINUTE_MS = 60_000;
const NOBODY: ReadonlyMap<number, MinuteCount> = new Map();

interface Decayed {
  worth: number;
  atMs: number;
}

export class BoardsInMemory {
  private readonly minutes = new Map<number, Map<number, MinuteCount>>();
  private readonly boards: Record<Board, Map<number, Decayed>> = {
    hour: new Map(),
    day: new Map(),
    week: new Map(),
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
    for (const board of ['hour', 'day', 'week'] as const) {
      const known = this.boards[board].get(article);
      const worth = weight + (known === undefined ? 0 : worthAt(known, board, atMs));
      this.boards[board].set(article, { worth, atMs });
    }
  }

  minuteCounts(minute: number): ReadonlyMap<number, MinuteCount> {
    return this.minutes.get(minute) ?? NOBODY;
  }

  top(board: Board, count: number, nowMs: number): BoardPlace[] {
    const places: BoardPlace[] = [];
    for (const [article, known] of this.boards[board]) {
      const decayedViews = worthAt(known, board, nowMs);
      if (decayedViews < TRIMMED_BELOW_VIEWS) this.boards[board].delete(article);
      else places.push({ article, decayedViews });
    }
    return places.sort((a, b) => b.decayedViews - a.decayedViews || a.article - b.article).slice(0, count);
  }
}

function worthAt({ worth, atMs }: Decayed, board: Board, nowMs: number): number {
  return worth * 2 ** (-(nowMs - atMs) / halfLifeMs[board]);
}
