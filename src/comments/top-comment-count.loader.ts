import DataLoader from 'dataloader';
import type { CommentRepository } from './comment.repository';

/** Counts of visible comments that are no answers, by article id. */
export class TopCommentCountLoader {
  private readonly loader: DataLoader<string, number>;

  constructor(comments: CommentRepository) {
    this.loader = new DataLoader(async (articleIds: readonly string[]) => {
      const counts = await comments.topCountsOf(articleIds);
      return articleIds.map((id) => counts.get(id) ?? 0);
    });
  }

  load(articleId: string): Promise<number> {
    return this.loader.load(articleId);
  }
}
