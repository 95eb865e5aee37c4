// What one tick of the ranker cost, part by part, and what came of it: for the figures.

import { stopwatch } from '../platform/clock';
import { collectingSeconds } from '../platform/processes/collected-garbage';
import { threadEffort } from '../platform/processes/thread-effort';
import type { BoardReadings } from './board-readings';
import type { TickFigures, TickPart } from './ranking-figures';
import type { TickStep, TickSteps } from './tick-steps';

export class MeasuredTick implements TickSteps {
  failed = false;
  published = 0;
  lists = 0;
  rated = 0;
  computedAtMs: number | undefined;
  private readonly seconds: TickFigures['seconds'] = {};
  private readonly steps: TickFigures['steps'] = {};
  private readonly efforts: TickFigures['efforts'] = {};
  private readonly collectedBefore = collectingSeconds();

  constructor(private readonly skipped: number) {}

  async measure<T>(part: TickPart, act: () => Promise<T>): Promise<T> {
    const seconds = stopwatch();
    const effort = threadEffort();
    try {
      return await act();
    } finally {
      this.seconds[part] = seconds();
      const spent = effort && threadEffort()?.since(effort);
      if (spent) this.efforts[part] = spent;
    }
  }

  async step<T>(step: TickStep, act: () => Promise<T>): Promise<T> {
    const seconds = stopwatch();
    try {
      return await act();
    } finally {
      this.steps[step] = (this.steps[step] ?? 0) + seconds();
    }
  }

  figures(leads: boolean, readings: BoardReadings): TickFigures {
    const { failed, published, lists, computedAtMs, seconds, steps, efforts, skipped, rated } = this;
    const liveArticles = readings.minutes.size;
    const collectedSeconds = collectingSeconds() - this.collectedBefore;
    const tick = { leads, failed, published, lists, computedAtMs, seconds, steps, efforts, collectedSeconds };
    return { ...tick, skipped, liveArticles, rated, silentSinceMs: readings.silence.sinceMs };
  }
}
