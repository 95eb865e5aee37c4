// What stands in Postgres and is kept in the memory of every process: told over Redis when one of them changes it, and
// looked at from time to time besides, so that a message that was lost costs no more. While Postgres is away what was
// read last holds on.

import type { Clock, Stop } from './clock';
import { StoreUnavailable } from './errors';
import { LatestReading } from './latest-reading';
import type { Log } from './log/log';
import { Channel } from './redis/channel';
import type { RedisConnection } from './redis/connection';

export interface FollowedReadingParts<T> {
  redis: RedisConnection;
  clock: Clock;
  log: Log;
  /** Over which the processes tell each other of changes. */
  channel: string;
  lookEveryMs: number;
  read: () => Promise<T>;
  /** Told of what differs, as JSON, from what was read before: much is remembered by the object that was given last. */
  take: (found: T) => void;
  /** What the log says, once for as long as nothing can be read. */
  warning: string;
}

/** Longer than Postgres is given for any reading; one that takes longer is left alone. */
const LOOK_WITHIN_MS = 10_000;

export class FollowedReading<T> {
  private readonly channel: Channel<{ id: string }>;
  private readonly reading: LatestReading<T>;
  /** Undefined before the first reading, and after one that found nothing. */
  private before: string | undefined;
  private isTroubled = false;
  private readonly stops: Stop[] = [];

  constructor(private readonly parts: FollowedReadingParts<T>) {
    this.channel = new Channel(parts.redis, parts.channel);
    this.reading = new LatestReading({
      read: parts.read,
      take: (found) => this.take(found),
      onFailure: (error) => this.warn(error),
      withinMs: LOOK_WITHIN_MS,
    });
  }

  /** Resolves when a first reading has been taken, or has failed. */
  async start(): Promise<void> {
    const look = () => void this.look();
    this.stops.push(await this.channel.subscribe(look, look));
    await this.look();
    this.stops.push(this.parts.clock.every(this.parts.lookEveryMs, () => this.look()));
  }

  /** Resolves when no reading is under way any more. */
  async stop(): Promise<void> {
    for (const stop of this.stops.splice(0)) stop();
    await this.reading.ended();
  }

  /** One look at a time; asked for during one, another follows it. It gives no error. */
  look(): Promise<void> {
    return this.reading.anew();
  }

  /** For whoever has just committed a change: this process knows it when it resolves, the others soon after. */
  async announce(id: string): Promise<void> {
    await this.channel.publish({ id }).catch((error: unknown) => {
      // The others look by themselves.
      if (!(error instanceof StoreUnavailable)) throw error;
    });
    await this.look();
  }

  private take(found: T): void {
    this.isTroubled = false;
    const now = JSON.stringify(found) as string | undefined;
    if (now === this.before) return;
    this.before = now;
    this.parts.take(found);
  }

  private warn(error: unknown): void {
    if (!this.isTroubled) this.parts.log.warn({ err: error }, this.parts.warning);
    this.isTroubled = true;
  }
}
