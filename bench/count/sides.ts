// The two that count, each with a Redis of its own: the whole program, told over HTTP, and the bare script. After every
// round what was acknowledged must be what Redis has counted.

import { join } from 'node:path';
import { readRunning } from '../../src/compose/running-newsroom';
import { systemClock } from '../../src/platform/clock';
import { openRedis, type RedisConnection } from '../../src/platform/redis/connection';
import { startEmbeddedRedis } from '../../src/platform/redis/embedded-redis';
import { projectFolder, type ServerProcess } from '../http/server-process';
import type { BareOrder, BareTask } from './bare.program';
import type { CountLoad, CountOrder } from './count-order';
import { onwardIn, viewsIn } from './counted-in-redis';
import { LineProcess } from './line-process';
import { postgresMicroseconds, redisMicroseconds } from './processor-time';
import type { RecordViewsTask } from './record-views.program';

/** Of processes, in microseconds: null where the machine does not tell or none took part. */
export interface ProcessorTimes {
  server: number | null;
  redis: number;
  postgres: number | null;
}

/** Of one round; processor time is in microseconds a view. */
export interface CountRound extends ProcessorTimes {
  views: number;
  perSecond: number;
  client: number;
  /** Views in a call of the counting script. */
  viewsOfCall: number;
  /** Batches that were not answered in time. */
  sentAgain: number;
  /** Of what readers went on to, the share that was learnt; null where nobody went on. */
  learnt: number | null;
}

export interface Side<Order = CountOrder> {
  /** @throws when more or less was counted than acknowledged */
  round(order: Order): Promise<CountRound>;
  stop(): Promise<void>;
}

export interface CountedArticle {
  id: string;
  number: number;
}

const KEY_SPACE = 'mostread:';
const STREAM_VIEWS = 1_000_000;
const VIEWS_OF_CALL = 64;
const VIEWS_OF_BATCH = 100;

export async function bareSide(
  folder: string,
  { articles, connections }: { articles: readonly CountedArticle[]; connections: number },
): Promise<Side<BareOrder>> {
  const cacheFolder = join(projectFolder, '.mostread', 'cache');
  const store = await startEmbeddedRedis({ folder, cacheFolder, progress: () => undefined });
  const redis = openRedis({ url: store.url, keySpace: KEY_SPACE, commandTimeoutMs: 60_000 });
  await redis.ready();
  const task: BareTask = {
    redisUrl: store.url,
    articles: articles.map(({ number }) => number),
    // As many views under way as over HTTP.
    callsUnderWay: Math.ceil((connections * VIEWS_OF_BATCH) / VIEWS_OF_CALL),
    streamViews: STREAM_VIEWS,
  };
  const generator = new LineProcess<BareOrder, CountLoad>(join(__dirname, 'bare.program.ts'), task);
  return {
    async round(order) {
      const [viewsBefore, redisBefore] = [await viewsIn(redis), await redisMicroseconds(redis)];
      const load = await generator.order(order);
      const redisUsed = (await redisMicroseconds(redis)) - redisBefore;
      mustBeSame('The bare script', load.views, (await viewsIn(redis)) - viewsBefore);
      return {
        views: load.views,
        perSecond: load.views / load.seconds,
        client: load.processorMicroseconds / load.views,
        server: null,
        redis: redisUsed / load.views,
        postgres: null,
        viewsOfCall: VIEWS_OF_CALL,
        sentAgain: 0,
        learnt: null,
      };
    },
    async stop() {
      await generator.stop();
      await redis.close();
      await store.stop();
    },
  };
}

export interface ProgramParts {
  server: ServerProcess;
  /** Of the server. */
  folder: string;
  articles: readonly CountedArticle[];
  connections: number;
  headers: Record<string, string>;
}

export async function programSide(parts: ProgramParts): Promise<Side> {
  const running = await readRunning(parts.folder);
  if (running === undefined) throw new Error('The server has not said where its stores are');
  const redis = openRedis({ ...running.redis, keySpace: KEY_SPACE, commandTimeoutMs: 60_000 });
  await redis.ready();
  return new Program(parts, redis);
}

