import type { RedisConnection } from '../platform/redis/connection';

export interface CapCount {
  /** Pseudonym of a visitor or a network. */
  who: string;
  /** Views to add. */
  views: number;
}

/** A window of ten minutes, and a margin for processes that are slow to share. */
const KEEP_SECONDS = 11 * 60;

/** The views that all processes have seen of a visitor or a network in a window of ten minutes. */
export class ViewCapsStore {
  constructor(private readonly redis: RedisConnection) {}

  /** Adds to the counts and gives what each has come to. @throws StoreUnavailable */
  async add(window: number, counts: readonly CapCount[]): Promise<Map<string, number>> {
    const totals = new Map<string, number>();
    const shards = new Map<string, CapCount[]>();
    for (const count of counts) {
      const key = capsKey(window, count.who);
      shards.set(key, [...(shards.get(key) ?? []), count]);
    }
    await Promise.all(
      [...shards].map(async ([key, ofShard]) => {
        const replies = await this.redis.inOneWrite((commands) => {
          for (const { who, views } of ofShard) commands.hincrby(key, who, views);
          commands.expire(key, KEEP_SECONDS, 'NX');
        });
        ofShard.forEach(({ who }, index) => {
          totals.set(who, Number(replies[index]));
        });
      }),
    );
    return totals;
  }

  /** Deletes what is counted of them in these windows; gives how many counts there were. @throws StoreUnavailable */
  async forget(windows: readonly number[], whos: readonly string[]): Promise<number> {
    const deleted = await Promise.all(
      windows.flatMap((window) => whos.map((who) => this.redis.client.hdel(capsKey(window, who), who))),
    );
    return deleted.reduce((sum, one) => sum + one, 0);
  }
}

/** One hash for each first character of a pseudonym: sixty-four, wherever a cluster puts them. */
function capsKey(window: number, who: string): string {
  return `{view-caps-${who[0] ?? ''}}:${window}`;
}
