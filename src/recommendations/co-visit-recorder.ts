// Learns from each counted view where readers go on to, after the reader has been answered. Views gather while a
// batch is under way and leave together with the next; what waits is bounded, and what does not fit is let go: a
// neighbour board is an estimate, and the view itself has been counted.

import type { Clock } from '../platform/clock';
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
}

const VIEWS_PER_BATCH = 512;
const WAITING_MAX = 10_000;
/** A view that was kept offline says nothing of where readers go now. */
const LATE_MS = 15 * 60_000;

export class CoVisitRecorder {
  private waiting: SessionView[] = [];
  private working: Promise<void> | undefined;
  private letGo = 0;
  private troubled = false;

  constructor(private readonly parts: CoVisitRecorderParts) {}

  /** Views that were not learnt from: too many waited, or Redis was away. */
  get letGoCount(): number {
    return this.letGo;
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
  }

  /** Resolves when everything that waits has been learnt from. */
  async drain(): Promise<void> {
    await this.working;
  }

  private async work(): Promise<void> {
    // First the caller goes on: what it hands in at one time makes one batch.
    await Promise.resolve();
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, VIEWS_PER_BATCH);
      try {
        await this.learn(batch);
        this.troubled = false;
      } catch (error) {
        if (!this.troubled) this.parts.log.warn({ err: error }, 'neighbours are not learnt at the moment');
        this.troubled = true;
        this.letGo += batch.length;
      }
    }
    this.working = undefined;
  }

  private async learn(batch: readonly SessionView[]): Promise<void> {
    const before = await this.parts.sessions.add(batch);
    const visits = batch.flatMap((view, index) => coVisits(view.article, before[index]!));
    if (visits.length > 0) await this.parts.neighbours.count(visits, this.parts.clock.nowMs());
  }
}
