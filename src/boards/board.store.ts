// What the boards say: the best of all partitions, merged (exact, since all of an article's scores lie in one
// of them), and the views of a minute.

import type { RedisConnection } from '../platform/redis/connection';
import { runScript } from '../platform/redis/script';
import { areMoving } from '../platform/redis/store-error';
import { boardKey, landmarksKey, minuteDiscountKey, minuteKey } from './board-keys';
import { type Board, decayedViews, halfLifeMs, TRIMMED_BELOW_VIEWS } from './decay';
import { allPartitions, byPartition, PARTITIONS, type Partition } from './partition';
import { type LateMinutes, type LateMinutesAsked, takeLateMinutes } from './take-late-minutes.script';
import { trimBoards } from './trim-boards.script';

export interface BoardPlace {
  article: number;
  /** At the time that was asked for; views that weigh less for ranking count less here. */
  decayedViews: number;
}

export interface MinuteCount {
  /** Views as they are. */
  views: number;
  /** What they should weigh less for ranking. */
  discount: number;
}

/** Of the best, so many times its share of them is read of each partition first: hardly one ever has more. */
const TWICE_A_SHARE = 2;
/** Shares of few scatter more. */
const SPARE = 16;
/** Read and cleared at once; more than this many wait for the next call. */
const TOUCHED_MINUTES_MAX = 1_000;

export class BoardStore {
  constructor(private readonly redis: RedisConnection) {}

  /** The `count` best, best first; equal ones by number. */
  async top(board: Board, count: number, nowMs: number): Promise<BoardPlace[]> {
    if (count <= 0) return [];
    const some = Math.min(count, TWICE_A_SHARE * Math.ceil(count / PARTITIONS) + SPARE);
    const topOf = (partition: Partition, most: number) =>
      this.topOfPartition({ board, partition, count: most, nowMs });
    const tops = await Promise.all(allPartitions.map((partition) => topOf(partition, some)));
    if (some === count) return bestOf(tops, count);
    // Where the last one that was read is as good as the last of all, more of that partition might be.
    const least = bestOf(tops, count)[count - 1]?.decayedViews ?? 0;
    const hasMore = (top: readonly BoardPlace[]) => top.length === some && top.at(-1)!.decayedViews >= least;
    return bestOf(
      await Promise.all(tops.map((top, partition) => (hasMore(top) ? topOf(partition, count) : top))),
      count,
    );
  }

  /** Views of that minute of the clock (`nowMs / 60,000`, whole), by article number; kept for 65 minutes. */
  async minuteCounts(minute: number): Promise<Map<number, MinuteCount>> {
    const counts = new Map<number, MinuteCount>();
    const ofPartitions = await Promise.all(
      allPartitions.map((partition) => this.minuteCountsIn(partition, minute)),
    );
    for (const ofPartition of ofPartitions)
      for (const [article, count] of ofPartition) counts.set(article, count);
    return counts;
  }

  /** The same of one partition. */
  async minuteCountsIn(partition: Partition, minute: number): Promise<Map<number, MinuteCount>> {
    const [views, discounts] = (await this.redis.inOneWrite((commands) => {
      commands.zrange(minuteKey(minute, partition), 0, -1, 'WITHSCORES');
      commands.zrange(minuteDiscountKey(minute, partition), 0, -1, 'WITHSCORES');
    })) as [string[], string[]];
    const discountOf = new Map(scoresOf(discounts));
    return new Map(
      scoresOf(views).map(([article, count]) => [
        article,
        { views: count, discount: discountOf.get(article) ?? 0 },
      ]),
    );
  }

  /** The same of these articles; one that has none is there with none. */
  async minuteCountsOf(minute: number, articles: Iterable<number>): Promise<Map<number, MinuteCount>> {
    const groups = [...byPartition(articles, (article) => article)];
    const scores = (await this.redis.inOneWrite((commands) => {
      for (const [partition, some] of groups) {
        const members = some.map(String);
        commands.zmscore(minuteKey(minute, partition), members);
        commands.zmscore(minuteDiscountKey(minute, partition), members);
      }
    })) as (string | null)[][];
    return new Map(
      groups.flatMap(([, some], group) =>
        some.map((article, at): [number, MinuteCount] => [
          article,
          { views: Number(scores[2 * group]![at] ?? 0), discount: Number(scores[2 * group + 1]![at] ?? 0) },
        ]),
      ),
    );
  }

