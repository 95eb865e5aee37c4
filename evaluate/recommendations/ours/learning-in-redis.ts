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

const COMMAND_TIMEOUT_MS = 10_000;
let runs = 0;

/** Keys of its own for each run: what another has learnt of the same log is the future. */
export async function forOneRun({ redis, log }: RedisParts): Promise<RedisParts> {
  const own = redis.inKeySpace(`${redis.keySpace}run-${++runs}:`, COMMAND_TIMEOUT_MS);
  await own.ready();
  return { redis: own, log };
}

export class LearningInRedis implements Learning {
  private readonly neighbours: NeighbourBoardStore;
  private readonly recorder: CoVisitRecorder;
  private readonly redis: RedisConnection;

  constructor({ redis, clock, log }: RedisParts & { clock: Clock }) {
    this.redis = redis;
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

  async close(): Promise<void> {
    await this.redis.close();
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
