import DataLoader from 'dataloader';
import type { ArticleCard } from './article-card';

const BATCH = 500;

/** Gathers what is asked for within one turn of the event loop; it remembers nothing: the cache around it does. */
export class CardLoader<K extends string | number> {
  private readonly loader: DataLoader<K, ArticleCard | undefined>;

  constructor(read: (keys: readonly K[]) => Promise<(ArticleCard | undefined)[]>) {
    this.loader = new DataLoader(read, { cache: false, maxBatchSize: BATCH });
  }

  load(key: K): Promise<ArticleCard | undefined> {
    return this.loader.load(key);
  }
}
