// The counter in plain float64 with the whole log in memory, in the words of the rules: what Redis must agree with. It
// knows no lineage, no landmark, no set and no partition but for the scope of an event id.

import type { LoggedView } from './decayed-board.oracle';

export interface OracleView {
  visitor: string;
  article: number;
  /** Where event ids are known together. */
  partition: number;
  arrivedAtMs: number;
  occurredAtMs?: number;
  eventId?: string;
  counter: string;
  /** For ranking. */
  weight: number;
  isPrivate?: boolean;
}

export type OracleStatus = 'COUNTED' | 'REPEAT' | 'REFUSED';

const MINUTE_MS = 60_000;
const SLICE_MS = 15 * MINUTE_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;

export class OracleCounter {
  /** Every counted view, for the boards. */
  readonly counted: LoggedView[] = [];
  readonly totals = new Map<number, number>();
  /** By "slice article:counter". */
  readonly ofSlices = new Map<string, number>();
  /** By minute, then article. */
  readonly ofMinutes = new Map<number, Map<number, { views: number; discount: number }>>();
  /** By "day article". */
  readonly readers = new Map<string, Set<string>>();
  /** By article, then visitor. */
  private readonly lastCounted = new Map<number, Map<string, number>>();
  private readonly events = new Map<string, string>();

  /** `dayOf` names the publisher's day. */
  constructor(private readonly dayOf: (atMs: number) => string) {}

  record(view: OracleView): OracleStatus {
    const { arrivedAtMs, occurredAtMs = arrivedAtMs, eventId } = view;
    const atMs = Math.min(occurredAtMs, arrivedAtMs);
    const isLate = arrivedAtMs - atMs > 15 * MINUTE_MS;
    if (arrivedAtMs - atMs > DAY_MS || (isLate && eventId === undefined)) return 'REFUSED';
    const ofEvent = this.eventStatus(view, atMs);
    if (ofEvent !== 'COUNTED') return ofEvent;
    if (!isLate && this.isRepeat(view)) return 'REPEAT';
    this.count(view, atMs);
    return 'COUNTED';
  }

  private eventStatus({ partition, eventId, ...view }: OracleView, atMs: number): OracleStatus {
    if (eventId === undefined) return 'COUNTED';
    const event = (daysBack: number) =>
      JSON.stringify([eventId, partition, Math.floor(atMs / DAY_MS) - daysBack]);
    const content = JSON.stringify([view.article, view.counter, view.occurredAtMs]);
    // One id may stand for two views, of two days that were told in the other order.
    const known = [0, 1].flatMap((daysBack) => this.events.get(event(daysBack)) ?? []);
    if (known.length === 0) this.events.set(event(0), content);
    if (known.length === 0) return 'COUNTED';
    return known.includes(content) ? 'REPEAT' : 'REFUSED';
  }

  private isRepeat({ visitor, article, arrivedAtMs }: OracleView): boolean {
    const ofArticle = this.lastCounted.get(article) ?? new Map<string, number>();
    const slice = Math.floor(arrivedAtMs / SLICE_MS);
    if (slice - (ofArticle.get(visitor) ?? -Infinity) <= 2) return true;
    this.lastCounted.set(article, ofArticle.set(visitor, slice));
    return false;
  }

  private count(
    { visitor, article, arrivedAtMs, counter, weight, isPrivate }: OracleView,
    atMs: number,
  ): void {
    this.counted.push({ article, atMs, weight });
    this.totals.set(article, (this.totals.get(article) ?? 0) + 1);
    const ofSlice = `${Math.floor(atMs / SLICE_MS)} ${article}:${counter}`;
    this.ofSlices.set(ofSlice, (this.ofSlices.get(ofSlice) ?? 0) + 1);
    const minute = Math.floor(atMs / MINUTE_MS);
    if (Math.floor(arrivedAtMs / MINUTE_MS) - minute < 65) {
      const articles = this.ofMinutes.get(minute) ?? new Map<number, { views: number; discount: number }>();
      const sums = articles.get(article) ?? { views: 0, discount: 0 };
      sums.views += 1;
      sums.discount += 1 - weight;
      this.ofMinutes.set(minute, articles.set(article, sums));
    }
    if (isPrivate) return;
    const day = `${this.dayOf(atMs)} ${article}`;
    this.readers.set(day, (this.readers.get(day) ?? new Set()).add(visitor));
  }
}
