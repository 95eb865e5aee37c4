// What is read at the moment, as the ranker's snapshot has it: the product's minutes and its published reading, over
// minute counts that are plain sums in memory.

import type { MinuteCount } from '../../../src/boards/board.store';
import { KEPT_MINUTES } from '../../../src/boards/board-keys';
import { PublishedReading } from '../../../src/ranking/published-reading';
import { ReadingMinutes } from '../../../src/ranking/reading-minutes';
import type { Reading, Snapshot } from '../../../src/ranking/snapshot';

const MINUTE_MS = 60_000;
const LIVE_ARTICLES = 100_000;

export class ReadingUnderLog {
  private readonly minutes = new ReadingMinutes(LIVE_ARTICLES);
  private readonly published = new PublishedReading();
  private readonly counts = new Map<number, Map<number, MinuteCount>>();
  /** Minutes with counts that the reading does not have yet. */
  private readonly changed = new Set<number>();
  private current: Snapshot | undefined;
  private reading: ReadonlyMap<number, Reading> | undefined;
  private sequence = 0;

  count(number: number, atMs: number): void {
    const minute = Math.floor(atMs / MINUTE_MS);
    const counts = this.counts.get(minute) ?? new Map<number, MinuteCount>();
    this.counts.set(minute, counts);
    counts.set(number, { views: (counts.get(number)?.views ?? 0) + 1, discount: 0 });
    this.changed.add(minute);
  }

  /** A new one whenever the ranker would have published a new reading. */
  snapshotAt(nowMs: number): Snapshot {
    const minute = Math.floor(nowMs / MINUTE_MS);
    this.minutes.advanceTo(minute);
    for (const one of this.changed) this.minutes.takeCounts(one, this.counts.get(one)!);
    this.changed.clear();
    for (const one of this.counts.keys()) if (one <= minute - KEPT_MINUTES) this.counts.delete(one);
    const reading = this.published.of(this.minutes, nowMs);
    if (this.current === undefined || reading !== this.reading) {
      const id = { term: 1, sequence: ++this.sequence };
      this.current = { id, computedAtMs: nowMs, lists: new Map(), reading, week: [] };
      this.reading = reading;
    }
    return this.current;
  }
}
