// The latest views one by one, as the counting script writes them: one entry a call, its id the number of views of the
// partition up to its end. Entries in which a visitor was forgotten lie beside the stream with their neighbours, under
// the same numbers, for an entry of a stream cannot be changed; and so do those of blocks that were too old in part.

import { allPartitions, PARTITIONS, type Partition } from '../boards/partition';
import type { RedisConnection } from '../platform/redis/connection';
import { runScript } from '../platform/redis/script';
import { counterNumberOf } from './counter-names';
import { NOBODY, type StreamView } from './exclusion';
import { forgetInStream } from './forget-in-stream.script';
import { REFUSED_AFTER_MS } from './view-event';
import { viewStreamForgottenKey, viewStreamKey } from './view-keys';

const ENTRIES_A_READ = 500;
const ENTRIES_A_CHANGE = 5;

export interface StreamReading {
  views: StreamView[];
  /** The last entry of each partition that was read: what comes later was not. */
  positions: number[];
}

export interface StreamEntry {
  id: string;
  lines: string;
}

export class ViewStreamStore {
  /** `streamViews` are kept over all partitions. */
  constructor(
    private readonly redis: RedisConnection,
    private readonly streamViews: number,
  ) {}

  /** Views from `fromMs` to before `toMs` that `isWanted`, in the order of their counting. @throws StoreUnavailable */
  async viewsWithin(
    { fromMs, toMs }: { fromMs: number; toMs: number },
    isWanted: (view: StreamView) => boolean,
  ): Promise<StreamReading> {
    const positions = allPartitions.map(() => 0);
    const ofPartitions = await Promise.all(
      allPartitions.map(async (partition) => {
        const views: StreamView[] = [];
        // Before the stream: entries only ever move from it to beside it, and all of these, and before them, are found.
        positions[partition] = await this.newestBeside(partition);
        /** Gives when the newest of them was read. */
        const take = (entries: readonly StreamEntry[]): number => {
          let newestMs = -Infinity;
          for (const entry of entries) {
            for (const view of viewsOf(entry)) {
              newestMs = Math.max(newestMs, view.atMs);
              if (view.atMs >= fromMs && view.atMs < toMs && isWanted(view)) views.push(view);
            }
          }
          return newestMs;
        };
        for await (const entries of this.newestFirst(partition)) {
          positions[partition] = Math.max(positions[partition]!, positionOf(entries[0]));
          // A view is counted at most a day after it happened: all before these were counted before `fromMs`.
          if (take(entries) < fromMs - REFUSED_AFTER_MS) break;
        }
        // After the stream: what moves beside it meanwhile is read twice rather than missed, and taken once.
        const beside = await this.besideStream(partition);
        const known = new Set(views.map(({ position }) => position));
        take(beside.filter((entry) => !known.has(positionOf(entry))));
        return views.sort((a, b) => a.position - b.position);
      }),
    );
    return { views: ofPartitions.flat(), positions };
  }

  /**
   * Views of these visitors name nobody from now on; gives how many there were. The old entries are out of the memory
   * of Redis, not out of its backups. @throws StoreUnavailable
   */
  async forget(visitors: readonly string[]): Promise<number> {
    const keptViews = Math.ceil(this.streamViews / PARTITIONS);
    const forgotten = await Promise.all(
      allPartitions.map(async (partition) => {
        let views = 0;
        const naming = (entries: readonly StreamEntry[]) =>
          entries
            .filter(({ lines }) => visitors.some((visitor) => lines.includes(` ${visitor} `)))
            .map(({ id }) => id);
        const forgetIn = async (ids: readonly string[]) => {
          for (let from = 0; from < ids.length; from += ENTRIES_A_CHANGE) {
            const some = ids.slice(from, from + ENTRIES_A_CHANGE);
            views += await runScript(this.redis, forgetInStream, {
              ...{ partition, visitors, ids: some, keptViews },
            });
          }
        };
        for await (const entries of this.newestFirst(partition)) await forgetIn(naming(entries));
        await forgetIn(naming(await this.besideStream(partition)));
        return views;
      }),
    );
    return forgotten.reduce((sum, views) => sum + views, 0);
  }

  private async *newestFirst(partition: Partition): AsyncGenerator<StreamEntry[]> {
    let before = '+';
    for (;;) {
      const read = await this.redis.client.xrevrange(
        viewStreamKey(partition),
        before,
        '-',
        'COUNT',
        ENTRIES_A_READ,
      );
      if (read.length === 0) return;
      yield read.map(([id, fields]) => ({ id, lines: fields[1] ?? '' }));
      if (read.length < ENTRIES_A_READ) return;
      before = `(${read.at(-1)![0]}`;
    }
  }

  private async newestBeside(partition: Partition): Promise<number> {
    const [newest] = await this.redis.client.zrange(viewStreamForgottenKey(partition), -1, -1);
    return newest === undefined ? 0 : positionOf(entryBeside(newest));
  }

  private async besideStream(partition: Partition): Promise<StreamEntry[]> {
    return (await this.redis.client.zrange(viewStreamForgottenKey(partition), 0, -1)).map(entryBeside);
  }
}

/** "id lines": a sorted set holds each text once, and the id makes it the only one. */
function entryBeside(member: string): StreamEntry {
  const end = member.indexOf(' ');
  return { id: member.slice(0, end), lines: member.slice(end + 1) };
}

function positionOf(entry: StreamEntry | undefined): number {
  return Number(entry?.id.split('-')[0] ?? 0);
}

/** What no version knows the counter of is left out. */
export function* viewsOf(entry: StreamEntry): Generator<StreamView> {
  const position = positionOf(entry);
  for (const line of entry.lines.split('\n')) {
    const [article, atMs, visitor = NOBODY, counterName = '', weight] = line.split(' ');
    const counter = counterNumberOf(counterName);
    if (counter === undefined) continue;
    yield {
      article: Number(article),
      atMs: Number(atMs),
      visitor,
      counter,
      weight: Number(weight),
      position,
    };
  }
}
