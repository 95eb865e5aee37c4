// Tells every process of an exclusion at once, over Redis; each also looks into Postgres, so that a message that was
// lost costs a second.

import type { Clock, Stop } from '../platform/clock';
import { StoreUnavailable } from '../platform/errors';
import type { Log } from '../platform/log/log';
import { Channel } from '../platform/redis/channel';
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
  repository: ExclusionRepository;
  redis: RedisConnection;
  clock: Clock;
  log: Log;
}

const LOOK_EVERY_MS = 1_000;

export class ExclusionChanges {
  private readonly channel: Channel<{ id: string }>;
  private readonly listeners = new Set<ExclusionListener>();
  private seen = 0;
  private looking: Promise<void> | undefined;
  private looksAgain = false;

  constructor(private readonly parts: ExclusionChangesParts) {
    this.channel = new Channel(parts.redis, 'exclusions');
  }

  /** Told in this process of each exclusion that is made or taken back in any. */
  onExclusion(listener: ExclusionListener): Stop {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  async start(): Promise<Stop> {
    const { repository, clock } = this.parts;
    this.seen = await repository.latestChange();
    const unsubscribe = await this.channel.subscribe(
      () => void this.look(),
      () => void this.look(),
    );
    const stop = clock.every(LOOK_EVERY_MS, () => this.look());
    return () => {
      stop();
      unsubscribe();
    };
  }

  /** Tells this process and all others; without Redis they hear of it within a second. */
  async announce(id: string): Promise<void> {
    await this.channel.publish({ id }).catch((error: unknown) => {
      if (!(error instanceof StoreUnavailable)) throw error;
    });
    await this.look();
  }

  /** One look at a time; asked for during one, another follows it. It gives no error. */
  look(): Promise<void> {
    if (this.looking !== undefined) {
      this.looksAgain = true;
      return this.looking;
    }
    this.looking = this.lookNow().finally(() => {
      this.looking = undefined;
    });
    return this.looking;
  }

  private async lookNow(): Promise<void> {
    do {
      this.looksAgain = false;
      try {
        await this.readChanges();
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) this.parts.log.warn({ err: error }, 'exclusions wait');
      }
    } while (this.looksAgain);
  }

  private async readChanges(): Promise<void> {
    const { repository } = this.parts;
    const changes = await repository.changesAfter(this.seen);
    const last = changes.at(-1);
    if (last === undefined) return;
    const articles = await repository.articlesOf(changes.map(({ id }) => id));
    this.seen = last.change;
    const fromMs = Math.min(...changes.map((change) => change.fromMs));
    const toMs = Math.max(...changes.map((change) => change.toMs));
    for (const listener of this.listeners) this.tell(listener, { articles, fromMs, toMs });
  }

  private tell(listener: ExclusionListener, change: ExclusionChange): void {
    try {
      listener(change);
    } catch (error) {
      this.parts.log.error({ err: error }, 'a listener to exclusions failed');
    }
  }
}
