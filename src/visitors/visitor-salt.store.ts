// The salt of each day: random, made by whichever process needs it first, and kept in Redis alone until one
// window of deduplication after its day, so that a reader around midnight is recognised under yesterday's
// pseudonym too.

import { randomBytes } from 'node:crypto';
import type { RedisConnection } from '../platform/redis/connection';
import type { PublisherDays } from './publisher-day';

/** As long as a counted view is looked up: three slices of fifteen minutes. */
export const KEEP_PREVIOUS_SALT_MS = 45 * 60_000;
const SALT_BYTES = 32;

export class VisitorSaltStore {
  private readonly known = new Map<string, string>();
  /** The last day whose salt was asked for after its end and was not there. */
  private dayWithout: string | undefined;

  constructor(
    private readonly redis: RedisConnection,
    private readonly days: PublisherDays,
  ) {}

  /** Without asking Redis; undefined when this process has not read it yet. */
  knownSalt(day: string): string | undefined {
    return this.known.get(day);
  }

  /** The salt of the day of `nowMs`, made if need be. @throws StoreUnavailable */
  async saltOfToday(nowMs: number): Promise<string> {
    const day = this.days.dayOf(nowMs);
    return this.known.get(day) ?? this.agree(day, nowMs);
  }

  /** The salt of the day before, where it is still kept: it is never made afterwards. */
  async saltOfYesterday(yesterday: string): Promise<string | undefined> {
    const known = this.known.get(yesterday);
    if (known !== undefined || yesterday === this.dayWithout) return known;
    const kept = (await this.redis.client.get(saltKey(yesterday))) ?? undefined;
    if (kept === undefined) this.dayWithout = yesterday;
    else this.known.set(yesterday, kept);
    return kept;
  }

  /**
   * Puts today's salt back into a Redis that has lost it, takes over the one that is there, and forgets the
   * past ones. Meant to be called every few seconds, so that the processes agree again soon.
   */
  async renew(nowMs: number): Promise<void> {
    const day = this.days.dayOf(nowMs);
    const yesterday = this.days.dayOf(nowMs - KEEP_PREVIOUS_SALT_MS);
    for (const past of this.known.keys()) if (past !== day && past !== yesterday) this.known.delete(past);
    if (this.known.has(day)) await this.agree(day, nowMs);
  }

  private async agree(day: string, nowMs: number): Promise<string> {
    const proposed = this.known.get(day) ?? randomBytes(SALT_BYTES).toString('base64url');
    const keepSeconds = Math.ceil((this.days.endOf(nowMs) - nowMs + KEEP_PREVIOUS_SALT_MS) / 1_000);
    const kept = await this.redis.client.set(saltKey(day), proposed, 'EX', keepSeconds, 'NX', 'GET');
    const agreed = kept ?? proposed;
    this.known.set(day, agreed);
    return agreed;
  }
}

function saltKey(day: string): string {
  return `visitor-salt:${day}`;
}
