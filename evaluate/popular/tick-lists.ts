// The lists of a maker at every tick of an evaluation: what is judged, dumped and drawn.

import { type CountedLog, firstAfter, viewAt } from './counted-log';
import type { ListMaker } from './list-maker';

/** Ticks lie on the grid of the clock. */
export interface Ticks {
  firstMs: number;
  stepMs: number;
  count: number;
}

/** So many places of each list are kept. */
export const KEPT_PLACES = 10;
const NOBODY = -1;

export class TickLists {
  private readonly articles: Int32Array;

  constructor(readonly ticks: Ticks) {
    this.articles = new Int32Array(ticks.count * KEPT_PLACES).fill(NOBODY);
  }

  set(tick: number, list: readonly number[]): void {
    const start = tick * KEPT_PLACES;
    this.articles.fill(NOBODY, start, start + KEPT_PLACES);
    for (let place = 0; place < Math.min(list.length, KEPT_PLACES); place++) {
      this.articles[start + place] = list[place]!;
    }
  }

  /** The first `places`, best first; fewer where the list was shorter. */
  at(tick: number, places: number): number[] {
    const list: number[] = [];
    for (let place = 0; place < places; place++) {
      const article = this.articles[tick * KEPT_PLACES + place]!;
      if (article === NOBODY) break;
      list.push(article);
    }
    return list;
  }
}

export const timeOfTick = ({ firstMs, stepMs }: Ticks, tick: number): number => firstMs + tick * stepMs;

/** The ticks from `fromMs` until just before `toMs`. */
export function ticksBetween(fromMs: number, toMs: number, stepMs: number): Ticks {
  const firstMs = Math.ceil(fromMs / stepMs) * stepMs;
  return { firstMs, stepMs, count: Math.max(0, Math.ceil((toMs - firstMs) / stepMs)) };
}

export interface RunRules {
  /** `own`: a maker that its source computes now and then stands still in between. `every`: at every tick. */
  pace: 'own' | 'every';
  progress?: (tick: number) => void;
  isStopped?: () => boolean;
  /** Lets others have their turn now and then: a signal would else wait until the end. */
  pause?: () => Promise<void>;
}

const TICKS_A_TURN = 2_000;

/** Tells the maker of every counted view in the order of time and asks it at each tick for what it knows by then. */
export async function listsOf(
  maker: ListMaker,
  log: CountedLog,
  ticks: Ticks,
  rules: RunRules,
): Promise<TickLists> {
  const lists = new TickLists(ticks);
  const everyMs = rules.pace === 'own' ? (maker.everyMs ?? ticks.stepMs) : ticks.stepMs;
  let next = 0;
  let list: number[] = [];
  for (let tick = 0; tick < ticks.count; tick++) {
    const nowMs = timeOfTick(ticks, tick);
    const known = firstAfter(log, nowMs);
    for (; next < known; next++) if (log.counts[next] === 1) maker.take(viewAt(log, next));
    if (tick === 0 || nowMs % everyMs < ticks.stepMs) list = maker.list(nowMs, KEPT_PLACES);
    lists.set(tick, list);
    if (tick % TICKS_A_TURN !== 0) continue;
    rules.progress?.(tick);
    await rules.pause?.();
    if (rules.isStopped?.()) break;
  }
  return lists;
}
