// So many points a minute for each key, over all processes, at no call to Redis for most requests: each process spends
// from its own memory, refuses by what it knows, and tells Redis ten times a second what it has spent since, whereupon
// Redis says what all have spent together. One process is exact. Several may together pass the limit by what the others
// have spent in the last tenth of a second, and by the hundredth part of the limit that each keeps to itself: most keys
// spend less than that, and for them Redis is never asked.
//
// The counting in Redis is rate-limiter-flexible's: a number for each key that Redis forgets a minute after its first
// point. While Redis is away each process counts by itself (its insurance limiter).

import { LRUCache } from 'lru-cache';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { Clock, Stop } from '../clock';
import type { RedisConnection } from './connection';

export interface SharedAllowanceOptions {
  /** Stands in the names of its keys. */
  name: string;
  pointsPerMinute: number;
}

export interface AllowanceState {
  pointsPerMinute: number;
  pointsLeft: number;
  /** Until all of it may be spent again. */
  resetMs: number;
}

interface Spent {
  /** By all processes, as Redis has last said. */
  shared: number;
  /** On its way to Redis. */
  underWay: number;
  /** By this process since. */
  here: number;
  endsMs: number;
}

const WINDOW_MS = 60_000;
const SHARE_EVERY_MS = 100;
/** Some 150 bytes each. A key that is pushed out begins its minute anew, here; Redis still knows it. */
const KEYS_MAX = 100_000;
const SHARES_AT_ONCE_MAX = 1_000;
const KEPT_TO_ITSELF = 1 / 100;

export class SharedAllowance {
  private readonly spent = new LRUCache<string, Spent>({ max: KEYS_MAX });
  private readonly grown = new Set<string>();
  private readonly limiter: RateLimiterRedis;

  constructor(
    redis: RedisConnection,
    private readonly clock: Clock,
    private readonly options: SharedAllowanceOptions,
  ) {
    const limits = {
      keyPrefix: `limit:${options.name}`,
      points: options.pointsPerMinute,
      duration: WINDOW_MS / 1_000,
    };
    this.limiter = new RateLimiterRedis({
      ...limits,
      storeClient: redis.client,
      rejectIfRedisNotReady: true,
      insuranceLimiter: new RateLimiterMemory(limits),
    });
  }

  start(): Stop {
    return this.clock.every(SHARE_EVERY_MS, () => this.share());
  }

  /** Spends the points if they are left; if not, nothing. */
  spend(key: string, points: number): 'spent' | 'refused' {
    const spent = this.ofThisMinute(key);
    if (spent.shared + spent.underWay + spent.here + points > this.options.pointsPerMinute) return 'refused';
    this.note(key, spent, points);
    return 'spent';
  }

  /** Spends the points in any case. */
  charge(key: string, points: number): void {
    this.note(key, this.ofThisMinute(key), points);
  }

  stateOf(key: string): AllowanceState {
    const { shared, underWay, here, endsMs } = this.ofThisMinute(key);
    const { pointsPerMinute } = this.options;
    return {
      pointsPerMinute,
      pointsLeft: Math.max(pointsPerMinute - shared - underWay - here, 0),
      resetMs: endsMs - this.clock.nowMs(),
    };
  }

  /** Tells Redis what has been spent here, where it is worth telling. */
  async share(): Promise<void> {
    const worthTelling = Math.max(1, this.options.pointsPerMinute * KEPT_TO_ITSELF);
    const shares: Promise<void>[] = [];
    for (const key of this.grown) {
      if (shares.length === SHARES_AT_ONCE_MAX) break;
      this.grown.delete(key);
      const spent = this.spent.get(key);
      if (spent !== undefined && spent.here >= worthTelling) shares.push(this.shareOne(key, spent));
    }
    await Promise.all(shares);
  }

  private async shareOne(key: string, spent: Spent): Promise<void> {
    const points = spent.here;
    spent.here = 0;
    spent.underWay += points;
    const { consumedPoints, msBeforeNext } = await this.consume(key, points);
    spent.underWay -= points;
    spent.shared = Math.max(spent.shared + points, consumedPoints);
    if (msBeforeNext > 0) spent.endsMs = this.clock.nowMs() + msBeforeNext;
  }

  /** Whether there were enough of them does not matter here: they are spent. */
  private async consume(key: string, points: number): Promise<RateLimiterRes> {
    try {
      return await this.limiter.consume(key, points);
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return refusal;
      throw refusal;
    }
  }

  private note(key: string, spent: Spent, points: number): void {
    spent.here += Math.ceil(points);
    this.grown.add(key);
  }

  private ofThisMinute(key: string): Spent {
    const known = this.spent.get(key);
    const nowMs = this.clock.nowMs();
    if (known !== undefined && nowMs < known.endsMs) return known;
    const begun = { shared: 0, underWay: 0, here: 0, endsMs: nowMs + WINDOW_MS };
    this.spent.set(key, begun);
    return begun;
  }
}
