// The scripts that learn from sessions where readers go on to, called bare: a view of a session for each counted view.

import { allPartitions } from '../../src/boards/partition';
import type { RedisConnection } from '../../src/platform/redis/connection';
import type { SessionView } from '../../src/recommendations/add-to-sessions.script';
import { coVisits } from '../../src/recommendations/neighbour-board';
import { NeighbourBoardStore } from '../../src/recommendations/neighbour-board.store';
import { ReadingSessionStore } from '../../src/recommendations/reading-session.store';
import { drawnBeside, VIEWS_OF_SESSION } from './count-order';

/** Some 64 to each partition. */
const READERS_AT_ONCE = 64 * allPartitions.length;

export class BareLearning {
  private readonly sessions: ReadingSessionStore;
  private readonly neighbours: NeighbourBoardStore;
  private readers: { visitor: string; read: number[] }[] = [];
  private visitors = 0;
  /** Counted views from which nothing has been learnt yet. */
  private waiting = 0;
  private underWay: Promise<number> | undefined;

  constructor(
    redis: RedisConnection,
    private readonly articles: readonly number[],
  ) {
    this.sessions = new ReadingSessionStore(redis);
    this.neighbours = new NeighbourBoardStore(redis);
  }

  /** Gives how many onward clicks were learnt now. */
  async learnFrom(views: number): Promise<number> {
    this.waiting += views;
    let learnt = 0;
    while (this.waiting >= READERS_AT_ONCE) {
      if (this.underWay === undefined) {
        this.waiting -= READERS_AT_ONCE;
        this.underWay = this.readOn();
        learnt += await this.underWay;
        this.underWay = undefined;
      } else await this.underWay;
    }
    return learnt;
  }

  /** Every reader reads one more article. */
  private async readOn(): Promise<number> {
    const isOver = this.readers.length === 0 || this.readers[0]!.read.length === VIEWS_OF_SESSION;
    if (isOver) this.readers = Array.from({ length: READERS_AT_ONCE }, () => this.newReader());
    const atMs = Date.now();
    const views = this.readers.map(({ visitor, read }): SessionView => {
      const article = drawnBeside(this.articles, read);
      read.push(article);
      return { visitor, article, atMs };
    });
    const before = await this.sessions.add(views);
    const visits = views.flatMap(({ article }, index) => coVisits(article, before[index]!));
    if (visits.length > 0) await this.neighbours.count(visits, atMs);
    return visits.filter(({ ticks }) => ticks === 1).length;
  }

  private newReader(): { visitor: string; read: number[] } {
    return { visitor: `bare${String(this.visitors++).padStart(12, '0')}`, read: [] };
  }
}
