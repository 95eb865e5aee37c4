// Where the setting says so, views that Redis cannot take are kept in this process and sent when it is back, under the
// call id of their first sending: whether that one was counted or not, they are counted once. Who has sent them is told
// KEPT. They are lost with the process; and what has waited for longer than deduplication looks back is given up,
// since nothing could tell a repeat any more.

import type { Partition } from '../boards/partition';
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
  partition: Partition;
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
  private readonly calls: KeptCall[] = [];
  private keptNow = 0;
  private lostSoFar = 0;
  private trying: Promise<void> | undefined;

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
    return this.parts.clock.every(TRY_EVERY_MS, () => this.send());
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
      this.calls.push({ partition, callId, views, sinceMs: this.parts.clock.nowMs() });
      this.keptNow += views.length;
      return { kept: true };
    }
  }

  /** Sends what is kept, oldest first, until Redis does not answer. */
  send(): Promise<void> {
    this.trying ??= this.sendAll().finally(() => {
      this.trying = undefined;
    });
    return this.trying;
  }

  /** At the end of the process: one more try. What is left is lost, and said so. */
  async stop(): Promise<void> {
    await this.send();
    if (this.keptNow > 0) this.giveUp(this.calls.splice(0), 'the process ends and Redis does not answer');
  }

  private async sendAll(): Promise<void> {
    const { calls, clock } = this.parts;
    const tooOld = this.calls.findIndex(({ sinceMs }) => clock.nowMs() - sinceMs < KEEP_MS);
    const expired = this.calls.splice(0, tooOld === -1 ? this.calls.length : tooOld);
    if (expired.length > 0) this.giveUp(expired, 'Redis was away for longer than deduplication looks back');
    for (let next = this.calls[0]; next !== undefined; next = this.calls[0]) {
      try {
        await calls.count(next.partition, next.views, next.callId);
      } catch (error) {
        if (error instanceof StoreUnavailable) return;
        this.parts.log.error({ err: error }, 'kept views could not be counted');
        this.lostSoFar += next.views.length;
      }
      this.calls.shift();
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
