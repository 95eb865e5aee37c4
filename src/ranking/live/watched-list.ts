// A page of a ranked list, looked at with every snapshot. An order that is another one is told at once, figures every
// few seconds: they move with nearly every view, and each update of them is sent to everyone who follows.

import type { CardCache } from '../../articles/card-cache';
import type { Clock, Stop } from '../../platform/clock';
import type { LiveListener, LiveSource } from '../../platform/graphql/live/live-stream';
import type { RankedPage } from '../ranked-article.type';
import type { SnapshotMirror } from '../snapshot-mirror';
import { changesBetween, haveSameFigures, haveSameOrder, type ListChanges, noChanges } from './list-changes';

export interface ListUpdate {
  kind: 'PRESENT' | 'ORDER' | 'FIGURES';
  page: RankedPage;
  changes: ListChanges;
}

export interface WatchedListParts {
  mirror: Pick<SnapshotMirror, 'onSnapshot'>;
  cards: Pick<CardCache, 'onCard'>;
  clock: Clock;
}

export type ReadPage = () => RankedPage | Promise<RankedPage>;

/** Four times a second at most. What has come meanwhile is looked at once, when the time is over. */
const LOOK_EVERY_MS = 250;
export const FIGURES_EVERY_MS = 5_000;

export class WatchedList implements LiveSource<ListUpdate> {
  /** Of the same order, with the figures of the last look. */
  private latest: RankedPage;
  private looked: number;
  private figuresMs: number;
  private stopWaiting: Stop | undefined;
  private isReading = false;
  private isDirty = false;
  private listener: LiveListener<ListUpdate> | undefined;

  constructor(
    private readonly parts: WatchedListParts,
    private readonly readPage: ReadPage,
    /** As it has been told last. */
    private page: RankedPage,
  ) {
    this.latest = page;
    this.looked = parts.clock.nowMs();
    this.figuresMs = this.looked;
  }

  present(): ListUpdate {
    return { kind: 'PRESENT', page: this.latest, changes: noChanges };
  }

  listen(listener: LiveListener<ListUpdate>): Stop {
    const { mirror, cards } = this.parts;
    this.listener = listener;
    const stops = [mirror.onSnapshot(() => this.lookSoon()), cards.onCard(() => this.lookSoon())];
    // What came while the first page was read.
    this.lookSoon();
    return () => {
      this.listener = undefined;
      this.stopWaiting?.();
      for (const stop of stops) stop();
    };
  }

  private lookSoon(): void {
    if (this.stopWaiting !== undefined || this.listener === undefined) return;
    if (this.isReading) {
      this.isDirty = true;
      return;
    }
    const nowMs = this.parts.clock.nowMs();
    // A clock may be put back.
    const leftMs = Math.min(LOOK_EVERY_MS, this.looked + LOOK_EVERY_MS - nowMs);
    if (leftMs <= 0) {
      this.look();
      return;
    }
    this.stopWaiting = this.parts.clock.after(leftMs, () => {
      this.stopWaiting = undefined;
      this.look();
    });
  }

  private look(): void {
    this.looked = this.parts.clock.nowMs();
    try {
      const page = this.readPage();
      if (page instanceof Promise) this.wait(page);
      else this.compare(page);
    } catch {
      // A list that cannot be read now is read with the next snapshot.
    }
  }

  private wait(page: Promise<RankedPage>): void {
    this.isReading = true;
    page
      .then((read) => this.compare(read))
      .catch(() => undefined) // as above
      .finally(() => {
        this.isReading = false;
        if (this.isDirty) this.lookSoon();
        this.isDirty = false;
      });
  }

  private compare(page: RankedPage): void {
    const nowMs = this.parts.clock.nowMs();
    const before = this.page.places;
    if (!haveSameOrder(before, page.places)) {
      this.tell('ORDER', page, changesBetween(before, page.places));
      return;
    }
    this.latest = page;
    const isDue = nowMs - this.figuresMs >= FIGURES_EVERY_MS || nowMs < this.figuresMs;
    if (isDue && !haveSameFigures(before, page.places)) this.tell('FIGURES', page, noChanges);
  }

  private tell(kind: ListUpdate['kind'], page: RankedPage, changes: ListChanges): void {
    this.page = page;
    this.latest = page;
    this.figuresMs = this.parts.clock.nowMs();
    // A page that took long to read does not bring the next one nearer.
    this.looked = this.figuresMs;
    this.listener?.changed({ kind, page, changes });
  }
}
