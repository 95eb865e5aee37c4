import { allPartitions, partitionOf } from '../boards/partition';
import type { Clock } from '../platform/clock';
import type { RedisConnection } from '../platform/redis/connection';
import { readingSecondsKey } from '../views/view-keys';
import { memberOf, periodsKept, setOf } from './engaged-reading';

export interface EngagedReadingsParts {
  redis: RedisConnection;
  clock: Pick<Clock, 'nowMs' | 'wait'>;
  dayOf: (atMs: number) => string;
  /** Of all articles there are, withdrawn ones too. */
  newestArticle: () => Promise<number>;
}

/** Some five milliseconds of hashing, between which others have their turn. */
const ARTICLES_A_TURN = 5_000;

/** What is kept of visitors so that their engaged seconds stay within bounds. */
export class EngagedReadingsStore {
  constructor(private readonly parts: EngagedReadingsParts) {}

  /**
   * Deletes all readings of these visitors, and gives how many there were. Which articles they were of is not kept:
   * every article is tried on what the visitor's sets hold. (One in a hundred million readings of others that lie in
   * the same set is taken for one for each article tried; its reader is then counted anew.) @throws StoreUnavailable
   */
  async forget(visitors: readonly string[]): Promise<number> {
    const newest = await this.parts.newestArticle();
    let found = 0;
    for (const visitor of visitors) found += await this.forgetOne(visitor, newest);
    return found;
  }

  private async forgetOne(visitor: string, newestArticle: number): Promise<number> {
    const { redis, clock, dayOf } = this.parts;
    const set = setOf(visitor);
    const periods = periodsKept(clock.nowMs(), dayOf);
    const places = allPartitions.flatMap((partition) =>
      periods.map((period) => ({ partition, key: readingSecondsKey(period, set, partition) })),
    );
    const held = await redis.inOneWrite((commands) => {
      for (const { key } of places) commands.hkeys(key);
    });
    const heldIn = allPartitions.map(() => new Set<string>());
    places.forEach(({ partition }, index) => {
      for (const member of held[index] as string[]) heldIn[partition]!.add(member);
    });
    const own = allPartitions.map((): string[] => []);
    for (let article = 1; article <= newestArticle; article++) {
      if (article % ARTICLES_A_TURN === 0) await clock.wait(0);
      const partition = partitionOf(article);
      if (heldIn[partition]!.size === 0) continue;
      const member = String(memberOf(visitor, article));
      if (heldIn[partition]!.has(member)) own[partition]!.push(member);
    }
    const deleted = await redis.inOneWrite((commands) => {
      for (const { partition, key } of places) {
        if (own[partition]!.length > 0) commands.hdel(key, ...own[partition]!);
      }
    });
    return (deleted as number[]).reduce((sum, one) => sum + one, 0);
  }
}
