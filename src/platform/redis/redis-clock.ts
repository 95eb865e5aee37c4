import { type Clock, type Stop, systemClock } from '../clock';
import type { RedisConnection } from './connection';

// Processes on several machines must agree on the time, or their slices of the clock differ. All follow that of Redis.

const FOLLOW_EVERY_MS = 5_000;

export class RedisClock implements Clock {
  private aheadMs = 0;
  private stopFollowing: Stop = () => undefined;

  constructor(
    private readonly redis: RedisConnection,
    private readonly local: Clock = systemClock,
  ) {}

  /** Asks Redis once and goes on following; while Redis is away the last difference holds. */
  async start(): Promise<void> {
    await this.follow();
    this.stopFollowing = this.local.every(FOLLOW_EVERY_MS, () => this.follow().catch(() => undefined));
  }

  stop(): void {
    this.stopFollowing();
  }

  nowMs(): number {
    return this.local.nowMs() + this.aheadMs;
  }

  every(ms: number, tick: () => Promise<void> | void): Stop {
    return this.local.every(ms, tick);
  }

  after(ms: number, act: () => Promise<void> | void): Stop {
    return this.local.after(ms, act);
  }

  wait(ms: number): Promise<void> {
    return this.local.wait(ms);
  }

  private async follow(): Promise<void> {
    const askedMs = this.local.nowMs();
    const [seconds, microseconds] = await this.redis.client.time();
    const answeredMs = this.local.nowMs();
    const redisMs = Number(seconds) * 1_000 + Math.floor(Number(microseconds) / 1_000);
    this.aheadMs = Math.round(redisMs - (askedMs + answeredMs) / 2);
  }
}
