import DataLoader from 'dataloader';
import type { NewestAfter } from './article.repository';
import type { AuthorArticlesRepository } from './author-articles.repository';

/** Pages of one size and place, by author; one statement for all that a request asks for. */
export class AuthorArticlesLoader {
  private readonly loader: DataLoader<string, number[]>;

  constructor(
    repository: AuthorArticlesRepository,
    { limit, after, nowMs }: { limit: number; after: NewestAfter | undefined; nowMs: number },
  ) {
    this.loader = new DataLoader(async (authorIds: readonly string[]) => {
      const pages = await repository.newestOfEach({ authorIds, limit, after, nowMs });
      return authorIds.map((id) => pages.get(id) ?? []);
    });
  }

  load(authorId: string): Promise<number[]> {
    return this.loader.load(authorId);
  }
}

export class AuthorArticleCountLoader {
  private readonly loader: DataLoader<string, number>;

  constructor(repository: AuthorArticlesRepository, nowMs: number) {
    this.loader = new DataLoader(async (authorIds: readonly string[]) => {
      const counts = await repository.countsOf(authorIds, nowMs);
      return authorIds.map((id) => counts.get(id) ?? 0);
    });
  }

  load(authorId: string): Promise<number> {
    return this.loader.load(authorId);
  }
}
