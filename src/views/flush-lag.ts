// How old the oldest growth is that Postgres has not confirmed: at most the time since the last reading of a partition
// all of whose figures it has. It grows while either store is away.

import { allPartitions, type Partition } from '../boards/partition';
import type { Clock } from '../platform/clock';

export class FlushLag {
  private readonly confirmedUntilMs: number[];

  constructor(private readonly clock: Pick<Clock, 'nowMs'>) {
    const nowMs = clock.nowMs();
    this.confirmedUntilMs = allPartitions.map(() => nowMs);
  }

  /** Everything that was counted before `readAtMs` is in Postgres. Gives the age of the oldest of what is so now. */
  confirm(partition: Partition, readAtMs: number): number {
    const before = this.confirmedUntilMs[partition] ?? readAtMs;
    this.confirmedUntilMs[partition] = Math.max(before, readAtMs);
    return Math.max(this.clock.nowMs() - before, 0);
  }

  seconds(): number {
    return Math.max(this.clock.nowMs() - Math.min(...this.confirmedUntilMs), 0) / 1_000;
  }
}
