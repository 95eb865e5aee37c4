// Forgets ranked lists that are older than the setting says: a little every minute, about as much as is written.

import type { Clock, Stop } from '../../platform/clock';
import type { Log } from '../../platform/log/log';
import { MINUTE_MS, minuteOf } from './list-record';
import { type RankedMinutesRepository, WRITTEN_AGAIN_AFTER } from './ranked-minutes.repository';

export interface HistoryKeeperParts {
  minutes: Pick<RankedMinutesRepository, 'forgetBefore'>;
  clock: Clock;
  log: Log;
  keptDays: number;
}

const DAY_MINUTES = 24 * 60;
/** Several days of one list, or an hour of all: what has gathered while nobody looked is gone within hours. */
const RECORDS_AT_ONCE = 5_000;

export class HistoryKeeper {
  private stopKeeping: Stop = () => undefined;
  private running: Promise<void> = Promise.resolve();
  private hasFailed = false;

  constructor(private readonly parts: HistoryKeeperParts) {}

  async start(): Promise<void> {
    this.stopKeeping = this.parts.clock.every(MINUTE_MS, () => (this.running = this.forgetOld()));
  }

  /** Waits for what is under way. */
  async stop(): Promise<void> {
    this.stopKeeping();
    await this.running;
  }

  /** What could not be forgotten is tried again with the next minute. */
  async forgetOld(): Promise<void> {
    const { minutes, clock, log, keptDays } = this.parts;
    // The last record of a list may be an hour older than the oldest minute that it answers for.
    const oldest = minuteOf(clock.nowMs()) - keptDays * DAY_MINUTES - WRITTEN_AGAIN_AFTER;
    try {
      const forgotten = await minutes.forgetBefore(oldest, RECORDS_AT_ONCE);
      if (forgotten > 0) log.debug({ records: forgotten }, 'forgot ranked lists of long ago');
      if (forgotten === RECORDS_AT_ONCE)
        log.info('more ranked lists are to be forgotten: the next minute goes on');
      this.hasFailed = false;
    } catch (error) {
      const level = this.hasFailed ? 'debug' : 'warn';
      log[level]({ err: error }, 'ranked lists of long ago are still kept');
      this.hasFailed = true;
    }
  }
}
