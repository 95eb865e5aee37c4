// Reads the growing counters for the flusher. A hash that is deleted and born again has another generation, so figures
// are only given together with the one generation that they all belong to.

import type { Partition } from '../boards/partition';
import type { RedisConnection } from '../platform/redis/connection';
import { runScript } from '../platform/redis/script';
import { type ConfirmedCounters, deleteConfirmedCounters } from './delete-confirmed-counters.script';
import { type CountersName, type ListedCounters, listCounters } from './list-counters.script';
import { GENERATION_FIELD, readersKey, sliceCountersKey, totalsKey } from './view-keys';

export interface ReadCounters {
  generation: string;
  /** Without the generation. */
  figures: Record<string, string>;
}

const FIELDS_A_SCAN = 5_000;
const SCANS_MAX = 100_000;

export class GrowingCountersStore {
  constructor(private readonly redis: RedisConnection) {}

  /** @throws StoreUnavailable, as everything here */
  list(partition: Partition): Promise<ListedCounters> {
    return runScript(this.redis, listCounters, partition);
  }

  /** All figures; undefined where the counters are gone or were born again while they were read. */
  async read(partition: Partition, name: CountersName): Promise<ReadCounters | undefined> {
    const key = keyOf(partition, name);
    const [cursor, flat] = await this.redis.client.hscan(key, '0', 'COUNT', FIELDS_A_SCAN);
    if (cursor === '0') return counters(flat); // in one command, so of one generation
    const figures: string[] = [];
    const generation = await this.scan(partition, name, async (part) => void figures.push(...part));
    return generation === undefined ? undefined : counters([GENERATION_FIELD, generation, ...figures]);
  }

  /**
   * Hands out the figures of counters that may be large part by part, as field and amount by turns, and gives their
   * generation at the end; undefined where it changed on the way.
   */
  async scan(
    partition: Partition,
    name: CountersName,
    take: (part: string[], generation: string) => Promise<void>,
  ): Promise<string | undefined> {
    const key = keyOf(partition, name);
    const generation = await this.redis.client.hget(key, GENERATION_FIELD);
    if (generation === null) return undefined;
    let cursor = '0';
    for (let scans = 0; scans < SCANS_MAX; scans++) {
      const [next, flat] = await this.redis.client.hscan(key, cursor, 'COUNT', FIELDS_A_SCAN);
      if ((await this.redis.client.hget(key, GENERATION_FIELD)) !== generation) return undefined;
      await take(withoutGeneration(flat), generation);
      if (next === '0') return generation;
      cursor = next;
    }
    return undefined;
  }

  /** The totals of these articles in a lineage. */
  async totals(
    partition: Partition,
    lineage: string,
    articles: readonly number[],
  ): Promise<ReadCounters | undefined> {
    const fields = [GENERATION_FIELD, ...articles.map(String)];
    const values = await this.redis.client.hmget(totalsKey(lineage, partition), ...fields);
    const flat = fields.flatMap((field, at) => (values[at] == null ? [] : [field, values[at]]));
    return counters(flat);
  }

  /** Readers of articles on a day, in order. */
  async readers(partition: Partition, day: string, articles: readonly number[]): Promise<number[]> {
    const counts = await this.redis.inOneWrite((commands) => {
      for (const article of articles) commands.pfcount(readersKey(day, article, partition));
    });
    return counts.map(Number);
  }

  delete(confirmed: ConfirmedCounters): Promise<'deleted' | 'kept'> {
    return runScript(this.redis, deleteConfirmedCounters, confirmed);
  }
}

function keyOf(partition: Partition, { lineage, slice }: CountersName): string {
  return slice === undefined ? totalsKey(lineage, partition) : sliceCountersKey(slice, lineage, partition);
}

function counters(flat: readonly string[]): ReadCounters | undefined {
  const figures: Record<string, string> = {};
  let generation: string | undefined;
  for (let at = 0; at < flat.length; at += 2) {
    if (flat[at] === GENERATION_FIELD) generation = flat[at + 1];
    else figures[flat[at]!] = flat[at + 1]!;
  }
  return generation === undefined ? undefined : { generation, figures };
}

function withoutGeneration(flat: readonly string[]): string[] {
  const at = flat.indexOf(GENERATION_FIELD);
  return at === -1 ? [...flat] : [...flat.slice(0, at), ...flat.slice(at + 2)];
}
