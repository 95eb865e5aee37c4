// The counting script called with as little around it as there can be: batches of 64 views of one partition, made of
// random visitors, and a number of calls under way. Where sessions are asked for, also the scripts that learn where
// readers go on to, as bare.

import { allPartitions, type Partition, partitionOf } from '../../src/boards/partition';
import { openRedis, type RedisConnection } from '../../src/platform/redis/connection';
import { runScript, ScriptRefused } from '../../src/platform/redis/script';
import {
  type CountedViews,
  countViews,
  numberKeys,
  type ViewToCount,
} from '../../src/views/count-views.script';
import { sliceOf } from '../../src/views/slice';
import { BareLearning } from './bare-learning';
import { type CountLoad, type CountOrder, drawn, processorMicroseconds } from './count-order';
import { carryOut } from './line-process';

export interface BareTask {
  redisUrl: string;
  articles: number[];
  callsUnderWay: number;
  /** Over all partitions, as the program is set. */
  streamViews: number;
}

export interface BareOrder extends CountOrder {
  /** Whether it learns from sessions too. */
  learns: boolean;
}

const VIEWS_OF_CALL = 64;
const MINUTE_MS = 60_000;
const SLICES_LOOKED_UP = 3;
const SETS = 2_048;

class Bare {
  private readonly waiting = allPartitions.map((): ViewToCount[] => []);
  private readonly learning: BareLearning;
  private readonly articles: { number: number; partition: Partition }[];
  private lineage = '';
  private calls = 0;
  private nowMs = 0;
  private visitors = 0;

  constructor(
    private readonly redis: RedisConnection,
    private readonly task: BareTask,
  ) {
    this.learning = new BareLearning(redis, task.articles);
    this.articles = task.articles.map((number) => ({ number, partition: partitionOf(number) }));
  }

  async count({ seconds, learns }: BareOrder): Promise<CountLoad> {
    const load = { views: 0, onward: 0, sentAgain: 0 };
    const [began, processorBegan] = [performance.now(), processorMicroseconds()];
    const untilMs = began + seconds * 1_000;
    await Promise.all(
      Array.from({ length: this.task.callsUnderWay }, async () => {
        while (performance.now() < untilMs) {
          const views = await this.countBatch();
          load.views += views;
          if (learns) load.onward += await this.learning.learnFrom(views);
        }
      }),
    );
    return {
      ...load,
      seconds: (performance.now() - began) / 1_000,
      processorMicroseconds: processorMicroseconds() - processorBegan,
    };
  }

  /** Gives how many were counted. */
  private async countBatch(): Promise<number> {
    this.nowMs = Date.now();
    const partition = this.fillOne();
    const views = this.waiting[partition]!.splice(0);
    const callId = `bare${this.calls++}`;
    const counted = await this.send(partition, callId, views);
    return counted.views.filter(({ status }) => status === 'COUNTED').length;
  }

  private async send(partition: Partition, callId: string, views: ViewToCount[]): Promise<CountedViews> {
    const { nowMs, lineage } = this;
    const streamViews = Math.ceil(this.task.streamViews / allPartitions.length);
    const call = { partition, callId, lineage, nowMs, streamViews, jitterSeconds: 0, views };
    try {
      return await runScript(this.redis, countViews, numberKeys(call));
    } catch (error) {
      // Only at the beginning: whoever calls has to learn once which Redis counts.
      const isNews = error instanceof ScriptRefused && error.reason === 'STALE_LINEAGE' && lineage === '';
      if (!isNews) throw error;
      this.lineage = error.rest;
      return this.send(partition, callId, views);
    }
  }

  /** Views come as over HTTP, and the first partition that has a batch of them is sent. */
  private fillOne(): Partition {
    for (;;) {
      const { number, partition } = drawn(this.articles);
      if (this.waiting[partition]!.push(this.viewOf(number)) === VIEWS_OF_CALL) return partition;
    }
  }

  private viewOf(article: number): ViewToCount {
    const { nowMs } = this;
    const slice = sliceOf(nowMs);
    const place = { set: Math.floor(Math.random() * SETS), member: (Math.random() * 2 ** 32) | 0 };
    const visitor = `bare${String(this.visitors++).padStart(12, '0')}`;
    return {
      article,
      atMs: nowMs,
      rankingWeight: 1,
      counterName: 'SEARCH',
      minute: Math.floor(nowMs / MINUTE_MS),
      slice,
      streamLine: `${article} ${nowMs} ${visitor} SEARCH 1 -`,
      seenIn: Array.from({ length: SLICES_LOOKED_UP }, (_, back) => ({ slice: slice - back, place })),
      readOn: { day: new Date(nowMs).toISOString().slice(0, 10), visitor },
    };
  }
}

void carryOut<BareTask, BareOrder, CountLoad>(async (task) => {
  const redis = openRedis({ url: task.redisUrl, keySpace: 'mostread:', commandTimeoutMs: 60_000 });
  await redis.ready();
  const bare = new Bare(redis, task);
  return (order) => bare.count(order);
});
