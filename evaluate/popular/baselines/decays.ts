// Lists by exponentially decayed counts: forward, so that waiting costs nothing (Cormode, Shkapenyuk, Srivastava, Xu:
// Forward Decay, ICDE 2009). Scores only rise; before they pass what a number holds all are scaled by 2^-512, which is
// exact.

import type { CountedView, ListMaker } from '../list-maker';
import { RisingOrder } from './rising-order';
import { ViewQueue } from './view-queue';

const SCALED_AT_HALF_LIVES = 512;
const MINUTE_MS = 60_000;

/** A clock that runs in half-lives. */
class DecayedOrder {
  private readonly order = new RisingOrder();
  private halfLives = 0;

  moveOn(halfLives: number): void {
    this.halfLives += halfLives;
    while (this.halfLives >= SCALED_AT_HALF_LIVES) {
      this.order.scale(2 ** -SCALED_AT_HALF_LIVES);
      this.halfLives -= SCALED_AT_HALF_LIVES;
    }
  }

  add(article: number): void {
    this.order.raise(article, Math.max(this.order.scoreOf(article), 0) + 2 ** this.halfLives);
  }

  list(places: number): number[] {
    return this.order.list(places);
  }
}

export class DecayedCount implements ListMaker {
  readonly name: string;
  readonly source = 'Cormode, Shkapenyuk, Srivastava, Xu: Forward Decay, ICDE 2009';
  private readonly order = new DecayedOrder();
  private latestMs: number | undefined;

  constructor(private readonly halfLifeMinutes: number) {
    this.name = `decay ${halfLifeMinutes} min`;
  }

  take({ atMs, article }: CountedView): void {
    this.order.moveOn((atMs - (this.latestMs ?? atMs)) / (this.halfLifeMinutes * MINUTE_MS));
    this.latestMs = atMs;
    this.order.add(article);
  }

  list(_atMs: number, places: number): number[] {
    return this.order.list(places);
  }
}

export const ADAPTIVE = { minutesAtReference: 8, referencePerMinute: 20, leastMinutes: 1, mostMinutes: 20 };
const RATE_WINDOW_MINUTES = 10;

/** H = clamp(8 (20/R)^.5, 1, 20) minutes, R readers a minute. */
export function adaptiveHalfLifeMinutes(readersPerMinute: number): number {
  const { minutesAtReference, referencePerMinute, leastMinutes, mostMinutes } = ADAPTIVE;
  const wanted = minutesAtReference * Math.sqrt(referencePerMinute / readersPerMinute);
  return Math.min(Math.max(wanted, leastMinutes), mostMinutes);
}

/**
 * A half-life that follows the traffic: the clock runs as fast as the site's rate of the last ten minutes says. So what
 * a view is worth falls by half in each present half-life, and scores still only rise.
 */
export class AdaptiveDecay implements ListMaker {
  readonly name = 'adaptive decay';
  readonly source =
    'H = clamp(8 (20/R)^.5, 1, 20) minutes over forward decay (ICDE 2009), docs/decisions/0046';
  private readonly order = new DecayedOrder();
  private readonly recent = new ViewQueue();
  private firstMs: number | undefined;
  private latestMs = 0;

  take(view: CountedView): void {
    const { atMs } = view;
    this.firstMs ??= atMs;
    if (this.recent.size > 0) {
      const halfLifeMs = adaptiveHalfLifeMinutes(this.readersPerMinute(atMs)) * MINUTE_MS;
      this.order.moveOn((atMs - this.latestMs) / halfLifeMs);
    }
    this.latestMs = atMs;
    this.recent.add(view);
    this.order.add(view.article);
    while (this.recent.oldestMs <= atMs - RATE_WINDOW_MINUTES * MINUTE_MS) this.recent.take();
  }

  list(_atMs: number, places: number): number[] {
    return this.order.list(places);
  }

  private readersPerMinute(atMs: number): number {
    const minutes = (atMs - this.firstMs!) / MINUTE_MS;
    return this.recent.size / Math.min(Math.max(minutes, 1), RATE_WINDOW_MINUTES);
  }
}