  /**
   * Views from the one minute of the clock to the other, both with it, by article number; of those that are kept. An
   * article all of whose views were taken out again is not among them.
   */
  async viewsInMinutes({ from, last }: { from: number; last: number }): Promise<Map<number, number>> {
    const minutes = Array.from({ length: Math.max(0, last - from + 1) }, (_, index) => from + index);
    const views = new Map<number, number>();
    if (minutes.length === 0) return views;
    await Promise.all(
      allPartitions.map(async (partition) => {
        const keys = minutes.map((minute) => minuteKey(minute, partition));
        for (const scores of await this.unionOf(keys)) {
          for (const [article, count] of scoresOf(scores)) {
            if (count > 0) views.set(article, (views.get(article) ?? 0) + count);
          }
        }
      }),
    );
    return views;
  }

  /**
   * Minutes before the previous one that late views have touched since they were last taken; taking clears them. Who
   * leads in a later term has taken them from everybody before: a leader that does not know yet that it leads no more
   * gets none. Where a partition is on its way to another node of a Cluster, its own wait there.
   */
  async takeLateMinutes(term: number): Promise<LateMinutes & { isWhole: boolean }> {
    const ofPartitions = await Promise.all(
      allPartitions.map((partition) => this.lateMinutesOf({ partition, term, most: TOUCHED_MINUTES_MAX })),
    );
    const laterTerm = Math.max(0, ...ofPartitions.map((taken) => taken?.laterTerm ?? 0));
    if (laterTerm > 0) return { minutes: [], laterTerm, isWhole: false };
    const minutes = new Set(ofPartitions.flatMap((taken) => taken?.minutes ?? []));
    const isWhole = ofPartitions.every((taken) => taken !== undefined);
    return { minutes: [...minutes].sort((a, b) => a - b), isWhole };
  }

  /** Takes away what has decayed below a fiftieth of a view; gives how many articles left a board. */
  async trim(nowMs: number): Promise<number> {
    const taken = await Promise.all(
      allPartitions.map((partition) => runScript(this.redis, trimBoards, partition, nowMs)),
    );
    return taken.reduce((sum, one) => sum + one, 0);
  }

  private async lateMinutesOf(asked: LateMinutesAsked): Promise<LateMinutes | undefined> {
    try {
      return await runScript(this.redis, takeLateMinutes, asked);
    } catch (error) {
      if (areMoving(error)) return undefined;
      throw error;
    }
  }

  /** Added up by Redis; board by board while they are on their way to another node of a Cluster. */
  private async unionOf(keys: readonly string[]): Promise<string[][]> {
    try {
      return [await this.redis.client.zunion(keys.length, ...keys, 'WITHSCORES')];
    } catch (error) {
      if (!areMoving(error)) throw error;
      return (await this.redis.inOneWrite((commands) => {
        for (const key of keys) commands.zrange(key, 0, -1, 'WITHSCORES');
      })) as string[][];
    }
  }

  private async topOfPartition(asked: {
    board: Board;
    partition: Partition;
    count: number;
    nowMs: number;
  }): Promise<BoardPlace[]> {
    const { board, partition, count, nowMs } = asked;
    // Together: a rescale between the two would pair old scores with the new landmark.
    const [landmark, scores] = (await this.redis.readTogether((commands) => {
      commands.hget(landmarksKey(partition), board);
      commands.zrange(boardKey(board, partition), 0, count - 1, 'REV', 'WITHSCORES');
    })) as [string | null, string[]];
    if (landmark === null) return [];
    const onBoard = { landmarkMs: Number(landmark), halfLifeMs: halfLifeMs[board] };
    return scoresOf(scores).map(([article, score]) => ({
      article,
      decayedViews: decayedViews(score, nowMs, onBoard),
    }));
  }
}

function bestOf(tops: readonly (readonly BoardPlace[])[], count: number): BoardPlace[] {
  return tops
    .flat()
    .filter(({ decayedViews }) => decayedViews >= TRIMMED_BELOW_VIEWS)
    .sort((a, b) => b.decayedViews - a.decayedViews || a.article - b.article)
    .slice(0, count);
}

function scoresOf(memberScores: readonly string[]): [article: number, score: number][] {
  const pairs: [number, number][] = [];
  for (let i = 0; i + 1 < memberScores.length; i += 2) {
    pairs.push([Number(memberScores[i]), Number(memberScores[i + 1])]);
  }
  return pairs;
}