/** Less than one batch of the recorder. */
const AS_GOOD_AS_LEARNT = 512;
const ASK_EVERY_MS = 50;
const PATIENCE_MS = 60_000;
const COUNTING_CALLS = 'mostread_script_seconds_count{script="count-views.lua"}';

class Program implements Side {
  private readonly generator: LineProcess<CountOrder, CountLoad>;

  constructor(
    private readonly parts: ProgramParts,
    private readonly redis: RedisConnection,
  ) {
    const { server, connections, headers, articles } = parts;
    const articleIds = articles.map(({ id }) => id);
    const task: RecordViewsTask = { url: server.url, connections, headers, articleIds, run: `${Date.now()}` };
    this.generator = new LineProcess(join(__dirname, 'record-views.program.ts'), task);
  }

  async round(order: CountOrder): Promise<CountRound> {
    const before = await this.stand();
    const load = await this.generator.order(order);
    // The clock goes on for what is still to be learnt, but not for the quarter of a second that a few views wait.
    const tailSeconds = await this.untilLearnt(AS_GOOD_AS_LEARNT);
    await this.untilLearnt(1);
    const after = await this.stand();
    mustBeSame('The program', load.views, after.views - before.views);
    const learnt = after.onward - before.onward;
    const allTold = after.letGo === before.letGo && load.sentAgain === 0;
    if (allTold) mustBeSame('What readers went on to', load.onward, learnt);
    return {
      views: load.views,
      perSecond: load.views / (load.seconds + tailSeconds),
      client: load.processorMicroseconds / load.views,
      server: share(before.server, after.server, load.views),
      redis: (after.redis - before.redis) / load.views,
      postgres: share(before.postgres, after.postgres, load.views),
      viewsOfCall: load.views / (after.calls - before.calls),
      sentAgain: load.sentAgain,
      learnt: load.onward === 0 ? null : learnt / load.onward,
    };
  }

  async stop(): Promise<void> {
    await this.generator.stop();
    await this.redis.close();
  }

  private async stand() {
    const { server, folder, articles } = this.parts;
    const serverMs = await server.processorMs();
    return {
      views: await viewsIn(this.redis),
      onward: await onwardIn(
        this.redis,
        articles.map(({ number }) => number),
      ),
      letGo: await this.figure('mostread_views_not_learnt_from_total'),
      calls: await this.figure(COUNTING_CALLS, 0),
      server: serverMs === undefined ? undefined : serverMs * 1_000,
      redis: await redisMicroseconds(this.redis),
      postgres: await postgresMicroseconds(join(folder, 'postgres', 'data')),
    };
  }

  /** Gives the seconds that it has taken. */
  private async untilLearnt(below: number): Promise<number> {
    const began = performance.now();
    while ((await this.figure('mostread_views_to_learn_from')) >= below) {
      if (performance.now() - began > PATIENCE_MS) throw new Error('What was read is not learnt from');
      await systemClock.wait(ASK_EVERY_MS);
    }
    return (performance.now() - began) / 1_000;
  }

  /** `absent` stands for one that is not there before it is first needed. */
  private async figure(name: string, absent?: number): Promise<number> {
    const answer = await fetch(new URL('/metrics', this.parts.server.url));
    const line = (await answer.text()).split('\n').find((one) => one.startsWith(`${name} `));
    const value = line === undefined ? absent : Number(line.slice(name.length));
    if (value === undefined) throw new Error(`/metrics does not tell ${name}`);
    return value;
  }
}

function share(before: number | undefined, after: number | undefined, views: number): number | null {
  return before === undefined || after === undefined ? null : (after - before) / views;
}

function mustBeSame(what: string, acknowledged: number, counted: number): void {
  if (acknowledged === counted) return;
  throw new Error(`${what}: ${acknowledged} acknowledged, ${counted} counted`);
}
