// What is kept for how long. Tables go by whole months where all of a month goes. Totals of articles, the sums of whole
// months, the register of exclusions and the audit log stay, and so do figures of articles that are public no more.

import type { Clock } from '../platform/clock';
import { counterNumberOf } from './counter-names';
import type { RollupHours } from './rollup-hours';
import { beginOfMonth, firstDayOfMonth, type Month, type MonthlyTable, monthOf } from './rollup-months';
import { MONTHS_NEVER_DROPPED } from './rollup-partitions.repository';
import type { KeptMark, RollupRetentionRepository } from './rollup-retention.repository';
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
    return (
      (await this.dropEmpty('rollup_slice')) +
      (await this.dropEmpty('rollup_hour')) +
      (await this.dropDays(keepDaysDays)) +
      (await this.dropOlder('article_readers', keepReadersDays, 'READERS_KEPT'))
    );
  }

  /** Of which everything has been compacted. */
  private async dropEmpty(table: MonthlyTable): Promise<number> {
    let dropped = 0;
    for (const month of await this.oldMonths(table)) {
      if (await this.parts.repository.dropEmptyMonth(table, month)) dropped += 1;
    }
    return dropped;
  }

  /** Of articles, and of the site as far. */
  private async dropDays(keepDays: number): Promise<number> {
    if (keepDays === 0) return 0;
    const { repository, hours } = this.parts;
    const dropped =
      (await this.dropOlder('rollup_day', keepDays, 'KEPT')) +
      (await this.dropOlder('article_day', keepDays, 'KEPT'));
    const mark = await repository.keptFrom();
    if (mark > 0) await repository.deleteBefore(mark, hours.dayOf(mark));
    return dropped;
  }

  private async dropOlder(table: MonthlyTable, keepDays: number, level: KeptMark['level']): Promise<number> {
    if (keepDays === 0) return 0;
    const { repository, hours, clock } = this.parts;
    // The publisher's last day of a month may end half a day after that of UTC.
    const beforeMs = clock.nowMs() - (keepDays + 1) * DAY_MS;
    let dropped = 0;
    for (const month of await this.oldMonths(table)) {
      const from = hours.beginningOf(firstDayOfMonth(month + 1));
      if (beginOfMonth(month + 1) > beforeMs) continue;
      if (await repository.dropMonth(table, month, { level, from })) dropped += 1;
    }
    return dropped;
  }

  private async oldMonths(table: MonthlyTable): Promise<Month[]> {
    const before = monthOf(this.parts.clock.nowMs()) - MONTHS_NEVER_DROPPED + 1;
    return (await this.parts.repository.months(table)).filter((month) => month < before);
  }
}
