// Learns from each counted view where readers go on to, after the reader has been answered. Views gather for a quarter
// of a second, so that a busy site pays one command for many visitors; what waits is bounded, and what does not fit is
// let go: a neighbour board is an estimate, and the view itself has been counted.

import { type Clock, type Stop, systemClock } from '../platform/clock';
import type { Log } from '../platform/log/log';
import type { CountedReading } from '../views/view-counter';
import type { SessionView } from './add-to-sessions.script';
import { coVisits } from './neighbour-board';
import type { NeighbourBoardStore } from './neighbour-board.store';
import type { ReadingSessionStore } from './reading-session.store';

export interface CoVisitRecorderParts {
  sessions: ReadingSessionStore;
  neighbours: NeighbourBoardStore;
  clock: Clock;
  log: Log;
  /** Paces it: real time also where `clock` is a simulated one. */
  pace?: Clock;
}

/** A reader takes longer to get to the next article. */
const GATHER_MS = 250;
/** By then a process has learnt from what was counted before, unless more comes than it can learn from. */
export const LEARNT_WITHIN_MS = 4 * GATHER_MS;
/** So many are worth no more waiting. */
const VIEWS_PER_BATCH = 512;
/** Where more have come meanwhile they go together: some 128 to each partition keep Redis busy for less than 1 ms. */
const VIEWS_AT_ONCE_MAX = 2_048;
const WAITING_MAX = 10_000;
/** A view that was kept offline says nothing of where readers go now. */
const LATE_MS = 15 * 60_000;

export class CoVisitRecorder {
  private waiting: SessionView[] = [];
  private beingLearnt = 0;
  private working: Promise<void> | undefined;
  /** Ends the gathering that is going on. */
  private leaveNow: () => void = () => undefined;
  private draining = false;
  private letGo = 0;
  private troubled = false;

  constructor(private readonly parts: CoVisitRecorderParts) {}

  /** Views that were not learnt from: too many waited, or Redis was away. */
  get letGoCount(): number {
    return this.letGo;
  }

  /** Views that are still to be learnt from. */
  get waitingNow(): number {
    return this.waiting.length + this.beingLearnt;
  }

  /** Who has asked not to be followed has no session. */
  record({ visitor, article, atMs, isPrivate }: Omit<CountedReading, 'source'>): void {
    if (isPrivate || this.parts.clock.nowMs() - atMs > LATE_MS) return;
    if (this.waiting.length >= WAITING_MAX) {
      this.letGo++;
      return;
    }
    this.waiting.push({ visitor, article, atMs });
    this.working ??= this.work();
    if (this.waiting.length >= VIEWS_PER_BATCH) this.leaveNow();
  }

  /** Resolves when everything that waits has been learnt from, without gathering more. */
  async drain(): Promise<void> {
    this.draining = true;
    this.leaveNow();
    await this.working;
    this.draining = false;
  }

  private async work(): Promise<void> {
    while (this.waiting.length > 0) {
      await this.gather();
      const batch = this.waiting.splice(0, VIEWS_AT_ONCE_MAX);
      this.beingLearnt = batch.length;
      try {
        await this.learn(batch);
        this.troubled = false;
      } catch (error) {
        if (!this.troubled) this.parts.log.warn({ err: error }, 'neighbours are not learnt at the moment');
        this.troubled = true;
        this.letGo += batch.length;
      } finally {
        this.beingLearnt = 0;
      }
    }
    this.working = undefined;
  }

  private gather(): Promise<void> {
    if (this.draining || this.waiting.length >= VIEWS_PER_BATCH) return Promise.resolve();
    return new Promise((resolve) => {
      let stopWaiting: Stop = () => undefined;
      this.leaveNow = () => {
        this.leaveNow = () => undefined;
        stopWaiting();
        resolve();
      };
      stopWaiting = (this.parts.pace ?? systemClock).after(GATHER_MS, () => this.leaveNow());
    });
  }

  private async learn(batch: readonly SessionView[]): Promise<void> {
    const before = await this.parts.sessions.add(batch);
    const visits = batch.flatMap((view, index) => coVisits(view.article, before[index]!));
    if (visits.length > 0) await this.parts.neighbours.count(visits, this.parts.clock.nowMs());
  }
}
