import DataLoader from 'dataloader';
import type { ArticleRepository } from './article.repository';

/** Bodies by article id, one statement for all that a request asks for. Empty where there is no such article now. */
export class ArticleBodyLoader {
  private readonly loader: DataLoader<string, string>;

  constructor(articles: ArticleRepository) {
    this.loader = new DataLoader(async (ids: readonly string[]) => {
      const bodies = await articles.bodiesOf(ids);
      return ids.map((id) => bodies.get(id) ?? '');
    });
  }

  load(articleId: string): Promise<string> {
    return this.loader.load(articleId);
  }
}
