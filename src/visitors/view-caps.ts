// A brake for rankings: of one visitor's views in ten minutes of the clock the first thirty move them, of one
// network's the first so many as the setting says; all are counted. Each process counts in memory, so that a
// view costs no call to Redis for this, and shares what it has seen of those who read much, four times a
// second: the caps hold over all processes but for what went by in that quarter, and for the few views per
// process that are not worth sharing.

import type { Clock, Stop } from '../platform/clock';
import { StoreUnavailable } from '../platform/errors';
import type { ViewCapsStore } from './view-caps.store';

export interface ViewCapsOptions {
  visitorCap: number;
  networkCap: number;
}

export interface WhoReads {
  visitor: string;
  network?: string;
}

interface Seen {
  here: number;
  shared: number;
  /** By the other processes, as far as is known. */
  elsewhere: number;
}

const WINDOW_MS = 10 * 60_000;
const SHARE_EVERY_MS = 250;
/** Most visitors read less in ten minutes, and nobody else needs to hear of them. */
const SHARED_FROM_VIEWS = 5;
/**
 * Some 100 bytes each. Beyond it a newcomer is not capped: better a flood in a ranking than a process without
 * memory.
 */
const SEEN_MAX = 200_000;

export class ViewCaps {
  private window = 0;
  private seen = new Map<string, Seen>();
  private grown = new Set<string>();

  constructor(
    private readonly store: ViewCapsStore,
    private readonly clock: Clock,
    private readonly options: ViewCapsOptions,
  ) {}

  start(): Stop {
    return this.clock.every(SHARE_EVERY_MS, () => this.share());
  }

  /** Notes a view that is about to be counted, and says whether it may move a ranking. */
  take({ visitor, network }: WhoReads): 'within' | 'above' {
    this.enterWindow();
    const { visitorCap, networkCap } = this.options;
    const ofVisitor = this.note(visitor);
    const ofNetwork = network === undefined ? 0 : this.note(network);
    return ofVisitor > visitorCap || ofNetwork > networkCap ? 'above' : 'within';
  }

  /** Takes back what `take` has noted: the view was a repeat. */
  giveBack({ visitor, network }: WhoReads): void {
    for (const who of [visitor, network]) {
      const seen = who === undefined ? undefined : this.seen.get(who);
      if (seen && seen.here > 0) seen.here -= 1;
    }
  }

  /**
   * Deletes what all processes share of these visitors, and what this one holds; gives how many counts were shared.
   * Other processes hold theirs in memory until the ten minutes end. @throws StoreUnavailable
   */
  async forget(visitors: readonly string[]): Promise<number> {
    this.enterWindow();
    for (const visitor of visitors) {
      this.seen.delete(visitor);
      this.grown.delete(visitor);
    }
    return this.store.forget([this.window - 1, this.window], visitors);
  }

  /** Tells the other processes what has grown here and learns what they have seen. */
  async share(): Promise<void> {
    this.enterWindow();
    const window = this.window;
    const counts: { who: string; views: number; seen: Seen }[] = [];
    for (const who of this.grown) {
      const seen = this.seen.get(who);
      if (!seen || seen.here < SHARED_FROM_VIEWS) continue;
      if (seen.here !== seen.shared) counts.push({ who, views: seen.here - seen.shared, seen });
    }
    this.grown.clear();
    if (counts.length === 0) return;
    try {
      const totals = await this.store.add(window, counts);
      for (const { who, views, seen } of counts) {
        seen.shared += views;
        seen.elsewhere = Math.max((totals.get(who) ?? 0) - seen.shared, 0);
      }
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      for (const { who } of counts) this.grown.add(who); // with the next share
    }
  }

  /** What has been seen of it in this window, with this view. */
  private note(who: string): number {
    const known = this.seen.get(who);
    if (known === undefined && this.seen.size >= SEEN_MAX) return 0;
    const seen = known ?? { here: 0, shared: 0, elsewhere: 0 };
    if (known === undefined) this.seen.set(who, seen);
    seen.here += 1;
    if (seen.here >= SHARED_FROM_VIEWS) this.grown.add(who);
    return seen.here + seen.elsewhere;
  }

  private enterWindow(): void {
    const window = Math.floor(this.clock.nowMs() / WINDOW_MS);
    if (window === this.window) return;
    this.window = window;
    this.seen = new Map();
    this.grown = new Set();
  }
}
