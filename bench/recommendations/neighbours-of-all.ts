// A full neighbour board for every article, through the script that counts, and what they take in Redis.

import type { RedisConnection } from '../../src/platform/redis/connection';
import { type CoVisit, coVisits, KEPT_NEIGHBOURS } from '../../src/recommendations/neighbour-board';
import { NeighbourBoardStore } from '../../src/recommendations/neighbour-board.store';

const VISITS_AT_ONCE = 2_048;

/** Bytes an article. */
export async function fillNeighbours(
  redis: RedisConnection,
  articles: number,
  nowMs: number,
): Promise<number> {
  const store = new NeighbourBoardStore(redis);
  const before = await usedMemory(redis);
  let visits: CoVisit[] = [];
  for (let step = 1; step <= KEPT_NEIGHBOURS; step++) {
    for (let article = 1; article <= articles; article++) {
      // Some are gone on to more than others.
      const to = 1 + ((article + step * 37) % articles);
      visits.push(...coVisits(to, [article]));
      if (visits.length < VISITS_AT_ONCE) continue;
      await store.count(visits, nowMs);
      visits = [];
    }
  }
  await store.count(visits, nowMs);
  return ((await usedMemory(redis)) - before) / articles;
}

/** Without what is on its way: the buffers of connections and of the file come and go. */
async function usedMemory(redis: RedisConnection): Promise<number> {
  const info = await redis.client.info('memory');
  const figure = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1]);
  return figure('used_memory') - figure('mem_clients_normal') - figure('mem_aof_buffer');
}
