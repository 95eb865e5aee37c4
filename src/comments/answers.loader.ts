import DataLoader from 'dataloader';
import type { Comment } from './comment.entity';
import type { CommentRepository } from './comment.repository';

/** Visible answers by comment id, oldest first. */
export class AnswersLoader {
  private readonly loader: DataLoader<string, Comment[]>;

  constructor(comments: CommentRepository) {
    this.loader = new DataLoader(async (commentIds: readonly string[]) => {
      const answers = await comments.answersTo(commentIds);
      return commentIds.map((id) => answers.get(id) ?? []);
    });
  }

  load(commentId: string): Promise<Comment[]> {
    return this.loader.load(commentId);
  }
}
