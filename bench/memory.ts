// What counting costs in Redis.
// A deduped view: the sets of visitors of one slice and partition, filled by SADD as the counting script does, with
// their expiry: once with its share of two million, once with 30 % of these on one of its articles. A Redis of its own,
// so that its used memory, keys and tables of keys included, is the figure.
// A live article: see memory/live-articles.ts.
//   npm run bench:memory [-- --quick] [--json FILE]
// It is quick already: both forms measure the same.

import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { partitionOf } from '../src/boards/partition';
import { systemClock } from '../src/platform/clock';
import type { RedisConnection } from '../src/platform/redis/connection';
import { visitorPlace } from '../src/views/dedupe';
import { sliceOf } from '../src/views/slice';
import { visitorSetKey } from '../src/views/view-keys';
import { fillWithArticles, type LiveArticles } from './memory/live-articles';
import { inOwnPlace } from './own-place';
import { connectRedis, ownRedis } from './own-stores';

const { values: asked } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, json: { type: 'string' } },
});
/** Of one partition, the busiest: as many as come to it of two million a slice. */
const VIEWS = { even: 125_000, oneArticle: 687_500 };
const BYTES_A_VIEW_MAX = 8;
const BYTES_AN_ARTICLE_MAX = 1_024;
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
  await inOwnPlace(async (place) => {
    const { url } = await ownRedis(place);
    const redis = await connectRedis(place, { url, keySpace: 'mostread:', commandTimeoutMs: 60_000 });
    const ofFirst = 600_000 / VIEWS.oneArticle;
    const filled = [
      await fill(redis, 'even', { views: VIEWS.even, ofFirst: 0 }),
      await fill(redis, '30 % on one article', { views: VIEWS.oneArticle, ofFirst }),
    ];
    for (const one of filled) {
      const { views, shape, bytesAView, keys, unpacked } = one;
      const cost = `${bytesAView.toFixed(2)} bytes a view (${keys} sets, ${unpacked} of them unpacked)`;
      print(`${views} views of a slice in one partition, ${shape}: ${cost}`);
      print(verdict(BYTES_A_VIEW_MAX, bytesAView));
    }
    const live = await fillWithArticles(redis, PARTITION);
    for (const line of wordsOf(live)) print(line);
    if (asked.json !== undefined) {
      await writeFile(asked.json, `${JSON.stringify({ filled, live }, undefined, 2)}\n`);
    }
  });
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

/** Boards and counters are what an article alone costs; the rest comes with its readers, and has its own figures. */
function wordsOf(live: LiveArticles): string[] {
  const bytes = (figure: number) => `${figure.toFixed(0)} bytes`;
  const { counters, countersOfArticle } = live;
  const each = `${countersOfArticle} of them, ${bytes(counters / countersOfArticle)} each`;
  return [
    `${live.live} live articles, of which ${live.articles} in one partition, each read, shown and stayed with:`,
    `  boards of the hour, the day and the week ${bytes(live.boards)} an article`,
    `  totals ${bytes(live.totals)}`,
    `  counters of two slices ${bytes(counters)}: ${each}`,
    `  over its boards and counters ${bytes(live.boardsAndCounters)} a live article`,
    verdict(BYTES_AN_ARTICLE_MAX, live.boardsAndCounters),
    `apart from it: ${bytes(live.minute)} for each minute in which it was read, of the last 65`,
    `  a neighbour board of 30 with its clock ${bytes(live.neighbours)}`,
    `  the ${live.readersOfDay} readers of a day ${bytes(live.readers)}`,
    `  sets of visitors ${(live.visitorSetsInAll / 2 ** 20).toFixed(1)} MB in all for a site this quiet`,
  ];
}

function verdict(most: number, measured: number): string {
  return `reach: at most ${most} bytes, measured ${measured.toFixed(2)}: ${measured <= most ? 'met' : 'not met'}`;
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

/** Without what is on its way: the buffers of connections and of the file come and go. */
async function usedMemory(redis: RedisConnection): Promise<number> {
  const info = await redis.client.info('memory');
  const figure = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1]);
  return figure('used_memory') - figure('mem_clients_normal') - figure('mem_aof_buffer');
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

void main();
