import DataLoader from 'dataloader';
import type { EditedArticles } from './article-editing.repository';
import type { StoredArticle } from './stored-article';

/**
 * Articles whole, with their texts; one statement for all that is asked for within one turn of the loop, a few at a
 * time. It remembers nothing: a request may change an article twice and look at it after each.
 */
export class StoredArticlesLoader {
  private readonly loader: DataLoader<string, StoredArticle | undefined>;

  constructor(edited: Pick<EditedArticles, 'byIds'>) {
    this.loader = new DataLoader(
      async (ids: readonly string[]) => {
        const found = new Map((await edited.byIds(ids)).map((article) => [article.id, article]));
        return ids.map((id) => found.get(id));
      },
      { cache: false, maxBatchSize: 50 },
    );
  }

  load(id: string): Promise<StoredArticle | undefined> {
    return this.loader.load(id);
  }
}
