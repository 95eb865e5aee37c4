// What Redis holds of counted views, read from the keys themselves.

import { boardKey, landmarksKey } from '../../src/boards/board-keys';
import { allBoards, type Board, decayedViews, halfLifeMs } from '../../src/boards/decay';
import { allPartitions } from '../../src/boards/partition';
import type { RedisConnection } from '../../src/platform/redis/connection';
import { lineagesKey, sliceCountersKey, slicesKey, totalsKey } from '../../src/views/view-keys';

/** Some of the keys, and where the rest begin: a log of two million views leaves three million. */
const EMPTY = `
local found = redis.call('SCAN', ARGV[2], 'MATCH', ARGV[1], 'COUNT', 20000)
for _, key in ipairs(found[2]) do redis.call('UNLINK', key) end
return found[1]`;

export class CountedInRedis {
  constructor(
    private readonly redis: RedisConnection,
    private readonly keySpace: string,
  ) {}

  async empty(): Promise<void> {
    let cursor = '0';
    do cursor = String(await this.redis.client.eval(EMPTY, 0, `${this.keySpace}*`, cursor));
    while (cursor !== '0');
  }

  async totals(): Promise<Map<number, number>> {
    const totals = new Map<number, number>();
    for (const partition of allPartitions) {
      for (const lineage of await this.redis.client.smembers(lineagesKey(partition))) {
        const { generation, ...fields } = await this.redis.client.hgetall(totalsKey(lineage, partition));
        if (generation === undefined) throw new Error('totals without a generation');
        for (const [article, views] of Object.entries(fields)) totals.set(Number(article), Number(views));
      }
    }
    return totals;
  }

  /** By "slice article:counter". */
  async ofSlices(): Promise<Map<string, number>> {
    const counters = new Map<string, number>();
    for (const partition of allPartitions) {
      for (const name of await this.redis.client.smembers(slicesKey(partition))) {
        const [slice = '', lineage = ''] = name.split(':');
        const key = sliceCountersKey(Number(slice), lineage, partition);
        const { generation, ...fields } = await this.redis.client.hgetall(key);
        if (generation === undefined) throw new Error('counters without a generation');
        for (const [field, amount] of Object.entries(fields))
          counters.set(`${slice} ${field}`, Number(amount));
      }
    }
    return counters;
  }

  /** Decayed views by article, of each board. @throws where a score is no finite number */
  async boards(nowMs: number): Promise<Record<Board, Map<number, number>>> {
    const boards = { hour: new Map(), day: new Map(), week: new Map() };
    for (const partition of allPartitions) {
      const landmarks = await this.redis.client.hgetall(landmarksKey(partition));
      for (const board of allBoards) {
        const scores = await this.redis.client.zrange(boardKey(board, partition), 0, -1, 'WITHSCORES');
        for (let at = 0; at < scores.length; at += 2) {
          const score = Number(scores[at + 1]);
          if (!Number.isFinite(score))
            throw new Error(`a score of ${scores[at + 1]} on the board of the ${board}`);
          const onBoard = { landmarkMs: Number(landmarks[board]), halfLifeMs: halfLifeMs[board] };
          boards[board].set(Number(scores[at]), decayedViews(score, nowMs, onBoard));
        }
      }
    }
    return boards;
  }
}
