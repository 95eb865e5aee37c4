// What has been counted since one looked last, article by article, from the view streams: whoever keeps the minute
// boards in memory reads those of these articles anew, and not whole boards. Where the stream does not reach back (it
// was trimmed, a visitor in it was forgotten, Redis came back as it was earlier) it says so instead.

import { allPartitions, type Partition } from '../boards/partition';
import type { RedisConnection } from '../platform/redis/connection';
import { viewStreamKey, viewStreamLengthKey } from './view-keys';

const MINUTE_MS = 60_000;
const ENTRIES_AT_MOST = 2_000;

/** By partition: how many views its stream had been given. */
export type StreamPositions = readonly number[];

export interface CountedLately {
  /** Minute of the clock -> articles that were counted in it. */
  articles: ReadonlyMap<number, ReadonlySet<number>>;
  /** Where it is not known what was counted... */
  unknown: readonly Partition[];
  /** ...and where not even what was counted before still holds: there are fewer views than there were. */
  rewound: readonly Partition[];
  positions: StreamPositions;
}

type Entries = [id: string, fields: string[]][];

export class CountedLatelyStore {
  /** @param entriesAtMost of a partition at once; with more than that the boards themselves are read */
  constructor(
    private readonly redis: RedisConnection,
    private readonly entriesAtMost = ENTRIES_AT_MOST,
  ) {}

  async positions(): Promise<number[]> {
    const lengths = await this.redis.inOneWrite((commands) => {
      for (const partition of allPartitions) commands.get(viewStreamLengthKey(partition));
    });
    return lengths.map((length) => Number(length ?? 0));
  }

  async since(positions: StreamPositions): Promise<CountedLately> {
    const replies = await this.redis.inOneWrite((commands) => {
      for (const partition of allPartitions) {
        commands.get(viewStreamLengthKey(partition));
        const after = `(${positions[partition] ?? 0}-0`;
        commands.xrange(viewStreamKey(partition), after, '+', 'COUNT', this.entriesAtMost);
      }
    });
    const articles = new Map<number, Set<number>>();
    const unknown: Partition[] = [];
    const rewound: Partition[] = [];
    const reached = allPartitions.map((partition) => {
      const length = Number(replies[2 * partition] ?? 0);
      const from = positions[partition] ?? 0;
      if (length < from) {
        rewound.push(partition);
        return length;
      }
      const to = takeEntries(replies[2 * partition + 1] as Entries, from, articles);
      // On a Cluster the length is read before the entries, which may reach beyond it.
      if (to === undefined || to < length) unknown.push(partition);
      return Math.max(to ?? length, length);
    });
    return { articles, unknown, rewound, positions: reached };
  }
}

/** Gives the position after the last of them, or undefined where one is missing. */
function takeEntries(entries: Entries, from: number, articles: Map<number, Set<number>>): number | undefined {
  let position = from;
  for (const [id, fields] of entries) {
    const lines = (fields[1] ?? '').split('\n');
    const to = Number(id.split('-')[0]);
    if (to - lines.length !== position) return undefined;
    position = to;
    for (const line of lines) {
      const [article, atMs] = line.split(' ');
      const minute = Math.floor(Number(atMs) / MINUTE_MS);
      const ofMinute = articles.get(minute) ?? new Set<number>();
      articles.set(minute, ofMinute.add(Number(article)));
    }
  }
  return position;
}
