import type { RouteHandlerMethod } from 'fastify';
import type { Clock, Stop } from '../clock';
import { RequestTimeout } from './graphql.errors';

export interface TimeLimit {
  seconds: number;
  clock: Clock;
}

/**
 * Answers with 503 when the handler takes too long. What it has begun cannot be taken back: its statements are ended by
 * statement_timeout, its commands by the time limit of the connection to Redis, and its late answer goes nowhere.
 */
export function answerInTime(handler: RouteHandlerMethod, limit: TimeLimit): RouteHandlerMethod {
  const deadlines = new Deadlines(limit);
  return function (request, reply) {
    const answered: unknown = handler.call(this, request, reply);
    if (!(answered instanceof Promise)) return answered;
    return new Promise((answer, fail) => {
      const deadline = deadlines.begin(fail);
      answered.then(
        (body) => {
          deadlines.met(deadline);
          answer(body);
        },
        (error) => {
          deadlines.met(deadline);
          fail(error);
        },
      );
    });
  };
}

interface Deadline {
  readonly atMs: number;
  readonly fail: (error: Error) => void;
}

/** All requests have the same time, so they are due in the order in which they came: one timer is enough for all. */
class Deadlines {
  private readonly waiting = new Set<Deadline>();
  private stopTimer: Stop | undefined;

  constructor(private readonly limit: TimeLimit) {}

  begin(fail: Deadline['fail']): Deadline {
    const { seconds, clock } = this.limit;
    const deadline = { atMs: clock.nowMs() + seconds * 1_000, fail };
    this.waiting.add(deadline);
    if (this.stopTimer === undefined) this.waitFor(deadline);
    return deadline;
  }

  met(deadline: Deadline): void {
    this.waiting.delete(deadline);
    if (this.waiting.size > 0) return;
    this.stopTimer?.();
    this.stopTimer = undefined;
  }

  private waitFor(deadline: Deadline): void {
    this.stopTimer = this.limit.clock.after(Math.max(1, this.leftMs(deadline)), () => this.giveUp());
  }

  /** Never more than all of it: the clock of a machine may be put back. */
  private leftMs({ atMs }: Deadline): number {
    const { seconds, clock } = this.limit;
    const leftMs = atMs - clock.nowMs();
    return leftMs > seconds * 1_000 ? 0 : leftMs;
  }

  private giveUp(): void {
    this.stopTimer = undefined;
    for (const deadline of this.waiting) {
      if (this.leftMs(deadline) > 0) {
        this.waitFor(deadline);
        return;
      }
      this.waiting.delete(deadline);
      deadline.fail(new RequestTimeout(this.limit.seconds));
    }
  }
}
