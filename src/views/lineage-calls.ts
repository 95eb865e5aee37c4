// A counting script is called until it has answered, under the same call id each time, so that a call whose reply was
// lost is answered from memory and counts nothing twice; and again with another lineage when another Redis counts than
// was thought.

import { randomBytes } from 'node:crypto';
import { allPartitions, type Partition } from '../boards/partition';
import { type Clock, systemClock } from '../platform/clock';
import { StoreUnavailable } from '../platform/errors';
import { ScriptRefused } from '../platform/redis/script';
import { areMoving, wasNotSent } from '../platform/redis/store-error';

const RETRY_FOR_MS = 2_000;
/**
 * While a slot of a Cluster is on its way to another node its scripts are refused, and nothing is executed: its views
 * wait in their queue, those of other partitions do not. Far below the minute for which a script remembers its reply.
 */
const RETRY_WHILE_MOVING_MS = 30_000;
const RETRY_MS = [10, 25, 50, 100, 200];
const LINEAGE_CHANGES_MAX = 5;

export class LineageCalls {
  private readonly process = randomBytes(9).toString('base64url');
  private readonly lineages = allPartitions.map(() => '');
  /** Since when nothing of the partition could be sent. */
  private readonly goneSinceMs = allPartitions.map((): number | undefined => undefined);
  private calls = 0;

  /** `patience` paces the retries: real time also where the clock of what is counted is a simulated one. */
  constructor(private readonly patience: Clock = systemClock) {}

  /** For a call that its caller may want to send again. */
  newCallId(): string {
    this.calls += 1;
    return `${this.process}${this.calls.toString(36)}`;
  }

  /**
   * Sends once at least, and until there is an answer.
   * @throws StoreUnavailable when Redis has not answered for two seconds, or its partition has been on the move for
   *   thirty: the call may then be counted or not
   */
  async untilAnswered<Answer>(
    partition: Partition,
    send: (lineage: string) => Promise<Answer>,
  ): Promise<Answer> {
    const beganMs = this.patience.nowMs();
    for (let attempt = 0, changes = 0; ; ) {
      try {
        const answer = await send(this.lineages[partition] ?? '');
        this.goneSinceMs[partition] = undefined;
        return answer;
      } catch (error) {
        if (this.learnLineage(partition, error) && changes < LINEAGE_CHANGES_MAX) {
          changes += 1;
          continue;
        }
        if (!(error instanceof StoreUnavailable)) throw error;
        // Once at least: a first call that timed out has used up all its time, and may well have been counted.
        const forMs = areMoving(error) ? RETRY_WHILE_MOVING_MS : RETRY_FOR_MS;
        if (attempt > 0 && this.patience.nowMs() >= beganMs + forMs) throw error;
        if (this.isGone(partition, error)) throw error;
        await this.patience.wait(RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]!);
        attempt += 1;
      }
    }
  }

  /**
   * Nothing has been sent, and nothing could be for as long as a call may take: the next ones do not wait it out anew,
   * each of them. A shorter absence is ridden out.
   */
  private isGone(partition: Partition, error: unknown): boolean {
    if (!wasNotSent(error)) return false;
    const nowMs = this.patience.nowMs();
    const sinceMs = this.goneSinceMs[partition] ?? nowMs;
    this.goneSinceMs[partition] = sinceMs;
    return nowMs - sinceMs >= RETRY_FOR_MS;
  }

  /** This process has just begun, or the lineage has changed: the refusal names the present one. */
  private learnLineage(partition: Partition, error: unknown): boolean {
    if (!(error instanceof ScriptRefused) || error.reason !== 'STALE_LINEAGE') return false;
    this.lineages[partition] = error.rest;
    return true;
  }
}
