// What a live article costs in Redis. One partition gets its share of fifty thousand articles, each of which is read,
// shown and stayed with in one slice and read again at the beginning of the next, through the scripts that count; then
// every key is asked how much it takes. It is the moment when most is there: a slice that has ended stays for two
// minutes.

import { type Partition, partitionOf } from '../../src/boards/partition';
import { SimulatedClock, systemClock } from '../../src/platform/clock';
import type { RedisConnection } from '../../src/platform/redis/connection';
import { coVisits } from '../../src/recommendations/neighbour-board';
import { NeighbourBoardStore } from '../../src/recommendations/neighbour-board.store';
import { ActivityCounter } from '../../src/views/activity-counter';
import { CountCalls } from '../../src/views/count-calls';
import { SLICE_MS, sliceOf } from '../../src/views/slice';
import { type ViewReport, viewEventOf } from '../../src/views/view-event';
import { viewToCount } from '../../src/views/view-to-count';

export interface LiveArticles {
  /** In all partitions. */
  live: number;
  articles: number;
  /** Bytes an article. */
  boards: number;
  totals: number;
  counters: number;
  boardsAndCounters: number;
  /** Of an article. */
  countersOfArticle: number;
  /** Bytes for each minute in which it was read, for a full neighbour board, for the readers of a day. */
  minute: number;
  neighbours: number;
  readers: number;
  readersOfDay: number;
  /** Of all partitions and slices, whatever the articles: mostly the keys of the sets. */
  visitorSetsInAll: number;
}

const LIVE = 50_000;
/** A set of visitors is kept for an hour. */
const SLICES_KEPT = 4;
const SLICES = 2;
const NEIGHBOURS = 30;
const VIEWS_OF_CALL = 128;
const PARTITION_SHARE = 16;

type Reading = Omit<ViewReport, 'articleId'>;
const ofSlice: readonly Reading[] = [
  { source: 'SEARCH' },
  { source: 'SOCIAL' },
  { source: 'RAIL', rail: 'POPULAR_NOW', slot: 3 },
];
const ofNextSlice: readonly Reading[] = [{ source: 'DIRECT' }];
const besides = ['IMPRESSION.LATEST.4', 'ENGAGED_SECONDS', 'ENGAGED_VIEWS'];

export async function fillWithArticles(redis: RedisConnection, partition: Partition): Promise<LiveArticles> {
  await redis.client.call('FLUSHALL', 'SYNC');
  const numbers = Array.from({ length: LIVE }, (_, index) => index + 1);
  const articles = numbers.filter((article) => partitionOf(article) === partition);
  const clock = new SimulatedClock(Math.floor(systemClock.nowMs() / SLICE_MS) * SLICE_MS);
  await readAll(redis, clock, { partition, articles, readings: ofSlice });
  await besideAll(redis, clock.nowMs(), articles);
  await clock.advanceBy(SLICE_MS);
  await readAll(redis, clock, { partition, articles, readings: ofNextSlice });
  await goOn(redis, clock.nowMs(), articles);
  return costsOf(redis, articles.length);
}

interface Readings {
  partition: Partition;
  articles: readonly number[];
  readings: readonly Reading[];
}

async function readAll(
  redis: RedisConnection,
  clock: SimulatedClock,
  { partition, articles, readings }: Readings,
): Promise<void> {
  const calls = new CountCalls({ redis, clock, streamViews: 1_000_000 });
  const nowMs = clock.nowMs();
  const views = articles.flatMap((article) =>
    readings.map((reading, reader) => {
      const event = viewEventOf({ articleId: '', ...reading }, nowMs);
      const visitor = `${reading.source}${reader}-${article}`.padEnd(16, '0');
      const day = new Date(nowMs).toISOString().slice(0, 10);
      return viewToCount({ reader: { visitor, kind: 'READER' }, article, event, rankingWeight: 1, day });
    }),
  );
  for (let from = 0; from < views.length; from += VIEWS_OF_CALL) {
    const { views: counted } = await calls.count(partition, views.slice(from, from + VIEWS_OF_CALL));
    if (counted.some(({ status }) => status !== 'COUNTED')) throw new Error('A view was not counted');
  }
}

async function besideAll(redis: RedisConnection, nowMs: number, articles: readonly number[]): Promise<void> {
  const activity = new ActivityCounter({ redis, waitingMax: 10_000_000 });
  const slice = sliceOf(nowMs);
  const reports = articles.flatMap((article) =>
    besides.map((counterName) => ({ article, slice, counterName, amount: 1 })),
  );
  await Promise.all(activity.count(reports));
}

/** From each article to thirty others. */
async function goOn(redis: RedisConnection, nowMs: number, articles: readonly number[]): Promise<void> {
  const neighbours = new NeighbourBoardStore(redis);
  for (let step = 1; step <= NEIGHBOURS; step++) {
    const visits = articles.flatMap((article, at) =>
      coVisits(articles[(at + step) % articles.length]!, [article]),
    );
    await neighbours.count(visits, nowMs);
  }
}

/** Keys by what they begin with after their tag. */
const kinds = {
  boards: /\}:board/,
  totals: /\}:views/,
  counters: /\}:slice/,
  minutes: /\}:minute/,
  neighbours: /\}:onward/,
  readers: /\}:readers:/,
  visitorSets: /\}:seen:/,
};
type Kind = keyof typeof kinds;

async function costsOf(redis: RedisConnection, articles: number): Promise<LiveArticles> {
  const keys = await allKeys(redis);
  const bytes = await bytesByKind(redis, keys);
  const minutes = keys.filter((key) => kinds.minutes.test(key) && !key.endsWith(':discount')).length;
  const ofArticle = (kind: Kind) => bytes[kind] / articles;
  const [boards, totals, counters] = [ofArticle('boards'), ofArticle('totals'), ofArticle('counters')];
  return {
    ...{ live: LIVE, articles, boards, totals, counters },
    boardsAndCounters: boards + totals + counters,
    countersOfArticle: ofSlice.length + besides.length + ofNextSlice.length,
    minute: ofArticle('minutes') / minutes,
    neighbours: ofArticle('neighbours'),
    readers: ofArticle('readers'),
    readersOfDay: ofSlice.length + ofNextSlice.length,
    visitorSetsInAll: (bytes.visitorSets / SLICES) * SLICES_KEPT * PARTITION_SHARE,
  };
}

async function allKeys(redis: RedisConnection): Promise<string[]> {
  return (await redis.client.call('KEYS', '*')) as string[];
}

const KEYS_AT_ONCE = 5_000;

/** With the entry in the table of keys that each has. */
async function bytesByKind(redis: RedisConnection, keys: readonly string[]): Promise<Record<Kind, number>> {
  const bytes = {
    ...{ boards: 0, totals: 0, counters: 0, minutes: 0, neighbours: 0, readers: 0 },
    visitorSets: 0,
  };
  for (let from = 0; from < keys.length; from += KEYS_AT_ONCE) {
    const some = keys.slice(from, from + KEYS_AT_ONCE);
    const usages = await Promise.all(
      some.map((key) => redis.client.call('MEMORY', 'USAGE', key, 'SAMPLES', '0')),
    );
    some.forEach((key, at) => {
      const kind = (Object.keys(kinds) as Kind[]).find((one) => kinds[one].test(key));
      if (kind !== undefined) bytes[kind] += Number(usages[at]);
    });
  }
  return bytes;
}
