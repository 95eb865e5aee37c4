import DataLoader from 'dataloader';
import type { CommentRepository } from './comment.repository';

/** Counts of visible comments, answers included, by article id. */
export class CommentCountLoader {
  private readonly loader: DataLoader<string, number>;

  constructor(comments: CommentRepository) {
    this.loader = new DataLoader(async (articleIds: readonly string[]) => {
      const counts = await comments.countsOf(articleIds);
      return articleIds.map((id) => counts.get(id) ?? 0);
    });
  }

  load(articleId: string): Promise<number> {
    return this.loader.load(articleId);
  }
}
