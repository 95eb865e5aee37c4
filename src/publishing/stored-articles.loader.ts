import DataLoader from 'dataloader';
import type { EditedArticles } from './article-editing.repository';
import type { StoredArticle } from './stored-article';

/** Articles whole, with their texts; one statement for all that a request asks for, a few at a time. */
export class StoredArticlesLoader {
  private readonly loader: DataLoader<string, StoredArticle | undefined>;

  constructor(edited: Pick<EditedArticles, 'byIds'>) {
    this.loader = new DataLoader(
      async (ids: readonly string[]) => {
        const found = new Map((await edited.byIds(ids)).map((article) => [article.id, article]));
        return ids.map((id) => found.get(id));
      },
      { maxBatchSize: 50 },
    );
  }

  load(id: string): Promise<StoredArticle | undefined> {
    return this.loader.load(id);
  }
}
