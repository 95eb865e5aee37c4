// What a deduped view costs in Redis: the sets of visitors of one slice and partition, filled by SADD as the counting
// script does, with their expiry: once with its share of two million, once with 30 % of these on one of its articles. A Redis of its own, so
// that its used memory, keys and tables of keys included, is the figure.
//   npm run bench:memory [-- --quick] [--json FILE]

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { partitionOf } from '../src/boards/partition';
import { systemClock } from '../src/platform/clock';
import { openRedis, type RedisConnection } from '../src/platform/redis/connection';
import { startEmbeddedRedis } from '../src/platform/redis/embedded-redis';
import { visitorPlace } from '../src/views/dedupe';
import { sliceOf } from '../src/views/slice';
import { visitorSetKey } from '../src/views/view-keys';

const { values: asked } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, json: { type: 'string' } },
});
/** Of one partition, the busiest: as many as come to it of two million a slice. */
const VIEWS = { even: 125_000, oneArticle: 687_500 };
const PARTITION = partitionOf(1);
const KEEP_SECONDS = 3_600;
const GROUP = 5_000;

interface Filled {
  shape: string;
  views: number;
  bytesAView: number;
  keys: number;
  /** Sets that are no packed integers any more. */
  unpacked: number;
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'mostread-bench-'));
  const cacheFolder = resolve(__dirname, '../.mostread/cache');
  const store = await startEmbeddedRedis({ folder, cacheFolder, progress: () => undefined });
  const redis = openRedis({ url: store.url, keySpace: 'mostread:', commandTimeoutMs: 60_000 });
  try {
    await redis.ready();
    const filled = [await fill(redis, 'even', { views: VIEWS.even, ofFirst: 0 })];
    if (!asked.quick) {
      filled.push(
        await fill(redis, '30 % on one article', {
          views: VIEWS.oneArticle,
          ofFirst: 600_000 / VIEWS.oneArticle,
        }),
      );
    }
    for (const one of filled) {
      const sets = `${one.keys} sets, ${one.unpacked} of them unpacked`;
      print(
        `${one.views} views of a slice in one partition, ${one.shape}: ${one.bytesAView.toFixed(2)} bytes a view (${sets})`,
      );
    }
    if (asked.json !== undefined) await writeFile(asked.json, `${JSON.stringify(filled, undefined, 2)}\n`);
  } finally {
    await redis.close();
    await store.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function fill(
  redis: RedisConnection,
  shape: string,
  { views, ofFirst }: { views: number; ofFirst: number },
): Promise<Filled> {
  await redis.client.call('FLUSHALL', 'SYNC');
  const before = await usedMemory(redis);
  const slice = sliceOf(systemClock.nowMs());
  const keys = new Set<string>();
  for (let from = 0; from < views; from += GROUP) {
    await redis.inOneWrite((commands) => {
      for (let view = from; view < Math.min(from + GROUP, views); view++) {
        const article = view % 1_000 < ofFirst * 1_000 ? 1 : 2 + (view % 600);
        const { set, member } = visitorPlace(`visitor ${view}`, article);
        const key = visitorSetKey(slice, set, PARTITION);
        commands.sadd(key, member);
        if (!keys.has(key)) commands.expire(key, KEEP_SECONDS, 'NX');
        keys.add(key);
      }
    });
  }
  const bytesAView = ((await usedMemory(redis)) - before) / views;
  return { shape, views, bytesAView, keys: keys.size, unpacked: await unpackedOf(redis, [...keys]) };
}

async function unpackedOf(redis: RedisConnection, keys: readonly string[]): Promise<number> {
  let unpacked = 0;
  for (let from = 0; from < keys.length; from += GROUP) {
    const encodings = await Promise.all(
      keys.slice(from, from + GROUP).map((key) => redis.client.object('ENCODING', `mostread:${key}`)),
    );
    unpacked += encodings.filter((encoding) => encoding !== 'intset').length;
  }
  return unpacked;
}

async function usedMemory(redis: RedisConnection): Promise<number> {
  return Number(/^used_memory:(\d+)/m.exec(await redis.client.info('memory'))?.[1]);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

void main();
