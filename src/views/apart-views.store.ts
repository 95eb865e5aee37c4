// Views by bots and by the staff: in no total and on no board, kept thirty days for whoever wants to know how
// many they are.

import { byPartition } from '../boards/partition';
import type { RedisConnection } from '../platform/redis/connection';
import { apartKey } from './view-keys';

const KEEP_SECONDS = 31 * 24 * 3_600;

export interface ApartView {
  article: number;
  kind: 'BOT' | 'STAFF';
  /** Of the publisher: 2026-11-25. */
  day: string;
}

export class ApartViewsStore {
  constructor(private readonly redis: RedisConnection) {}

  /** @throws StoreUnavailable */
  async add(views: readonly ApartView[]): Promise<void> {
    await Promise.all(
      [...byPartition(views, ({ article }) => article)].map(([partition, ofPartition]) =>
        this.redis.inOneWrite((commands) => {
          const keys = new Set<string>();
          for (const { article, kind, day } of ofPartition) {
            const key = apartKey(kind, day, partition);
            keys.add(key);
            commands.hincrby(key, String(article), 1);
          }
          for (const key of keys) commands.expire(key, KEEP_SECONDS, 'NX');
        }),
      ),
    );
  }

  /** Views of an article by bots or staff on a day. @throws StoreUnavailable */
  async count({ article, kind, day }: ApartView): Promise<number> {
    const [partition = 0] = byPartition([article], (one) => one).keys();
    return Number((await this.redis.client.hget(apartKey(kind, day, partition), String(article))) ?? 0);
  }
}
