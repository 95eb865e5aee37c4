// What this process knows of neighbour boards: a board is asked of Redis at most once a second, and when Redis does not
// answer the last one that was read serves on, or none.

import { LRUCache } from 'lru-cache';
import type { Clock } from '../platform/clock';
import { NO_CLICKS, type OnwardClicks } from './formulas/back-off';
import type { NeighbourBoardStore } from './neighbour-board.store';
import { type PackedClicks, packClicks, unpackClicks } from './packed-clicks';

interface Remembered {
  readMs: number;
  onward: PackedClicks;
}

const FRESH_MS = 1_000;
/** Some 0.7 KB each. */
const REMEMBERED_BOARDS = 5_000;
/** A page does not wait longer for what it can do without. */
const WAIT_MS = 100;
/** After a failure Redis is left alone for so long. */
const PAUSE_MS = 500;

export class OnwardMemory {
  private readonly remembered = new LRUCache<number, Remembered>({ max: REMEMBERED_BOARDS });
  private readonly reading = new Map<number, Promise<OnwardClicks>>();
  private pausedUntilMs = -Infinity;

  constructor(
    private readonly store: Pick<NeighbourBoardStore, 'read'>,
    private readonly clock: Clock,
  ) {}

  /** Of each article, in order: asked for side by side, each at most once at a time. */
  ofEach(articles: readonly number[]): OnwardClicks[] | Promise<OnwardClicks[]> {
    const nowMs = this.clock.nowMs();
    const known = articles.map((article) => this.remembered.get(article));
    const isFresh = (found: Remembered | undefined) => found !== undefined && nowMs - found.readMs < FRESH_MS;
    if (nowMs < this.pausedUntilMs || known.every(isFresh)) {
      return known.map(clicksOf);
    }
    // One wait for all of them: each would be in memory for its whole length.
    const inTime = this.clock.wait(WAIT_MS).then(() => undefined);
    return Promise.all(
      articles.map((article, index) =>
        isFresh(known[index]) ? clicksOf(known[index]) : this.read(article, nowMs, inTime),
      ),
    );
  }

  private async read(article: number, nowMs: number, inTime: Promise<undefined>): Promise<OnwardClicks> {
    const onward = await Promise.race([this.readOnce(article, nowMs).catch(() => undefined), inTime]);
    if (onward === undefined) this.pausedUntilMs = nowMs + PAUSE_MS;
    return onward ?? clicksOf(this.remembered.get(article));
  }

  private readOnce(article: number, nowMs: number): Promise<OnwardClicks> {
    const underWay = this.reading.get(article);
    if (underWay) return underWay;
    const reading = this.store
      .read(article, nowMs)
      .then((onward) => {
        this.remembered.set(article, { readMs: nowMs, onward: packClicks(onward) });
        return onward;
      })
      .finally(() => this.reading.delete(article));
    this.reading.set(article, reading);
    return reading;
  }
}

function clicksOf(found: Remembered | undefined): OnwardClicks {
  return found === undefined ? NO_CLICKS : unpackClicks(found.onward);
}
