// How much one visitor and one network may write. The counting is rate-limiter-flexible's, in Redis, so that the
// limits hold over all processes; while Redis is away each process counts by itself (its insurance limiter): a comment
// is worth more than the exactness of its limit. Only pseudonyms of the day stand in the keys, which end with their
// window.

import { createHash } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { StoreUnavailable } from '../platform/errors';
import type { RedisConnection } from '../platform/redis/connection';
import { CommentRepeated, CommentsTooFast } from './comments.errors';

export interface CommentLimitOptions {
  perMinute: number;
  perHour: number;
  networkPerMinute: number;
  networkPerHour: number;
  repeatMinutes: number;
  reportsPerHour: number;
}

export interface Writer {
  visitor: string;
  /** Absent where a network says nothing of a reader. */
  network?: string;
}

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3_600;
const REPORTS_OF_NETWORK = 10;

export class CommentLimitsStore {
  private readonly ofVisitor: readonly RateLimiterRedis[];
  private readonly ofNetwork: readonly RateLimiterRedis[];
  private readonly reportsOfVisitor: RateLimiterRedis;
  private readonly reportsOfNetwork: RateLimiterRedis;

  constructor(
    private readonly redis: RedisConnection,
    private readonly options: CommentLimitOptions,
  ) {
    const { perMinute, perHour, networkPerMinute, networkPerHour, reportsPerHour } = options;
    const limiter = (name: string, points: number, duration: number) => {
      const limits = { keyPrefix: `comment-limit:${name}`, points, duration };
      return new RateLimiterRedis({
        ...limits,
        storeClient: redis.client,
        rejectIfRedisNotReady: true,
        insuranceLimiter: new RateLimiterMemory(limits),
      });
    };
    this.ofVisitor = [
      limiter('visitor-minute', perMinute, MINUTE_SECONDS),
      limiter('visitor-hour', perHour, HOUR_SECONDS),
    ];
    this.ofNetwork = [
      limiter('network-minute', networkPerMinute, MINUTE_SECONDS),
      limiter('network-hour', networkPerHour, HOUR_SECONDS),
    ];
    this.reportsOfVisitor = limiter('report-visitor', reportsPerHour, HOUR_SECONDS);
    this.reportsOfNetwork = limiter('report-network', reportsPerHour * REPORTS_OF_NETWORK, HOUR_SECONDS);
  }

  /** Counts a comment. @throws CommentsTooFast */
  async takeComment({ visitor, network }: Writer): Promise<void> {
    for (const limiter of this.ofVisitor) await take(limiter, visitor);
    if (network === undefined) return;
    for (const limiter of this.ofNetwork) await take(limiter, network);
  }

  /** Counts a report. @throws CommentsTooFast */
  async takeReport({ visitor, network }: Writer): Promise<void> {
    await take(this.reportsOfVisitor, visitor);
    if (network !== undefined) await take(this.reportsOfNetwork, network);
  }

  /**
   * Notes that a visitor writes this text; what is sent again under the same event id is no repetition.
   * @throws CommentRepeated
   */
  async noteText({ visitor, text, eventId }: WrittenText): Promise<void> {
    const seconds = this.options.repeatMinutes * MINUTE_SECONDS;
    try {
      const before = await this.redis.client.set(
        textKey(visitor, text),
        eventId ?? '',
        'EX',
        seconds,
        'NX',
        'GET',
      );
      if (before === null || (before !== '' && before === eventId)) return;
    } catch (error) {
      // Without Redis a repetition gets through; its event id still keeps a resend from being written twice.
      if (error instanceof StoreUnavailable) return;
      throw error;
    }
    throw new CommentRepeated(this.options.repeatMinutes);
  }

  /** Deletes what is counted of these visitors; gives how many counts there were. @throws StoreUnavailable */
  async forget(visitors: readonly string[]): Promise<number> {
    const limiters = [...this.ofVisitor, this.reportsOfVisitor];
    const deleted = await Promise.all(
      limiters.flatMap((limiter) => visitors.map((visitor) => limiter.delete(visitor))),
    );
    return deleted.filter(Boolean).length;
  }

  /** The text was not written after all. */
  async forgetText({ visitor, text }: WrittenText): Promise<void> {
    try {
      await this.redis.client.del(textKey(visitor, text));
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
    }
  }
}

export interface WrittenText {
  visitor: string;
  text: string;
  eventId?: string;
}

/** The same words in other letters, blanks and signs are the same. */
function textKey(visitor: string, text: string): string {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]+/gu, '');
  return `comment-text:${createHash('sha256')
    .update(`${visitor}\n${words || text}`)
    .digest('base64url')}`;
}

async function take(limiter: RateLimiterRedis, who: string): Promise<void> {
  try {
    await limiter.consume(who);
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) throw new CommentsTooFast({ waitMs: refusal.msBeforeNext });
    throw refusal;
  }
}
