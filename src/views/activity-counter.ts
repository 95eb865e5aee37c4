// What is counted beside views takes the same way as they do: one script call at a time and partition, gathered while
// one is under way, in a bounded queue, each call sent again under its own id until it is answered.

import { type Partition, partitionOf } from '../boards/partition';
import type { Clock } from '../platform/clock';
import type { RedisConnection } from '../platform/redis/connection';
import { runScript } from '../platform/redis/script';
import {
  type ActivityToCount,
  type CountedActivity,
  countActivity,
  numberActivity,
} from './count-activity.script';
import { LineageCalls } from './lineage-calls';
import { ViewCoalescer } from './view-coalescer';

export interface ActivityCounterParts {
  redis: RedisConnection;
  /** Reports that may wait for Redis, in all. */
  waitingMax: number;
  /** Paces the retries: real time also where what is counted has a simulated clock. */
  patience?: Clock;
}

const JITTER_SECONDS_MAX = 300;

export class ActivityCounter {
  private readonly calls: LineageCalls;
  private readonly coalescer: ViewCoalescer<ActivityToCount, CountedActivity>;

  constructor(private readonly parts: ActivityCounterParts) {
    this.calls = new LineageCalls(parts.patience);
    this.coalescer = new ViewCoalescer({
      send: (partition, reports) => this.send(partition, reports),
      waitingMax: parts.waitingMax,
    });
  }

  /** Each settles by itself; rejects with ViewsBackedUp or StoreUnavailable, and may then be sent again. */
  count(reports: readonly ActivityToCount[]): Promise<CountedActivity>[] {
    return this.coalescer.count(reports.map((view) => ({ partition: partitionOf(view.article), view })));
  }

  /** How many wait for Redis now. */
  get waiting(): number {
    return this.coalescer.waitingNow;
  }

  /** Resolves when nothing waits and nothing is under way. */
  drain(): Promise<void> {
    return this.coalescer.drain();
  }

  private send(partition: Partition, reports: readonly ActivityToCount[]): Promise<CountedActivity[]> {
    const { redis } = this.parts;
    const callId = this.calls.newCallId();
    return this.calls.untilAnswered(partition, (lineage) => {
      const jitterSeconds = Math.floor(Math.random() * JITTER_SECONDS_MAX);
      const call = { partition, callId, lineage, jitterSeconds, reports };
      return runScript(redis, countActivity, numberActivity(call));
    });
  }
}
