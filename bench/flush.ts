// How long a counted view takes to Postgres: views are counted at a steady rate while a flusher runs, and every 200 ms
// Postgres is asked how many it has. The lag is the age of the oldest view that was acknowledged and is not there.
//   node --require ./test/setup/typescript-hook.cjs bench/flush.ts [--quick]

import 'reflect-metadata';
import type { DataSource } from 'typeorm';
import { byPartition } from '../src/boards/partition';
import { composeRollups } from '../src/compose/rollups';
import { settingsFrom } from '../src/compose/settings';
import { systemClock } from '../src/platform/clock';
import { createLog } from '../src/platform/log/log';
import type { RedisConnection } from '../src/platform/redis/connection';
import { CountCalls } from '../src/views/count-calls';
import { viewEventOf } from '../src/views/view-event';
import { viewToCount } from '../src/views/view-to-count';
import { inOwnPlace } from './own-place';
import { connectPostgres, connectRedis, ownPostgres, ownRedis } from './own-stores';

const isQuick = process.argv.includes('--quick');
const VIEWS_PER_SECOND = isQuick ? 500 : 5_000;
const SECONDS = isQuick ? 3 : 30;
const ARTICLES = 5_000;
const BURST_MS = 100;
const ASK_EVERY_MS = 200;

async function main(): Promise<void> {
  await inOwnPlace(async (place) => {
    const [postgres, server] = [await ownPostgres(place), await ownRedis(place)];
    const log = createLog('warn');
    const dataSource = await connectPostgres(place, { url: postgres.url, log });
    const options = { url: server.url, keySpace: 'bench:', commandTimeoutMs: 30_000 };
    await run(dataSource, await connectRedis(place, options, log));
  });
}

async function run(dataSource: DataSource, redis: RedisConnection): Promise<void> {
  const rollups = composeRollups(
    { dataSource, redis, clock: systemClock },
    settingsFrom({}),
    createLog('warn'),
  );
  await rollups.start();
  const acknowledged: { atMs: number; views: number }[] = [];
  const lags: number[] = [];
  let counted = 0;
  const asking = systemClock.every(ASK_EVERY_MS, async () => {
    const nowMs = systemClock.nowMs();
    const stored = await storedViews(dataSource);
    const oldest = acknowledged.find(({ views }) => views > stored);
    lags.push(oldest === undefined ? 0 : Math.max(nowMs - oldest.atMs, 0));
  });
  const [began, cpuBegan, redisBegan] = [performance.now(), process.cpuUsage(), await redisSeconds(redis)];
  for (let burst = 1; performance.now() - began < SECONDS * 1_000; burst++) {
    counted += await countBurst(redis, Math.round((VIEWS_PER_SECOND * BURST_MS) / 1_000));
    acknowledged.push({ atMs: systemClock.nowMs(), views: counted });
    await systemClock.wait(Math.max(burst * BURST_MS - (performance.now() - began), 0));
  }
  const seconds = (performance.now() - began) / 1_000;
  asking();
  const { user, system } = process.cpuUsage(cpuBegan);
  const redisShare = (await redisSeconds(redis)) - redisBegan;
  await rollups.stop();
  const [{ rows }] = await dataSource.query('select count(*)::integer as rows from rollup_slice');
  lags.sort((a, b) => a - b);
  const at = (share: number) => `${Math.round(lags[Math.floor((lags.length - 1) * share)] ?? 0)} ms`;
  print(`${Math.round(counted / seconds)} views/s for ${seconds.toFixed(0)} s, ${rows} rows of slices`);
  print(`flush lag p50 ${at(0.5)}, p99 ${at(0.99)}, max ${at(1)}`);
  print(
    `node ${((user + system) / 1e4 / seconds).toFixed(0)} % (counting and flushing), ` +
      `Redis ${((redisShare * 100) / seconds).toFixed(0)} % of a core`,
  );
  print(`counted ${counted}, in Postgres ${await storedViews(dataSource)}`);
}

let calls: CountCalls | undefined;
let visitors = 0;

async function countBurst(redis: RedisConnection, views: number): Promise<number> {
  calls ??= new CountCalls({ redis, clock: systemClock, streamViews: 1_000_000 });
  const nowMs = systemClock.nowMs();
  const articles = Array.from({ length: views }, () => 1 + Math.floor(ARTICLES * Math.random() ** 3));
  const groups = byPartition(articles, (article) => article);
  const answers = await Promise.all(
    [...groups].map(([partition, ofPartition]) =>
      calls!.count(
        partition,
        ofPartition.map((article) =>
          viewToCount({
            reader: { visitor: `reader${visitors++}`, kind: 'READER' },
            article,
            event: viewEventOf({ articleId: '' }, nowMs),
            rankingWeight: 1,
          } as Parameters<typeof viewToCount>[0]),
        ),
      ),
    ),
  );
  return answers.reduce(
    (sum, { views: all }) => sum + all.filter(({ status }) => status === 'COUNTED').length,
    0,
  );
}

async function storedViews(dataSource: DataSource): Promise<number> {
  const [{ views }] = await dataSource.query(
    'select coalesce(sum(views), 0)::float8 as views from article_total',
  );
  return views;
}

async function redisSeconds(redis: RedisConnection): Promise<number> {
  const info = String(await redis.client.info('cpu'));
  const seconds = [...info.matchAll(/^used_cpu_(?:sys|user):([\d.]+)/gm)].map((match) => Number(match[1]));
  return seconds.reduce((sum, one) => sum + one, 0);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

void main();
