import DataLoader from 'dataloader';

const BATCH = 200;

/** One statement for all that is asked for within one turn of the event loop, by whichever requests. */
export class ArticleContentsLoader<V> {
  private readonly loader: DataLoader<string, V>;

  /** `none` is what an article has that is not there any more. */
  constructor(read: (articleIds: readonly string[]) => Promise<Map<string, V>>, none: V) {
    this.loader = new DataLoader(
      async (ids: readonly string[]) => {
        const found = await read([...new Set(ids)]);
        return ids.map((id) => found.get(id) ?? none);
      },
      { cache: false, maxBatchSize: BATCH },
    );
  }

  load(articleId: string): Promise<V> {
    return this.loader.load(articleId);
  }
}
