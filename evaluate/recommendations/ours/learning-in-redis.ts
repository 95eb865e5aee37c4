// What the product learns from views, through its recorder and its scripts.

import type { Clock } from '../../../src/platform/clock';
import type { Log } from '../../../src/platform/log/log';
import type { RedisConnection } from '../../../src/platform/redis/connection';
import type { SessionView } from '../../../src/recommendations/add-to-sessions.script';
import { CoVisitRecorder } from '../../../src/recommendations/co-visit-recorder';
import type { OnwardClicks } from '../../../src/recommendations/formulas/back-off';
import { NeighbourBoardStore } from '../../../src/recommendations/neighbour-board.store';
import { ReadingSessionStore } from '../../../src/recommendations/reading-session.store';
import type { Learning } from './learning';

export interface RedisParts {
  redis: RedisConnection;
  log: Log;
}

export class LearningInRedis implements Learning {
  private readonly neighbours: NeighbourBoardStore;
  private readonly recorder: CoVisitRecorder;

  constructor({ redis, clock, log }: RedisParts & { clock: Clock }) {
    this.neighbours = new NeighbourBoardStore(redis);
    this.recorder = new CoVisitRecorder({
      ...{ sessions: new ReadingSessionStore(redis), neighbours: this.neighbours, clock, log },
      pace: whenSettled(clock),
    });
  }

  learn({ visitor, article, atMs }: SessionView): void {
    this.recorder.record({ visitor, article, atMs, isPrivate: false });
  }

  /** @throws Error when something was not learnt: every figure after it would be wrong */
  async settle(): Promise<void> {
    await this.recorder.drain();
    if (this.recorder.letGoCount > 0)
      throw new Error(`${this.recorder.letGoCount} views were not learnt from.`);
  }

  onward(articles: readonly number[], nowMs: number): Promise<OnwardClicks[]> {
    return Promise.all(articles.map((article) => this.neighbours.read(article, nowMs)));
  }
}

/** What is gathered is learnt when somebody asks, and never by itself. */
function whenSettled(clock: Clock): Clock {
  return {
    ...{ nowMs: () => clock.nowMs(), every: () => () => {}, after: () => () => {} },
    wait: (ms) => clock.wait(ms),
  };
}
