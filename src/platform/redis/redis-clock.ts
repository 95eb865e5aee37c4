import { type Clock, type Stop, systemClock } from '../clock';
import type { RedisConnection } from './connection';

// Processes on several machines must agree on the time, or their slices of the clock differ. All follow that
// of Redis.

const FOLLOW_EVERY_MS = 5_000;
/**
 * A smaller step back is waited out, so that time does not run backwards; a larger one is a clock that was
 * put right.
 */
const WAITED_OUT_MS = 2_000;

export class RedisClock implements Clock {
  private aheadMs = 0;
  private latestMs = 0;
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
    const nowMs = this.local.nowMs() + this.aheadMs;
    const stepsBack = nowMs < this.latestMs && this.latestMs - nowMs < WAITED_OUT_MS;
    this.latestMs = stepsBack ? this.latestMs : nowMs;
    return this.latestMs;
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
