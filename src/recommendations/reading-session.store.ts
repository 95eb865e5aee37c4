// What a visitor has read in this session, as far as neighbours need it: the last two articles. A session ends with a
// gap of thirty minutes. Its name is the visitor's pseudonym, and it lives no longer than the session.

import type { RedisConnection } from '../platform/redis/connection';
import { runScript } from '../platform/redis/script';
import { addToSessions, type SessionView } from './add-to-sessions.script';
import { sessionKey, sessionPartition } from './neighbour-keys';

export const SESSION_GAP_MS = 30 * 60_000;

export class ReadingSessionStore {
  constructor(private readonly redis: RedisConnection) {}

  /** Adds each view to its session, by the time of reading; gives for each what was read in it before, latest first. */
  async add(views: readonly SessionView[]): Promise<number[][]> {
    const before = new Map<SessionView, number[]>();
    const groups = byPartitionOfVisitor(views);
    await Promise.all(
      groups.map(async (group) => {
        const remembered = await runScript(this.redis, addToSessions, group, SESSION_GAP_MS);
        group.forEach((view, index) => {
          before.set(view, readInSession(remembered[index] ?? [], view.atMs));
        });
      }),
    );
    return views.map((view) => before.get(view) ?? []);
  }

  /** Deletes the sessions of these visitors; gives how many there were. @throws StoreUnavailable */
  async forget(visitors: readonly string[]): Promise<number> {
    const deleted = await Promise.all(visitors.map((visitor) => this.redis.client.del(sessionKey(visitor))));
    return deleted.reduce((sum, one) => sum + one, 0);
  }
}

/** Each was read less than a gap before the next: what lies behind a longer gap belongs to another session. */
function readInSession(remembered: readonly string[], atMs: number): number[] {
  const articles: number[] = [];
  let nextMs = atMs;
  for (const reading of remembered) {
    const [article, readMs] = reading.split('@').map(Number) as [number, number];
    if (nextMs - readMs >= SESSION_GAP_MS) break;
    articles.push(article);
    nextMs = readMs;
  }
  return articles;
}

function byPartitionOfVisitor(views: readonly SessionView[]): SessionView[][] {
  const groups = new Map<number, SessionView[]>();
  for (const view of views) {
    const partition = sessionPartition(view.visitor);
    const group = groups.get(partition);
    if (group) group.push(view);
    else groups.set(partition, [view]);
  }
  return [...groups.values()];
}
