// What is read again and again and kept in memory: one reading at a time, and another after it when something may have
// changed meanwhile. A reading that does not end is left alone after a while: what it gives then comes too late and is
// not taken, and the next one begins. So a store that once did not answer holds nothing up for ever.

import { type Clock, systemClock } from './clock';

export interface LatestReadingParts<T> {
  read: () => Promise<T>;
  /** What was read, in the order in which it was read. */
  take: (found: T) => void;
  /** Told of an error, and of a reading that has not ended in time. */
  onFailure: (error: unknown) => void;
  withinMs: number;
  clock?: Pick<Clock, 'after'>;
}

/** Of readings that never end: no further one begins until one of them has ended. */
const LEFT_ALONE_AT_MOST = 4;

export class LatestReading<T> {
  private running: Promise<void> | undefined;
  private again = false;
  private leftAlone = 0;

  constructor(private readonly parts: LatestReadingParts<T>) {}

  /** Ends when a reading has been taken that began after this call, or has failed; it gives no error. */
  anew(): Promise<void> {
    if (this.running !== undefined) {
      this.again = true;
      return this.running;
    }
    this.running = this.readOn().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  /** The one that is under way, if any. */
  async ended(): Promise<void> {
    await this.running;
  }

  private async readOn(): Promise<void> {
    const { take, onFailure } = this.parts;
    do {
      this.again = false;
      try {
        take(await this.readInTime());
      } catch (error) {
        onFailure(error);
      }
    } while (this.again);
  }

  private readInTime(): Promise<T> {
    const { read, withinMs, clock = systemClock } = this.parts;
    if (this.leftAlone >= LEFT_ALONE_AT_MOST) {
      return Promise.reject(new Error(`${this.leftAlone} readings have not ended`));
    }
    return new Promise<T>((resolve, reject) => {
      let isLate = false;
      const stop = clock.after(withinMs, () => {
        isLate = true;
        this.leftAlone++;
        reject(new Error(`A reading has not ended within ${withinMs} ms`));
      });
      const end = () => {
        stop();
        if (isLate) this.leftAlone--;
      };
      read().then(resolve, reject).finally(end);
    });
  }
}
