// The window that was best on the days before: what a newsroom would have chosen that had tried them all. It is chosen
// once, on everything before the first tick, and judged on what comes after.

import type { Contestant, Run } from '../contestants';
import { Judge } from '../judge';
import { listsOf, type TickLists, ticksBetween } from '../tick-lists';
import { minutesWindow, type WindowCount } from './counts';

export interface TuningRules {
  windowsMinutes: readonly number[];
  /** By which they are compared. */
  horizonMs: number;
  leastReaders: number;
  gridMs: number;
  /** Of the beginning of the log, during which windows fill. */
  warmUpMs: number;
}

export class BestWindow implements Contestant {
  readonly name = 'best window, tuned';
  readonly kind = 'baseline';
  source = 'of the windows the one that captures most on the days before those that are judged';

  constructor(private readonly rules: TuningRules) {}

  async lists(run: Run): Promise<TickLists> {
    const chosen = await this.choose(run);
    this.source = `${chosen.name}: captures most on the days before those that are judged`;
    return listsOf(chosen, run.views, run.ticks, { pace: run.pace, isStopped: run.isStopped });
  }

  /** A fresh one: what has made lists of the days before has forgotten nothing of them. */
  private async choose({ views, ticks, isStopped }: Run): Promise<WindowCount> {
    const { windowsMinutes, horizonMs, leastReaders, gridMs, warmUpMs } = this.rules;
    const fromMs = (views.atMs[0] ?? 0) + warmUpMs;
    const tuning = ticksBetween(Math.ceil(fromMs / gridMs) * gridMs, ticks.firstMs - horizonMs, gridMs);
    const lists: TickLists[] = [];
    for (const minutes of windowsMinutes) {
      lists.push(await listsOf(minutesWindow(minutes), views, tuning, { pace: 'every', isStopped }));
    }
    const judge = new Judge(views, tuning, { gridMs, horizonsMs: [horizonMs], leastReaders });
    const captures = judge.scores(lists).map(([scores]) => meanOf(scores!.capture));
    // Where nothing lies before, the middle one: nothing speaks for another.
    const best = captures.some((capture) => capture > 0)
      ? captures.indexOf(Math.max(...captures))
      : Math.floor(windowsMinutes.length / 2);
    return minutesWindow(windowsMinutes[best]!);
  }
}

function meanOf(values: Float64Array): number {
  const some = values.filter((value) => !Number.isNaN(value));
  return some.reduce((sum, value) => sum + value, 0) / Math.max(some.length, 1);
}
