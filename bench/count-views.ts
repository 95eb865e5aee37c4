// Views per second through the counter, in batches of 100 as recordViews hands them in, against the same script called
// bare in batches of 64: both against one Redis, in one run, by turns. The processor time of both processes stands beside:
// on a machine that is busy with other things it says more than the clock.
//   node --require ./test/setup/typescript-hook.cjs bench/count-views.ts [seconds a turn] [turns]

import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { DataSource } from 'typeorm';
import { ArticleCard } from '../src/articles/article-card';
import { ArticleStatus } from '../src/articles/article-status';
import { allPartitions, partitionOf } from '../src/boards/partition';
import { composeCounting } from '../src/compose/counting';
import { settingsFrom } from '../src/compose/settings';
import { systemClock } from '../src/platform/clock';
import { createLog } from '../src/platform/log/log';
import { openRedis, type RedisConnection } from '../src/platform/redis/connection';
import { startEmbeddedRedis } from '../src/platform/redis/embedded-redis';
import { runScript, ScriptRefused } from '../src/platform/redis/script';
import { countViews, type NumberedCall, numberKeys } from '../src/views/count-views.script';
import { viewEventOf } from '../src/views/view-event';
import { viewToCount } from '../src/views/view-to-count';

const ARTICLES = 2_000;
const BATCH = 100;
const BARE_BATCH = 64;
const RECORDS_UNDER_WAY = 32;

async function main(): Promise<void> {
  const [seconds = 5, turns = 3] = process.argv.slice(2).map(Number);
  const folder = await mkdtemp(join(tmpdir(), 'mostread-bench-'));
  const cacheFolder = resolve(__dirname, '../.mostread/cache');
  const store = await startEmbeddedRedis({ folder, cacheFolder, progress: () => undefined });
  const log = createLog('warn');
  const redis = openRedis({ url: store.url, keySpace: 'bench:', commandTimeoutMs: 30_000 }, log);
  try {
    await redis.ready();
    const bench = new Bench(redis);
    for (let turn = 1; turn <= turns; turn++) {
      const bare = await measure(redis, seconds, () => bench.bare());
      const counted = await measure(redis, seconds, () => bench.counted());
      print(`bare script ${wordsOf(bare)}`);
      print(`counter     ${wordsOf(counted)}   ratio ${(counted.perSecond / bare.perSecond).toFixed(2)}`);
    }
  } finally {
    await redis.close();
    await store.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The closed part of each total is read once; what that costs is none of this bench's business. */
const emptyDatabase = { query: async () => [] } as unknown as DataSource;

class Bench {
  private readonly cards = Array.from({ length: ARTICLES }, (_, index) => cardOf(index + 1));
  private readonly byId = new Map(this.cards.map((card) => [card.id, card]));
  private readonly counting = composeCounting(
    { dataSource: emptyDatabase, redis: this.redis, clock: systemClock },
    {
      cards: {
        peekById: (id) => this.byId.get(id),
        byIds: async (ids) => ids.map((id) => this.byId.get(id)),
      },
    },
    settingsFrom({}),
    createLog('warn'),
  );
  private lineage = '';
  private visitors = 0;
  private calls = 0;

  constructor(private readonly redis: ReturnType<typeof openRedis>) {}

  /** One call to each partition, made and sent as `CountCalls` would. */
  async bare(): Promise<number> {
    const nowMs = systemClock.nowMs();
    const calls = allPartitions.map((partition) => {
      const articles = Array.from({ length: BARE_BATCH }, () => this.articleOf(partition));
      const views = articles.map((article) =>
        viewToCount({
          reader: { visitor: `bare${this.visitors++}`, kind: 'READER' },
          article,
          event: viewEventOf({ articleId: '' }, nowMs),
          rankingWeight: 1,
          day: '2026-11-25',
        }),
      );
      const call = { partition, callId: `bare${this.calls++}`, lineage: this.lineage, nowMs, views };
      return numberKeys({ ...call, streamViews: 62_500, jitterSeconds: 0 });
    });
    await Promise.all(calls.map((call) => this.send(call)));
    return calls.length * BARE_BATCH;
  }

  async counted(): Promise<number> {
    const records = Array.from({ length: RECORDS_UNDER_WAY }, () => this.record());
    return (await Promise.all(records)).reduce((sum, views) => sum + views, 0);
  }

  private async record(): Promise<number> {
    const { counter, readers } = this.counting;
    const reports = await Promise.all(
      Array.from({ length: BATCH }, async () => ({
        reader: await readers.ofLog(`visitor ${this.visitors++}`),
        report: { articleId: this.cards[skewed(ARTICLES)]!.id, source: 'SOCIAL' as const },
      })),
    );
    const outcomes = await counter.record(reports);
    return outcomes.filter(({ status }) => status === 'COUNTED').length;
  }

  private async send(call: NumberedCall): Promise<void> {
    try {
      await runScript(this.redis, countViews, call);
    } catch (error) {
      if (!(error instanceof ScriptRefused)) throw error;
      this.lineage = error.rest;
    }
  }

  private articleOf(partition: number): number {
    let article = skewed(ARTICLES) + 1;
    while (partitionOf(article) !== partition) article = skewed(ARTICLES) + 1;
    return article;
  }
}

/** A few articles get most of the views. */
function skewed(count: number): number {
  return Math.floor(count * Math.random() ** 3);
}

function cardOf(number: number): ArticleCard {
  const id = `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
  return Object.assign(new ArticleCard(), {
    id,
    number,
    status: ArticleStatus.PUBLISHED,
    publishedAt: new Date(0),
  });
}

interface Measured {
  perSecond: number;
  /** Of a view. */
  nodeMicroseconds: number;
  redisMicroseconds: number;
}

async function measure(
  redis: RedisConnection,
  seconds: number,
  act: () => Promise<number>,
): Promise<Measured> {
  await act();
  const [began, nodeBegan, redisBegan] = [performance.now(), nodeTime(), await redisTime(redis)];
  let views = 0;
  while (performance.now() - began < seconds * 1_000) views += await act();
  return {
    perSecond: (views * 1_000) / (performance.now() - began),
    nodeMicroseconds: (nodeTime() - nodeBegan) / views,
    redisMicroseconds: ((await redisTime(redis)) - redisBegan) / views,
  };
}

function nodeTime(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

async function redisTime(redis: RedisConnection): Promise<number> {
  const info = await redis.client.info('cpu');
  const seconds = [...info.matchAll(/^used_cpu_(?:sys|user):([\d.]+)/gm)].map((match) => Number(match[1]));
  return seconds.reduce((sum, one) => sum + one, 0) * 1_000_000;
}

function wordsOf({ perSecond, nodeMicroseconds, redisMicroseconds }: Measured): string {
  const node = `${nodeMicroseconds.toFixed(1)} us of node`;
  return `${Math.round(perSecond)} views/s, a view ${node} and ${redisMicroseconds.toFixed(1)} us of Redis`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

void main();
