// Brings what experiments have counted to Postgres, every two seconds, in every process that works: any number of them
// at once, since the larger figure of a generation wins. What was written last is remembered, so that what has not
// grown costs a look. Counters expire by themselves, days after the last report can have come.

import { type Clock, type Stop, systemClock } from '../platform/clock';
import { StoreUnavailable } from '../platform/errors';
import type { Log } from '../platform/log/log';
import { REPORTED_UNTIL_MS } from './experiment';
import type { CountersOfHour, VariantCountersStore } from './variant-counters.store';
import type { SumToWrite, VariantSumsRepository } from './variant-sums.repository';

export interface VariantFlusherParts {
  counters: VariantCountersStore;
  sums: Pick<VariantSumsRepository, 'write'>;
  clock: Clock;
  log: Log;
  /** Paces it: real time also where `clock` is a simulated one. */
  pace?: Clock;
}

const FLUSH_EVERY_MS = 2_000;
/** At the end of the process. */
const LAST_FLUSH_MS = 10_000;
const HOUR_MS = 3_600_000;
const whats = { I: 'impressions', C: 'clicks', R: 'readers' } as const;

export class VariantFlusher {
  private readonly written = new Map<string, string>();
  private readonly pace: Clock;
  private underWay: Promise<boolean> | undefined;
  private troubled = false;

  constructor(private readonly parts: VariantFlusherParts) {
    this.pace = parts.pace ?? systemClock;
  }

  start(): Stop {
    return this.pace.every(FLUSH_EVERY_MS, async () => void (await this.flush()));
  }

  /** Once more, for as long as the end of a process may take. */
  async finish(): Promise<void> {
    const last = async () => {
      await this.underWay;
      await this.flush();
    };
    await Promise.race([last(), this.pace.wait(LAST_FLUSH_MS)]);
  }

  /** False where a store was away: what it had not got is written with the next one. */
  flush(): Promise<boolean> {
    this.underWay ??= this.flushAll()
      .then(
        () => {
          this.troubled = false;
          return true;
        },
        (error: unknown) => {
          const level = error instanceof StoreUnavailable ? 'warn' : 'error';
          if (!this.troubled)
            this.parts.log[level]({ err: error }, 'experiments are not brought to Postgres');
          this.troubled = true;
          return false;
        },
      )
      .finally(() => {
        this.underWay = undefined;
      });
    return this.underWay;
  }

  private async flushAll(): Promise<void> {
    const { counters, sums, clock } = this.parts;
    const named = await counters.names();
    const nowMs = clock.nowMs();
    for (const { partition, name } of named) {
      const key = `${partition} ${name}`;
      const hour = Number(name.split(':')[0]);
      const isClosed = nowMs > (hour + 1) * HOUR_MS + REPORTED_UNTIL_MS + HOUR_MS;
      const last = this.written.get(key);
      if (isClosed && last !== undefined && !isTimeToLook(nowMs)) continue;
      const found = await counters.read(partition, name);
      if (found === undefined) {
        this.written.delete(key);
        // What may still grow may be born again, under the same name.
        if (isClosed) await counters.forget(partition, name);
        continue;
      }
      // Born again it may say the very same, and mean more.
      const figures = JSON.stringify([found.generation, found.figures]);
      if (figures === last) continue;
      await sums.write(sumsOf(found));
      this.written.set(key, figures);
    }
  }
}

/** Of what does not grow any more it is enough to see, now and then, whether it is still there. */
function isTimeToLook(nowMs: number): boolean {
  return nowMs % HOUR_MS < 2 * FLUSH_EVERY_MS;
}

/** What this version does not know is left in Redis. */
function sumsOf({ hour, generation, figures }: CountersOfHour): SumToWrite[] {
  const sums = new Map<string, SumToWrite>();
  for (const [field, amount] of Object.entries(figures)) {
    const [experiment, bucket, what] = field.split(':');
    const name = whats[what as keyof typeof whats];
    if (name === undefined) continue;
    const key = `${experiment}:${bucket}`;
    const known = sums.get(key) ?? {
      ...{ experiment: Number(experiment), hour, bucket: Number(bucket), generation },
      ...{ impressions: 0, clicks: 0, readers: 0 },
    };
    sums.set(key, { ...known, [name]: Number(amount) });
  }
  return [...sums.values()];
}
