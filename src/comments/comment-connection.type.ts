import { Field, ObjectType } from 'type-graphql';
import { Count } from '../platform/graphql/count.scalar';
import { PageInfo, pageInfoOf } from '../platform/graphql/page-info.type';
import { Comment } from './comment.entity';
import { writeCommentCursor } from './comment-cursor';

@ObjectType({ description: 'A comment in a list.' })
export class CommentEdge {
  private written: string | undefined;

  @Field(() => Comment, { description: 'The comment.' })
  readonly node: Comment;

  constructor(node: Comment) {
    this.node = node;
  }

  @Field(() => String, { description: 'Its place in the list, to be given as "after".' })
  get cursor(): string {
    // A page may be kept in memory and given to many readers.
    this.written ??= writeCommentCursor(this.node);
    return this.written;
  }
}

export interface CommentPage {
  comments: readonly Comment[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  count: () => number | Promise<number>;
}

@ObjectType({ description: 'A page of the comments on an article.' })
export class CommentConnection {
  @Field(() => [CommentEdge], { description: 'The comments of this page, newest first.' })
  readonly edges: readonly CommentEdge[];

  constructor(private readonly page: CommentPage) {
    this.edges = page.comments.map((comment) => new CommentEdge(comment));
  }

  @Field(() => PageInfo, { description: 'Where this page lies in the list.' })
  get pageInfo(): PageInfo {
    const { hasNextPage, hasPreviousPage } = this.page;
    return pageInfoOf(this.edges, { hasNextPage, hasPreviousPage });
  }

  @Field(() => Count, { description: 'How many comments the whole list has; answers are not on it.' })
  totalCount(): number | Promise<number> {
    return this.page.count();
  }
}
