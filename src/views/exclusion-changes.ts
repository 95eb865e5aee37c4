// Tells every process of an exclusion at once, over Redis; each also looks into Postgres, so that a message that was
// lost costs a second.

import type { Clock, Stop } from '../platform/clock';
import { FollowedReading } from '../platform/followed-reading';
import type { Log } from '../platform/log/log';
import type { RedisConnection } from '../platform/redis/connection';
import type { ExclusionRepository } from './exclusion.repository';

/** Figures of these articles are less, or more, than they were. */
export interface ExclusionChange {
  articles: readonly number[];
  fromMs: number;
  toMs: number;
}

export type ExclusionListener = (change: ExclusionChange) => void;

export interface ExclusionChangesParts {
  repository: Pick<ExclusionRepository, 'latestChange' | 'changesAfter' | 'articlesOf'>;
  redis: RedisConnection;
  clock: Clock;
  log: Log;
}

interface Found {
  /** The last of the changes that were found. */
  last: number;
  change: ExclusionChange;
}

const LOOK_EVERY_MS = 1_000;

export class ExclusionChanges {
  private readonly listeners = new Set<ExclusionListener>();
  private readonly following: FollowedReading<Found | undefined>;
  private seen = 0;

  constructor(private readonly parts: ExclusionChangesParts) {
    const { redis, clock, log } = parts;
    this.following = new FollowedReading({
      ...{ redis, clock, log, channel: 'exclusions', lookEveryMs: LOOK_EVERY_MS },
      read: () => this.readChanges(),
      take: (found) => this.take(found),
      warning: 'exclusions wait',
    });
  }

  /** Told in this process of each exclusion that is made or taken back in any. */
  onExclusion(listener: ExclusionListener): Stop {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  async start(): Promise<Stop> {
    this.seen = await this.parts.repository.latestChange();
    await this.following.start();
    return () => void this.following.stop();
  }

  /** Tells this process and all others; without Redis they hear of it within a second. */
  async announce(id: string): Promise<void> {
    await this.following.announce(id);
  }

  /** One look at a time; asked for during one, another follows it. It gives no error. */
  look(): Promise<void> {
    return this.following.look();
  }

  private async readChanges(): Promise<Found | undefined> {
    const { repository } = this.parts;
    const changes = await repository.changesAfter(this.seen);
    const last = changes.at(-1);
    if (last === undefined) return undefined;
    const articles = await repository.articlesOf(changes.map(({ id }) => id));
    const fromMs = Math.min(...changes.map((change) => change.fromMs));
    const toMs = Math.max(...changes.map((change) => change.toMs));
    return { last: last.change, change: { articles, fromMs, toMs } };
  }

  private take(found: Found | undefined): void {
    if (found === undefined) return;
    this.seen = found.last;
    for (const listener of this.listeners) this.tell(listener, found.change);
  }

  private tell(listener: ExclusionListener, change: ExclusionChange): void {
    try {
      listener(change);
    } catch (error) {
      this.parts.log.error({ err: error }, 'a listener to exclusions failed');
    }
  }
}
