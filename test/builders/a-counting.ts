import type { DataSource } from 'typeorm';
import type { ArticleCard } from '../../src/articles/article-card';
import { type Counting, composeCounting } from '../../src/compose/counting';
import { settingsFrom } from '../../src/compose/settings';
import type { Clock } from '../../src/platform/clock';
import type { RedisConnection } from '../../src/platform/redis/connection';
import type { ReportedView, ViewReport } from '../../src/views/view-counter';
import type { Reader } from '../../src/visitors/readers';
import type { TestStores } from '../setup/stores';
import { aCard } from './a-card';

/** Public articles, known by their ids as to the cache of cards. */
export class SomeArticles {
  readonly cards: ArticleCard[];
  private readonly known: Map<string, ArticleCard>;

  constructor(
    count: number,
    private readonly firstNumber = 1,
  ) {
    this.cards = Array.from({ length: count }, (_, index) => aCard({ number: firstNumber + index }));
    this.known = new Map(this.cards.map((card) => [card.id, card]));
  }

  add(card: ArticleCard): ArticleCard {
    this.known.set(card.id, card);
    return card;
  }

  /** Of the first article, the second, ... */
  id(which: number): string {
    return this.cards[which - 1]!.id;
  }

  number(which: number): number {
    return this.firstNumber + which - 1;
  }

  peekById(id: string): ArticleCard | undefined {
    return this.known.get(id);
  }

  async byIds(ids: readonly string[]): Promise<(ArticleCard | undefined)[]> {
    return ids.map((id) => this.known.get(id));
  }
}

export interface CountingParts {
  stores: Pick<TestStores, 'log'> & { redis: RedisConnection; dataSource?: DataSource };
  clock: Clock;
  articles: SomeArticles;
  environment?: Record<string, string>;
}

/** Where a test is about Redis alone. */
const emptyDatabase = { query: async () => [] } as unknown as DataSource;

export function aCounting({ stores, clock, articles, environment = {} }: CountingParts): Counting {
  const settings = settingsFrom(environment);
  const { dataSource = emptyDatabase } = stores;
  return composeCounting(
    { dataSource, redis: stores.redis, clock },
    { cards: articles },
    settings,
    stores.log,
  );
}

/** A reader whose pseudonym is the name. */
export function aReader(visitor: string, changes: Partial<Reader> = {}): Reader {
  return { visitor, kind: 'READER', ...changes };
}

export function aView(visitor: string, articleId: string, report: Partial<ViewReport> = {}): ReportedView {
  return { reader: aReader(visitor), report: { articleId, ...report } };
}
