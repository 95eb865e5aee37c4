// Redis may come back empty, or as it was a while ago. Totals are then read from Postgres; boards and minutes are given
// back here what they are missing, from the slices and what they were compacted to, spread evenly over each. Several
// workers may try at once and each may die anywhere: what a part of a partition's boards is given, it is given once for
// a lineage. Figures that the flusher had not written when Redis went are not known.

import { KEPT_MINUTES } from '../boards/board-keys';
import { allBoards, halfLifeMs } from '../boards/decay';
import { allPartitions, type Partition, partitionOf } from '../boards/partition';
import type { Clock, Stop } from '../platform/clock';
import { StoreUnavailable } from '../platform/errors';
import type { Log } from '../platform/log/log';
import type { RedisConnection } from '../platform/redis/connection';
import { runScript, ScriptRefused } from '../platform/redis/script';
import type { ArticleWorth } from './article-worth';
import { type BoardsInDoubt, checkBoards } from './check-boards.script';
import { averageWorth } from './even-spread';
import type { Generation } from './generation-name';
import { minutesOfSlices } from './minutes-of-slices';
import { type KnownGeneration, missingOf } from './missing-figures';
import { lighterCounters } from './ranking-counters';
import type { RebuildBoardsRepository, ViewsOfSlice } from './rebuild-boards.repository';
import { BOARD_PARTS, boardPartOf, rebuildBoards, type ViewsOfMinute } from './rebuild-boards.script';
import { SLICE_MS, sliceOf } from './slice';
import type { SlicesInRedisStore } from './slices-in-redis.store';

export interface RebuildParts {
  redis: RedisConnection;
  repository: RebuildBoardsRepository;
  inRedis: Pick<SlicesInRedisStore, 'generations' | 'amounts'>;
  clock: Clock;
  log: Log;
  timeZone: string;
  /** Told of how many articles a rebuild has given something back to. */
  onRebuilt?: (articles: number) => void;
}

/** Parts of boards that are known to have had everything until the same time. */
interface Doubt {
  seenMs: number;
  parts: Map<Partition, number[]>;
}

interface Missing {
  worths: Map<number, ArticleWorth['worth']>;
  minutes: ViewsOfMinute[];
}

const CHECK_EVERY_MS = 5_000;
const MINUTE_MS = 60_000;

export class BoardRebuilding {
  private stopChecking: Stop = () => undefined;

  constructor(private readonly parts: RebuildParts) {}

  /** Before the first flush of this process; and from then on, since Redis may come back empty under it. */
  async start(): Promise<void> {
    await this.attempt();
    this.stopChecking = this.parts.clock.every(CHECK_EVERY_MS, () => this.attempt());
  }

  stop(): void {
    this.stopChecking();
  }

  /** Gives how many articles were given something back. @throws StoreUnavailable */
  async run(): Promise<number> {
    const { redis, repository, clock, log, onRebuilt } = this.parts;
    const figuresMs = await repository.nowMs();
    const doubts = new Map<Partition, BoardsInDoubt>();
    await Promise.all(
      allPartitions.map(async (partition) => {
        const doubt = await runScript(redis, checkBoards, partition, figuresMs);
        if (doubt !== undefined) doubts.set(partition, doubt);
      }),
    );
    if (doubts.size === 0) return 0;
    const nowMs = clock.nowMs();
    const generations = await repository.generations();
    const inRedis = await this.generationsInRedis(doubts.keys());
    let articles = 0;
    for (const doubt of bySeen(doubts)) {
      const missing = await this.missing({ doubt, doubts, generations, inRedis, nowMs });
      articles += await this.giveBack({ doubt, doubts, missing, nowMs, figuresMs });
    }
    if (articles > 0) log.warn({ articles }, 'boards were rebuilt: Redis had lost figures');
    if (articles > 0) onRebuilt?.(articles);
    return articles;
  }

  private async attempt(): Promise<void> {
    try {
      await this.run();
    } catch (error) {
      const isExpected = error instanceof StoreUnavailable || error instanceof ScriptRefused;
      this.parts.log[isExpected ? 'debug' : 'error']({ err: error }, 'boards could not be checked');
    }
  }

  private async generationsInRedis(
    partitions: Iterable<Partition>,
  ): Promise<Map<string, Required<Generation>>> {
    const found = await Promise.all([...partitions].map((one) => this.parts.inRedis.generations(one)));
    return new Map(found.flatMap((generations) => [...generations]));
  }

