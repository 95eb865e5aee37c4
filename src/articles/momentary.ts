// Lists that every page shows are made once for all requests of a moment. Nothing public is missed and nothing
// withdrawn is shown for that: what a list was made of is compared each time, and cards tell when one has moved.

import { LRUCache } from 'lru-cache';
import type { Clock } from '../platform/clock';
import type { CardCache } from './card-cache';

/** What changes by time alone, ages and articles whose time has come, waits for so long at most. */
const KEPT_MS = 100;

interface Kept<V> {
  madeMs: number;
  version: number;
  of: unknown;
  value: V;
}

export class Momentary<K extends string | number, V> {
  private readonly kept: LRUCache<K, Kept<V>>;

  constructor(
    private readonly cards: Pick<CardCache, 'version'>,
    private readonly clock: Clock,
    max: number,
  ) {
    this.kept = new LRUCache({ max });
  }

  /** @param of what it is made of beside cards: something else, and it is made anew */
  get(key: K, of: unknown, make: () => V): V {
    const nowMs = this.clock.nowMs();
    const { version } = this.cards;
    const known = this.kept.get(key);
    const isGood =
      known !== undefined &&
      known.version === version &&
      known.of === of &&
      nowMs >= known.madeMs &&
      nowMs - known.madeMs < KEPT_MS;
    if (isGood) return known.value;
    const value = make();
    this.kept.set(key, { madeMs: nowMs, version, of, value });
    return value;
  }

  clear(): void {
    this.kept.clear();
  }
}
