// Where the setting says so, views that Redis cannot take are kept in this process and sent when it is back, under the
// call id of their first sending: whether that one was counted or not, they are counted once. Who has sent them is told
// KEPT. Each partition is sent by itself, in its order: one that does not answer holds back no other.
// They are lost with the process; and what has waited for longer than deduplication looks back is given up,
// since nothing could tell a repeat any more.

import { allPartitions, type Partition } from '../boards/partition';
import type { Clock, Stop } from '../platform/clock';
import { StoreUnavailable } from '../platform/errors';
import type { Log } from '../platform/log/log';
import type { CountedInLineage } from './count-calls';
import type { ViewToCount } from './count-views.script';

/** The part of CountCalls that this stands before. */
export interface SentCalls {
  newCallId(): string;
  count(partition: Partition, views: readonly ViewToCount[], callId?: string): Promise<CountedInLineage>;
}

export interface KeptViewsParts {
  calls: SentCalls;
  clock: Clock;
  log: Log;
  /** Views, over all partitions; 0 keeps none. */
  keptMax: number;
}

interface KeptCall {
  callId: string;
  views: readonly ViewToCount[];
  sinceMs: number;
}

/** A set of visitors lives an hour from its birth, which may lie a slice before the view. */
const KEEP_MS = 40 * 60_000;
const TRY_EVERY_MS = 500;

/** `KEPT` in place of an outcome: it will have one when Redis is back. */
export interface KeptInProcess {
  kept: true;
}

export class KeptViews {
  private readonly calls = allPartitions.map((): KeptCall[] => []);
  private keptNow = 0;
  private lostSoFar = 0;
  private readonly trying = new Map<Partition, Promise<void>>();

  constructor(private readonly parts: KeptViewsParts) {}

  /** Views that wait for Redis now. */
  get waiting(): number {
    return this.keptNow;
  }

  /** Views that were told KEPT and never counted, since this process began. */
  get lost(): number {
    return this.lostSoFar;
  }

  start(): Stop {
    return this.parts.clock.every(TRY_EVERY_MS, async () => {
      // Not awaited: the next try of the others would wait for the slowest.
      void this.send();
    });
  }

  /** @throws StoreUnavailable when Redis does not answer and no more may be kept */
  async count(
    partition: Partition,
    views: readonly ViewToCount[],
  ): Promise<CountedInLineage | KeptInProcess> {
    const callId = this.parts.calls.newCallId();
    try {
      return await this.parts.calls.count(partition, views, callId);
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || this.keptNow + views.length > this.parts.keptMax)
        throw error;
      this.calls[partition]!.push({ callId, views, sinceMs: this.parts.clock.nowMs() });
      this.keptNow += views.length;
      return { kept: true };
    }
  }

  /** Sends what is kept, of each partition oldest first, until Redis does not answer for it. */
  async send(): Promise<void> {
    await Promise.all(allPartitions.map((partition) => this.sendOf(partition)));
  }

  /** At the end of the process: one more try. What is left is lost, and said so. */
  async stop(): Promise<void> {
    await this.send();
    if (this.keptNow > 0)
      this.giveUp(
        this.calls.flatMap((ofPartition) => ofPartition.splice(0)),
        'the process ends and Redis does not answer',
      );
  }

  private sendOf(partition: Partition): Promise<void> {
    const underWay = this.trying.get(partition);
    if (underWay !== undefined) return underWay;
    const trying = this.sendAllOf(partition).finally(() => this.trying.delete(partition));
    this.trying.set(partition, trying);
    return trying;
  }

  private async sendAllOf(partition: Partition): Promise<void> {
    const { calls, clock } = this.parts;
    const kept = this.calls[partition]!;
    if (kept.length === 0) return;
    const young = kept.findIndex(({ sinceMs }) => clock.nowMs() - sinceMs < KEEP_MS);
    const expired = kept.splice(0, young === -1 ? kept.length : young);
    if (expired.length > 0) this.giveUp(expired, 'Redis was away for longer than deduplication looks back');
    for (let next = kept[0]; next !== undefined; next = kept[0]) {
      try {
        await calls.count(partition, next.views, next.callId);
      } catch (error) {
        if (error instanceof StoreUnavailable) return;
        this.parts.log.error({ err: error }, 'kept views could not be counted');
        this.lostSoFar += next.views.length;
      }
      kept.shift();
      this.keptNow -= next.views.length;
    }
  }

  private giveUp(calls: readonly KeptCall[], why: string): void {
    const views = calls.reduce((sum, call) => sum + call.views.length, 0);
    this.keptNow -= views;
    this.lostSoFar += views;
    this.parts.log.error({ views }, `kept views are lost: ${why}`);
  }
}
