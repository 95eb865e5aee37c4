// Lists that are given the log and look at the unique viewers of a stretch of it around each moment: what lies behind
// is persistence, what lies on both sides is clairvoyant, what lies ahead is the truth itself. No list that is made
// while the views come in can know what is ahead, so the latter are ceilings.

import { ArticleCounts } from '../baselines/article-counts';
import { bestOf } from '../baselines/best-places';
import { type CountedLog, firstAfter } from '../counted-log';
import type { ListMaker } from '../list-maker';

export interface LogWindowRules {
  name: string;
  source: string;
  beforeMs: number;
  afterMs: number;
}

export class LogWindow implements ListMaker {
  readonly name: string;
  readonly source: string;
  private readonly readers = new ArticleCounts();
  /** By article and visitor, the place of the latest view that is in the window. */
  private readonly latest = new Map<number, number>();
  private from = 0;
  private to = 0;

  constructor(
    private readonly log: CountedLog,
    private readonly rules: LogWindowRules,
  ) {
    this.name = rules.name;
    this.source = rules.source;
  }

  /** It reads the log itself: views that are repeats for counting are readers all the same. */
  take(): void {}

  list(atMs: number, places: number): number[] {
    const { log, rules } = this;
    const fromMs = atMs - rules.beforeMs;
    if ((log.atMs[this.to] ?? Infinity) <= fromMs) {
      this.leaveUntil(this.to);
      this.from = this.to = firstAfter(log, fromMs);
    }
    const to = firstAfter(log, atMs + rules.afterMs);
    for (; this.to < to; this.to++) this.enter(this.to);
    this.leaveUntil(firstAfter(log, fromMs));
    return bestOf(this.readers.articles(), (article) => this.readers.of(article), places);
  }

  private enter(at: number): void {
    const key = this.keyOf(at);
    if (!this.latest.has(key)) this.readers.up(this.log.article[at]!);
    this.latest.set(key, at);
  }

  private leaveUntil(end: number): void {
    for (; this.from < end; this.from++) {
      const key = this.keyOf(this.from);
      if (this.latest.get(key) !== this.from) continue; // the reader has come again within the window
      this.latest.delete(key);
      this.readers.down(this.log.article[this.from]!);
    }
  }

  private keyOf(at: number): number {
    return this.log.article[at]! * this.log.visitors + this.log.visitor[at]!;
  }
}
