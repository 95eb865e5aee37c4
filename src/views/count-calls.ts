// Sends views to the counting script until it has answered: the same call id each time, so that a call whose
// reply was lost is answered from memory and counts nothing twice.

import { randomBytes } from 'node:crypto';
import { allPartitions, type Partition } from '../boards/partition';
import { type Clock, systemClock } from '../platform/clock';
import { StoreUnavailable } from '../platform/errors';
import type { RedisConnection } from '../platform/redis/connection';
import { runScript, ScriptRefused } from '../platform/redis/script';
import { type CountedView, countViews, numberKeys, type ViewToCount } from './count-views.script';

export interface CountCallsParts {
  redis: RedisConnection;
  clock: Clock;
  /** How many views the streams of all partitions keep. */
  streamViews: number;
  /** Paces the retries: real time also where `clock` is a simulated one. */
  patience?: Clock;
}

export interface CountedInLineage {
  lineage: string;
  views: CountedView[];
}

/** Far below the minute for which the script remembers its reply. */
const RETRY_FOR_MS = 2_000;
const RETRY_MS = [10, 25, 50, 100, 200];
const LINEAGE_CHANGES_MAX = 5;
const JITTER_SECONDS_MAX = 300;

export class CountCalls {
  private readonly process = randomBytes(9).toString('base64url');
  private readonly lineages = allPartitions.map(() => '');
  private readonly patience: Clock;
  private calls = 0;

  constructor(private readonly parts: CountCallsParts) {
    this.patience = parts.patience ?? systemClock;
  }

  /** For a call that its caller may want to send again. */
  newCallId(): string {
    this.calls += 1;
    return `${this.process}${this.calls.toString(36)}`;
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
    const untilMs = this.patience.nowMs() + RETRY_FOR_MS;
    for (let attempt = 0, changes = 0; ; ) {
      try {
        return await this.send({ partition, callId, views });
      } catch (error) {
        if (this.learnLineage(partition, error) && changes < LINEAGE_CHANGES_MAX) {
          changes += 1;
          continue;
        }
        if (!(error instanceof StoreUnavailable)) throw error;
        // Once at least: a first call that timed out has used up all its time, and may well have been counted.
        if (attempt > 0 && this.patience.nowMs() >= untilMs) throw error;
        await this.patience.wait(RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]!);
        attempt += 1;
      }
    }
  }

  private async send(call: {
    partition: Partition;
    callId: string;
    views: readonly ViewToCount[];
  }): Promise<CountedInLineage> {
    const { redis, clock, streamViews } = this.parts;
    const lineage = this.lineages[call.partition] ?? '';
    const numbered = numberKeys({
      ...call,
      lineage,
      nowMs: clock.nowMs(),
      streamViews: Math.ceil(streamViews / allPartitions.length),
      jitterSeconds: Math.floor(Math.random() * JITTER_SECONDS_MAX),
    });
    return { lineage, views: await runScript(redis, countViews, numbered) };
  }

  /**
   * Another Redis counts than was thought, or this process has just begun: the refusal names the present
   * lineage.
   */
  private learnLineage(partition: Partition, error: unknown): boolean {
    if (!(error instanceof ScriptRefused) || error.reason !== 'STALE_LINEAGE') return false;
    this.lineages[partition] = error.rest;
    return true;
  }
}
