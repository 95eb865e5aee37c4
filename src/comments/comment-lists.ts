// Pages of comments: those that most readers ask for come from memory, those further down from Postgres.

import { readFirst } from '../platform/graphql/page-arguments';
import { perRequest, type RequestContext } from '../platform/graphql/per-request';
import { AnswersLoader } from './answers.loader';
import type { Comment } from './comment.entity';
import type { CommentRepository, CommentThreads } from './comment.repository';
import { COMMENTS_KEPT, type CommentCache } from './comment-cache';
import { CommentConnection } from './comment-connection.type';
import { readCommentCursor } from './comment-cursor';
import { CommentPageLoader } from './comment-page.loader';

export interface CommentPageRequest {
  first: number;
  after: string | null;
}

export class CommentLists {
  /** Of comments that came out of memory; they stay known as long as the comments themselves. */
  private readonly answers = new WeakMap<Comment, readonly Comment[]>();
  /** Built once for what is kept of an article: by how many comments the page shows. */
  private readonly pages = new WeakMap<CommentThreads, Map<number, CommentConnection>>();

  constructor(
    private readonly repository: CommentRepository,
    private readonly cache: CommentCache,
  ) {}

  commentCount(articleId: string): number | Promise<number> {
    const counts = this.cache.countsOf(articleId);
    return counts instanceof Promise ? counts.then(({ all }) => all) : counts.all;
  }

  /** @throws BadUserInput for a size or a cursor that it cannot have */
  page(
    articleId: string,
    { first, after }: CommentPageRequest,
    context: RequestContext,
  ): CommentConnection | Promise<CommentConnection> {
    readFirst(first);
    if (after !== null) return this.laterPage(articleId, { first, after }, context);
    const threads = this.cache.threadsOf(articleId);
    if (threads instanceof Promise) {
      return threads.then((read) => this.firstPage(articleId, read, first, context));
    }
    return this.firstPage(articleId, threads, first, context);
  }

  /** Oldest first. An answer has none. */
  answersTo(comment: Comment, context: RequestContext): readonly Comment[] | Promise<Comment[]> {
    if (comment.parentId !== null) return [];
    const known = this.answers.get(comment);
    if (known !== undefined) return known;
    return perRequest(context, AnswersLoader, () => new AnswersLoader(this.repository)).load(comment.id);
  }

  private firstPage(
    articleId: string,
    threads: CommentThreads,
    first: number,
    context: RequestContext,
  ): CommentConnection | Promise<CommentConnection> {
    const { comments } = threads;
    const areAll = comments.length < COMMENTS_KEPT;
    if (first >= comments.length && !areAll) {
      return this.laterPage(articleId, { first, after: null }, context);
    }
    const pages = this.pages.get(threads) ?? this.open(threads);
    const shown = Math.min(first, comments.length);
    const known = pages.get(shown);
    if (known !== undefined) return known;
    const page = new CommentConnection({
      comments: comments.slice(0, shown),
      hasNextPage: comments.length > shown,
      hasPreviousPage: false,
      count: () => this.topCount(articleId),
    });
    pages.set(shown, page);
    return page;
  }

  private open(threads: CommentThreads): Map<number, CommentConnection> {
    const pages = new Map<number, CommentConnection>();
    this.pages.set(threads, pages);
    for (const comment of threads.comments) {
      this.answers.set(comment, threads.answers.get(comment.id) ?? []);
    }
    return pages;
  }

  private async laterPage(
    articleId: string,
    { first, after }: CommentPageRequest,
    context: RequestContext,
  ): Promise<CommentConnection> {
    const limit = first + 1;
    const place = after === null ? undefined : readCommentCursor(articleId, after);
    const pages = perRequest(
      context,
      `comments, ${limit} after ${after ?? ''}`,
      () => new CommentPageLoader(this.repository, limit, place),
    );
    const found = await pages.load(articleId);
    return new CommentConnection({
      comments: found.slice(0, first),
      hasNextPage: found.length > first,
      hasPreviousPage: place !== undefined,
      count: () => this.topCount(articleId),
    });
  }

  private topCount(articleId: string): number | Promise<number> {
    const counts = this.cache.countsOf(articleId);
    return counts instanceof Promise ? counts.then(({ top }) => top) : counts.top;
  }
}
