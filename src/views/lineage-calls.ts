// A counting script is called until it has answered, under the same call id each time, so that a call whose reply was
// lost is answered from memory and counts nothing twice; and again with another lineage when another Redis counts than
// was thought.

import { randomBytes } from 'node:crypto';
import { allPartitions, type Partition } from '../boards/partition';
import { type Clock, systemClock } from '../platform/clock';
import { StoreUnavailable } from '../platform/errors';
import { ScriptRefused } from '../platform/redis/script';

/** Far below the minute for which a script remembers its reply. */
const RETRY_FOR_MS = 2_000;
const RETRY_MS = [10, 25, 50, 100, 200];
const LINEAGE_CHANGES_MAX = 5;

export class LineageCalls {
  private readonly process = randomBytes(9).toString('base64url');
  private readonly lineages = allPartitions.map(() => '');
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
   * @throws StoreUnavailable when Redis has not answered for two seconds: the call may then be counted or not
   */
  async untilAnswered<Answer>(
    partition: Partition,
    send: (lineage: string) => Promise<Answer>,
  ): Promise<Answer> {
    const untilMs = this.patience.nowMs() + RETRY_FOR_MS;
    for (let attempt = 0, changes = 0; ; ) {
      try {
        return await send(this.lineages[partition] ?? '');
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

  /** This process has just begun, or the lineage has changed: the refusal names the present one. */
  private learnLineage(partition: Partition, error: unknown): boolean {
    if (!(error instanceof ScriptRefused) || error.reason !== 'STALE_LINEAGE') return false;
    this.lineages[partition] = error.rest;
    return true;
  }
}
