// What one tick of the ranker cost, part by part, and what came of it: for the figures.

import { stopwatch } from '../platform/clock';
import type { BoardReadings } from './board-readings';
import type { TickFigures, TickPart } from './ranking-figures';

export class MeasuredTick {
  failed = false;
  published = 0;
  lists = 0;
  rated = 0;
  computedAtMs: number | undefined;
  private readonly seconds: TickFigures['seconds'] = {};

  constructor(private readonly skipped: number) {}

  async measure<T>(part: TickPart, act: () => Promise<T>): Promise<T> {
    const seconds = stopwatch();
    try {
      return await act();
    } finally {
      this.seconds[part] = seconds();
    }
  }

  figures(leads: boolean, readings: BoardReadings): TickFigures {
    const { failed, published, lists, computedAtMs, seconds, skipped } = this;
    const liveArticles = readings.minutes.size;
    const { rated } = this;
    const { sinceMs: silentSinceMs } = readings.silence;
    const made = { published, lists, computedAtMs, liveArticles, rated, silentSinceMs };
    return { leads, failed, seconds, skipped, ...made };
  }
}
