// Sends views to the counting script until it has answered: the same call id each time, so that a call whose
// reply was lost is answered from memory and counts nothing twice.

import { allPartitions, type Partition } from '../boards/partition';
import type { Clock } from '../platform/clock';
import type { RedisConnection } from '../platform/redis/connection';
import { runScript } from '../platform/redis/script';
import { type CountedViews, countViews, numberKeys, type ViewToCount } from './count-views.script';
import { LineageCalls } from './lineage-calls';

export interface CountCallsParts {
  redis: RedisConnection;
  clock: Clock;
  /** How many views the streams of all partitions keep. */
  streamViews: number;
  /** Paces the retries: real time also where `clock` is a simulated one. */
  patience?: Clock;
}

export interface CountedInLineage extends CountedViews {
  lineage: string;
}

const JITTER_SECONDS_MAX = 300;

export class CountCalls {
  private readonly calls: LineageCalls;

  constructor(private readonly parts: CountCallsParts) {
    this.calls = new LineageCalls(parts.patience);
  }

  /** For a call that its caller may want to send again. */
  newCallId(): string {
    return this.calls.newCallId();
  }

  /**
   * Counts views of one partition, in order.
   * @throws StoreUnavailable when Redis has not answered for two seconds: the views may then be counted or not;
   *   sending them again does no harm within the window of deduplication
   */
  async count(
    partition: Partition,
    views: readonly ViewToCount[],
    callId = this.newCallId(),
  ): Promise<CountedInLineage> {
    return this.calls.untilAnswered(partition, (lineage) => this.send({ partition, callId, lineage, views }));
  }

  private async send(call: {
    partition: Partition;
    callId: string;
    lineage: string;
    views: readonly ViewToCount[];
  }): Promise<CountedInLineage> {
    const { redis, clock, streamViews } = this.parts;
    const numbered = numberKeys({
      ...call,
      nowMs: clock.nowMs(),
      streamViews: Math.ceil(streamViews / allPartitions.length),
      jitterSeconds: Math.floor(Math.random() * JITTER_SECONDS_MAX),
    });
    return { lineage: call.lineage, ...(await runScript(redis, countViews, numbered)) };
  }
}
