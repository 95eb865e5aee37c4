// What may fill the empty places of each list, as one moment had it. Most lists have none: a pool is gathered when its
// first filler is asked for, so that hundreds of cards are not looked at every second for nothing.

import type { ArticleCard } from '../articles/article-card';
import type { BoardPlace } from '../boards/board.store';
import { boardPerList } from './board-per-list';
import { ListMembership, type RankingList } from './candidates';
import type { FillPool } from './fallback';
import type { RankingTick } from './list-source';

export interface PooledLists {
  lists: readonly RankingList[];
  /** How many places a list has. */
  depthOf: (list: string) => number;
  eligible: (card: ArticleCard, list: string) => boolean;
}

export class ListPools {
  private readonly pools: ReadonlyMap<string, FillPool>;

  constructor(
    private readonly moment: Pick<RankingTick, 'readings' | 'latest' | 'sections' | 'cardOf'>,
    private readonly pooled: PooledLists,
  ) {
    const { hour, day } = moment.readings.slowBoards;
    const ofHour = once(() => this.deal(hour));
    const ofDay = once(() => this.deal(day));
    this.pools = new Map(
      pooled.lists.map((list) => {
        const newest = once(() => this.newestOf(list));
        return [
          list.name,
          {
            get hour() {
              return ofHour().get(list.name) ?? [];
            },
            get day() {
              return ofDay().get(list.name) ?? [];
            },
            get newest() {
              return newest();
            },
          },
        ];
      }),
    );
  }

  of(list: string): FillPool | undefined {
    return this.pools.get(list);
  }

  has(list: string): boolean {
    return this.pools.has(list);
  }

  private deal(board: readonly BoardPlace[]): Map<string, BoardPlace[]> {
    const { sections, cardOf } = this.moment;
    const { depthOf, eligible } = this.pooled;
    return boardPerList(board, { membership: new ListMembership(sections), cardOf, eligible, depthOf });
  }

  private newestOf({ name, newest }: RankingList): number[] {
    const cards = this.moment.latest.newest({ ...newest, limit: this.pooled.depthOf(name) });
    return cards.map((card) => card.number);
  }
}

function once<T>(workOut: () => T): () => T {
  let known: { value: T } | undefined;
  return () => {
    known ??= { value: workOut() };
    return known.value;
  };
}
