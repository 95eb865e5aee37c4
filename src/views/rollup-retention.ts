// What is kept for how long. Tables go by whole months where all of a month goes. Totals of articles, the sums of whole
// months, the register of exclusions and the audit log stay, and so do figures of articles that are public no more.

import type { Clock } from '../platform/clock';
import { counterNumberOf } from './counter-names';
import type { RollupHours } from './rollup-hours';
import { beginOfMonth, type MonthlyTable, monthOf } from './rollup-months';
import { MONTHS_NEVER_DROPPED } from './rollup-partitions.repository';
import type { RollupRetentionRepository } from './rollup-retention.repository';
import { sliceOf } from './slice';

export interface RetentionParts {
  repository: RollupRetentionRepository;
  hours: RollupHours;
  clock: Pick<Clock, 'nowMs'>;
  /** 0 keeps for ever. */
  keepDaysDays: number;
  keepReadersDays: number;
  keepApartDays: number;
  keepGenerationsDays: number;
}

const DAY_MS = 24 * 3_600_000;
const APART = ['BOT', 'STAFF'].map((name) => counterNumberOf(name) ?? Number.NaN);

export class RollupRetention {
  constructor(private readonly parts: RetentionParts) {}

  /** Any number of processes may run it. Gives how many months were dropped. */
  async run(): Promise<number> {
    const { repository, hours, clock, keepDaysDays, keepReadersDays } = this.parts;
    const apart = sliceOf(clock.nowMs() - this.parts.keepApartDays * DAY_MS);
    const { first } = hours.dayRangeOf(apart);
    await repository.deleteCounters(APART, { slice: first, day: hours.dayOf(first) });
    await repository.forgetGenerations(this.parts.keepGenerationsDays);
    if (keepDaysDays > 0) await repository.deleteOfSite(sliceOf(clock.nowMs() - keepDaysDays * DAY_MS));
    return (
      (await this.dropEmpty('rollup_slice')) +
      (await this.dropEmpty('rollup_hour')) +
      (await this.dropOlder('rollup_day', keepDaysDays)) +
      (await this.dropOlder('article_day', keepDaysDays)) +
      (await this.dropOlder('article_readers', keepReadersDays))
    );
  }

  /** Of which everything has been compacted. */
  private async dropEmpty(table: MonthlyTable): Promise<number> {
    return this.drop(table, 'empty', () => true);
  }

  private async dropOlder(table: MonthlyTable, keepDays: number): Promise<number> {
    if (keepDays === 0) return 0;
    // The publisher's last day of a month may end half a day after that of UTC.
    const beforeMs = this.parts.clock.nowMs() - (keepDays + 1) * DAY_MS;
    return this.drop(table, 'any', (endMs) => endMs <= beforeMs);
  }

  private async drop(
    table: MonthlyTable,
    which: 'any' | 'empty',
    isDue: (endMs: number) => boolean,
  ): Promise<number> {
    const { repository, clock } = this.parts;
    const before = monthOf(clock.nowMs()) - MONTHS_NEVER_DROPPED + 1;
    let dropped = 0;
    for (const month of await repository.months(table)) {
      if (month >= before || !isDue(beginOfMonth(month + 1))) continue;
      if (await repository.dropMonth(table, month, which)) dropped += 1;
    }
    return dropped;
  }
}
