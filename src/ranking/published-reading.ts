// How much the most read articles are read, for whoever weighs by it: published with the lists, worked out anew every
// two seconds.

import { WINDOW_MINUTES } from './board-readings';
import type { ReadingMinutes } from './reading-minutes';
import type { Reading } from './snapshot';

const MINUTE_MS = 60_000;
const DEPTH = 1_000;
const RENEW_EVERY_MS = 2_000;

export class PublishedReading {
  private atMs = -Infinity;
  private ofArticles: ReadonlyMap<number, Reading> = new Map();

  forget(): void {
    this.atMs = -Infinity;
    this.ofArticles = new Map();
  }

  of(minutes: ReadingMinutes, nowMs: number): ReadonlyMap<number, Reading> {
    if (nowMs - this.atMs < RENEW_EVERY_MS) return this.ofArticles;
    const runningPart = (nowMs % MINUTE_MS) / MINUTE_MS;
    this.atMs = nowMs;
    this.ofArticles = new Map(
      minutes.mostRead(DEPTH, runningPart).map(({ article }) => [
        article,
        {
          readersPerMinute: minutes.readersPerMinute(article, runningPart),
          viewsInWindow: minutes.viewsWithin(article, WINDOW_MINUTES),
        },
      ]),
    );
    return this.ofArticles;
  }
}
