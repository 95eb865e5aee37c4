// The last 65 minutes of every article that was read in them, in the leader's memory: what the boards of the minutes
// hold, so that a tick reads only the two newest. A ring of minutes per article; the minute of the clock chooses the
// slot.

import type { MinuteCount } from '../boards/board.store';
import { KEPT_MINUTES } from '../boards/board-keys';

const CANDIDATE_HALF_LIFE_MINUTES = 4;
const READING_HALF_LIFE_MINUTES = 5;

interface ReadingRing {
  views: Float32Array;
  weighed: Float32Array;
  /** Decayed to the end of the last closed minute, per half-life. */
  closedForCandidates: number;
  closedForReading: number;
  /** Grows whenever one of its minutes changes. */
  version: number;
}

export interface ReadArticle {
  article: number;
  /** Its readers, decayed: who may be a candidate. */
  candidacy: number;
}

export class ReadingMinutes {
  private readonly rings = new Map<number, ReadingRing>();
  private site = new Float64Array(KEPT_MINUTES);
  private runningMinute = 0;

  /** @param mostArticles those read least are forgotten beyond that; they come back with their next full reading. */
  constructor(private readonly mostArticles: number) {}

  /** Empties what has left the window; a jump of an hour empties everything. */
  advanceTo(minute: number): void {
    if (minute <= this.runningMinute) return;
    const passed = Math.min(minute - this.runningMinute, KEPT_MINUTES);
    for (let back = 0; back < passed; back++) this.emptySlot((minute - back) % KEPT_MINUTES);
    this.runningMinute = minute;
    this.recomputeClosed();
    this.forgetUnread();
  }

  /** Takes over what the board of a minute holds now; a minute outside the window is ignored. */
  replaceMinute(minute: number, counts: ReadonlyMap<number, MinuteCount>): void {
    if (minute > this.runningMinute || minute <= this.runningMinute - KEPT_MINUTES) return;
    const slot = minute % KEPT_MINUTES;
    let total = 0;
    for (const [article, { views, discount }] of counts) {
      const ring = this.rings.get(article) ?? this.addRing(article);
      const weighed = Math.max(views - discount, 0);
      total += weighed;
      if (ring.views[slot] === views && ring.weighed[slot] === weighed) continue;
      ring.views[slot] = views;
      ring.weighed[slot] = weighed;
      ring.version++;
      if (minute < this.runningMinute) this.closeMinutesOf(ring);
    }
    this.site[slot] = total;
  }

  clear(): void {
    this.rings.clear();
    this.site.fill(0);
  }

  /** Every article that was read within the window. */
  articles(): Iterable<number> {
    return this.rings.keys();
  }

  /** The readers of all articles, newest minute first. */
  siteCounts(): Float64Array {
    const counts = new Float64Array(KEPT_MINUTES);
    for (let back = 0; back < KEPT_MINUTES; back++) counts[back] = this.site[this.slotOf(back)]!;
    return counts;
  }

  /** Tells whether the minutes of an article have changed between two moments of one window. */
  versionOf(article: number): number {
    return this.rings.get(article)?.version ?? 0;
  }

  /** An article's readers weighed for ranking, newest minute first. */
  countsOf(article: number): Float64Array {
    const counts = new Float64Array(KEPT_MINUTES);
    const ring = this.rings.get(article);
    if (ring) for (let back = 0; back < KEPT_MINUTES; back++) counts[back] = ring.weighed[this.slotOf(back)]!;
    return counts;
  }

  /** An article's views as they are, over the last `minutes` of the clock. */
  viewsWithin(article: number, minutes: number): number {
    const ring = this.rings.get(article);
    let views = 0;
    if (ring) for (let back = 0; back < minutes; back++) views += ring.views[this.slotOf(back)]!;
    return views;
  }

  /** Everything that was read, most first: decayed with a half-life of four minutes. */
  byCandidacy(runningPart: number): ReadArticle[] {
    const read: ReadArticle[] = [];
    const decay = 2 ** (-runningPart / CANDIDATE_HALF_LIFE_MINUTES);
    const slot = this.slotOf(0);
    for (const [article, ring] of this.rings) {
      const candidacy = ring.weighed[slot]! + ring.closedForCandidates * decay;
      if (candidacy > 0) read.push({ article, candidacy });
    }
    return read.sort((a, b) => b.candidacy - a.candidacy || b.article - a.article);
  }

  /** Readers a minute, decayed with a half-life of five minutes: a smooth figure for every article that is read. */
  readersPerMinute(article: number, runningPart: number): number {
    const ring = this.rings.get(article);
    if (!ring) return 0;
    const decayed =
      ring.weighed[this.slotOf(0)]! + ring.closedForReading * 2 ** (-runningPart / READING_HALF_LIFE_MINUTES);
    return (decayed * Math.LN2) / READING_HALF_LIFE_MINUTES;
  }

  private slotOf(minutesBack: number): number {
    return (this.runningMinute - minutesBack + KEPT_MINUTES) % KEPT_MINUTES;
  }

  private addRing(article: number): ReadingRing {
    const ring = {
      views: new Float32Array(KEPT_MINUTES),
      weighed: new Float32Array(KEPT_MINUTES),
      closedForCandidates: 0,
      closedForReading: 0,
      version: 0,
    };
    this.rings.set(article, ring);
    return ring;
  }

  private emptySlot(slot: number): void {
    this.site[slot] = 0;
    for (const ring of this.rings.values()) {
      ring.views[slot] = 0;
      ring.weighed[slot] = 0;
    }
  }

  private recomputeClosed(): void {
    for (const ring of this.rings.values()) this.closeMinutesOf(ring);
  }

  private closeMinutesOf(ring: ReadingRing): void {
    ring.closedForCandidates = 0;
    ring.closedForReading = 0;
    for (let back = KEPT_MINUTES - 1; back >= 1; back--) {
      const readers = ring.weighed[this.slotOf(back)]!;
      ring.closedForCandidates = ring.closedForCandidates * 2 ** (-1 / CANDIDATE_HALF_LIFE_MINUTES) + readers;
      ring.closedForReading = ring.closedForReading * 2 ** (-1 / READING_HALF_LIFE_MINUTES) + readers;
    }
  }

  private forgetUnread(): void {
    for (const [article, ring] of this.rings) if (ring.closedForCandidates === 0) this.rings.delete(article);
    if (this.rings.size <= this.mostArticles) return;
    for (const { article } of this.byCandidacy(0).slice(this.mostArticles)) this.rings.delete(article);
  }
}
