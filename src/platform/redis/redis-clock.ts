import { type Clock, type Stop, systemClock } from '../clock';
import type { RedisConnection } from './connection';

// Processes on several machines must agree on the time, or their slices of the clock differ. All follow that of Redis;
// of a Cluster, that of the primary that holds one key. When the slot of that key moves or its primary dies, all follow
// the next one alike, within five seconds: what the two clocks differ by is a step, forwards or back, as below.

/** Never written: the primary that would hold it says what time it is. */
export const CLOCK_KEY = 'clock';
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
    const time = await this.redis.client.eval("return redis.call('TIME')", 1, CLOCK_KEY);
    const answeredMs = this.local.nowMs();
    const [seconds, microseconds] = time as [string, string];
    const redisMs = Number(seconds) * 1_000 + Math.floor(Number(microseconds) / 1_000);
    this.aheadMs = Math.round(redisMs - (askedMs + answeredMs) / 2);
  }
}
