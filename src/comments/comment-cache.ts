// What an article page shows of its comments, in memory, told of every change. A change takes out all that is kept of
// its article, and the next reader reads it anew; a reading that was under way when the change came is not kept, since
// nobody knows which of both Postgres saw first.

import { LRUCache } from 'lru-cache';
import type { ArticleChanges } from '../articles/article-changes';
import { ArticleContentsLoader } from '../articles/article-contents.loader';
import type { Stop } from '../platform/clock';
import type { Comment } from './comment.entity';
import type { CommentCounts, CommentRepository, CommentThreads } from './comment.repository';

/** One more than a page has unless it asks for more, so that the page knows whether another follows. */
export const COMMENTS_KEPT = 21;
const COUNTS_KEPT = 200_000;
/** A letter is one byte or two in memory; so it is never more than allowed. */
const BYTES_A_LETTER = 2;
const BYTES_A_COMMENT = 600;
const BYTES_AN_ENTRY = 300;

/** Never used: of threads every article has its own. */
const noThreads: CommentThreads = { comments: [], answers: new Map() };
const noCounts: CommentCounts = { all: 0, top: 0, isClosed: false };

export interface CommentCacheParts {
  comments: Pick<CommentRepository, 'countsOf' | 'threadsOf'>;
  maxMegabytes: number;
}

export class CommentCache {
  private readonly counts: Kept<CommentCounts>;
  private readonly threads: Kept<CommentThreads>;
  private isFollowing = false;

  constructor({ comments, maxMegabytes }: CommentCacheParts) {
    this.counts = {
      known: new LRUCache({ max: COUNTS_KEPT }),
      underWay: new Map(),
      loader: new ArticleContentsLoader((ids) => comments.countsOf(ids), noCounts),
    };
    this.threads = {
      known: new LRUCache({
        maxSize: maxMegabytes * 1_048_576,
        sizeCalculation: ({ comments: top, answers }) => bytesOf([top, ...answers.values()]),
      }),
      underWay: new Map(),
      loader: new ArticleContentsLoader((ids) => comments.threadsOf(ids, COMMENTS_KEPT), noThreads),
    };
  }

  /** Nothing is kept before this, or once it has ended. */
  follow(changes: Pick<ArticleChanges, 'onChangeAround'>): Stop {
    this.isFollowing = true;
    const stop = changes.onChangeAround('COMMENTS', ({ articleId }) => this.forget(articleId as string));
    return () => {
      this.isFollowing = false;
      stop();
      for (const kept of [this.counts, this.threads]) kept.known.clear();
    };
  }

  /** How many there are; without a promise when it is in memory. */
  countsOf(articleId: string): CommentCounts | Promise<CommentCounts> {
    return this.counts.known.get(articleId) ?? this.read(this.counts, articleId);
  }

  /** Whether the article itself takes comments. */
  isOpen(articleId: string): boolean | Promise<boolean> {
    const counts = this.countsOf(articleId);
    return counts instanceof Promise ? counts.then(({ isClosed }) => !isClosed) : !counts.isClosed;
  }

  /** Up to COMMENTS_KEPT of the newest, and their answers; without a promise when they are in memory. */
  threadsOf(articleId: string): CommentThreads | Promise<CommentThreads> {
    return this.threads.known.get(articleId) ?? this.read(this.threads, articleId);
  }

  private forget(articleId: string): void {
    for (const kept of [this.counts, this.threads]) {
      kept.known.delete(articleId);
      kept.underWay.delete(articleId);
    }
  }

  /** However many ask at once, one of them reads; but who asks after a change never waits for a reading from before. */
  private read<V extends object>({ known, underWay, loader }: Kept<V>, articleId: string): Promise<V> {
    const started = underWay.get(articleId);
    if (started !== undefined) return started;
    const reading = loader.load(articleId).then(
      (value) => {
        if (underWay.get(articleId) === reading) {
          underWay.delete(articleId);
          if (this.isFollowing) known.set(articleId, value);
        }
        return value;
      },
      (error: unknown) => {
        if (underWay.get(articleId) === reading) underWay.delete(articleId);
        throw error;
      },
    );
    if (this.isFollowing) underWay.set(articleId, reading);
    return reading;
  }
}

interface Kept<V extends object> {
  known: LRUCache<string, V>;
  underWay: Map<string, Promise<V>>;
  loader: ArticleContentsLoader<V>;
}

function bytesOf(groups: readonly (readonly Comment[])[]): number {
  let bytes = BYTES_AN_ENTRY;
  for (const comments of groups) {
    for (const { text, authorName } of comments) {
      bytes += BYTES_A_COMMENT + BYTES_A_LETTER * (text.length + authorName.length);
    }
  }
  return bytes;
}