  private async missing(about: {
    doubt: Doubt;
    doubts: ReadonlyMap<Partition, BoardsInDoubt>;
    generations: readonly KnownGeneration[];
    inRedis: ReadonlyMap<string, Required<Generation>>;
    nowMs: number;
  }): Promise<Missing> {
    const { doubt, doubts, generations, inRedis, nowMs } = about;
    const { repository, timeZone } = this.parts;
    const names = new Set(inRedis.keys());
    const kindOf = (generation: KnownGeneration) => {
      const boards = doubts.get(generation.partition);
      if (boards === undefined || !doubt.parts.has(generation.partition)) return 'none';
      const { lineage, foundMs } = boards;
      return missingOf(
        generation,
        { partition: generation.partition, lineage, foundMs, seenMs: doubt.seenMs },
        names,
      );
    };
    const kinds = generations.map((generation) => ({ generation, kind: kindOf(generation) }));
    const wholly = kinds.filter(({ kind }) => kind === 'wholly').map(({ generation }) => generation.id);
    const partly = kinds.filter(({ kind }) => kind === 'partly').map(({ generation }) => generation);
    const isAll = doubt.seenMs === Number.NEGATIVE_INFINITY;
    const asked = { generations: wholly, isAll, nowMs, timeZone };
    const worths = new Map(
      (await repository.worths(asked)).map(({ article, worth }) => [article, worth] as const),
    );
    const firstKept = sliceOf((Math.floor(nowMs / MINUTE_MS) - KEPT_MINUTES + 1) * MINUTE_MS);
    const views = await repository.viewsFrom(firstKept, asked);
    const differences = await this.differences(partly, inRedis);
    for (const difference of differences) addWorth(worths, difference, nowMs);
    const recent = differences.filter(({ slice }) => slice >= firstKept);
    return { worths, minutes: minutesOfSlices([...views, ...recent], nowMs) };
  }

  /** What Postgres has of generations that Redis has with less. */
  private async differences(
    partly: readonly KnownGeneration[],
    inRedis: ReadonlyMap<string, Required<Generation>>,
  ): Promise<ViewsOfSlice[]> {
    const { repository } = this.parts;
    const missing: ViewsOfSlice[] = [];
    for (const slice of new Set(partly.map((generation) => generation.slice))) {
      const ofSlice = partly.filter((generation) => generation.slice === slice);
      const rows = await repository.ofSlice(
        slice,
        ofSlice.map(({ id }) => id),
      );
      for (const { id, name } of ofSlice) {
        const amounts = await this.parts.inRedis.amounts(inRedis.get(name)!);
        if (amounts.size === 0) continue; // deleted meanwhile, for it had what Postgres has
        for (const row of rows) {
          if (row.generation !== id) continue;
          const views = row.views - (amounts.get(`${row.article} ${row.counter}`) ?? 0);
          if (views > 0) missing.push({ ...row, views });
        }
      }
    }
    return missing;
  }

  private async giveBack(about: {
    doubt: Doubt;
    doubts: ReadonlyMap<Partition, BoardsInDoubt>;
    missing: Missing;
    nowMs: number;
    figuresMs: number;
  }): Promise<number> {
    const { doubt, doubts, missing, nowMs, figuresMs } = about;
    const places = placesOf(missing);
    let articles = 0;
    for (const [partition, parts] of doubt.parts) {
      const { lineage, foundMs } = doubts.get(partition)!;
      const common = { partition, lineage, foundMs, nowMs, figuresMs };
      const isFull = (part: number) => places.has(`${partition} ${part}`);
      const empty = parts.filter((part) => !isFull(part));
      const calls = parts.filter(isFull).map((part) => ({
        ...{ ...common, parts: [part] },
        ...places.get(`${partition} ${part}`)!,
      }));
      if (empty.length > 0) calls.push({ ...common, parts: empty, articles: [], minutes: [] });
      for (const call of calls) {
        const outcome = await runScript(this.parts.redis, rebuildBoards, call);
        if (outcome === 'done') articles += call.articles.length;
      }
    }
    return articles;
  }
}

function bySeen(doubts: ReadonlyMap<Partition, BoardsInDoubt>): Doubt[] {
  const found = new Map<number, Doubt>();
  for (const [partition, { seenMs }] of doubts) {
    for (let part = 0; part < BOARD_PARTS; part++) {
      const seen = seenMs[part] ?? Number.NEGATIVE_INFINITY;
      const doubt = found.get(seen) ?? { seenMs: seen, parts: new Map() };
      found.set(seen, doubt);
      doubt.parts.set(partition, [...(doubt.parts.get(partition) ?? []), part]);
    }
  }
  return [...found.values()];
}

const lighter = lighterCounters();

function addWorth(
  worths: Map<number, ArticleWorth['worth']>,
  { slice, article, counter, views }: ViewsOfSlice,
  nowMs: number,
): void {
  const fromMs = slice * SLICE_MS;
  const range = { fromMs, toMs: Math.min(fromMs + SLICE_MS, nowMs) };
  const weighed = views * (lighter.get(counter) ?? 1);
  const before = worths.get(article) ?? [0, 0, 0];
  const [hour = 0, day = 0, week = 0] = allBoards.map(
    (board, at) => before[at]! + weighed * averageWorth(range, nowMs, halfLifeMs[board]),
  );
  worths.set(article, [hour, day, week]);
}

type Place = { articles: ArticleWorth[]; minutes: ViewsOfMinute[] };

/** By partition and part. */
function placesOf({ worths, minutes }: Missing): Map<string, Place> {
  const places = new Map<string, Place>();
  const placeOf = (article: number): Place => {
    const name = `${partitionOf(article)} ${boardPartOf(article)}`;
    const place = places.get(name) ?? { articles: [], minutes: [] };
    places.set(name, place);
    return place;
  };
  for (const [article, worth] of worths) placeOf(article).articles.push({ article, worth });
  for (const ofMinute of minutes) placeOf(ofMinute.article).minutes.push(ofMinute);
  return places;
}
