import DataLoader from 'dataloader';
import type { Comment } from './comment.entity';
import type { CommentPlace, CommentRepository } from './comment.repository';

/** Pages of one size and place, by article id: what a list of articles asks for goes into one statement. */
export class CommentPageLoader {
  private readonly loader: DataLoader<string, Comment[]>;

  constructor(comments: CommentRepository, limit: number, after: CommentPlace | undefined) {
    this.loader = new DataLoader(async (articleIds: readonly string[]) => {
      const pages = await comments.newestOf(articleIds, limit, after);
      return articleIds.map((id) => pages.get(id) ?? []);
    });
  }

  load(articleId: string): Promise<Comment[]> {
    return this.loader.load(articleId);
  }
}
