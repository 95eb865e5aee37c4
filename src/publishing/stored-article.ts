import type { ActorName } from '../articles/actor-name';
import type { ArticleStatus } from '../articles/article-status';
import type { ArticleContent } from './article-content';

/** Why and when readers were told that an article is no longer there. */
export interface Withdrawal {
  at: Date;
  by: ActorName | null;
  /** Readers may read it; null for what was withdrawn without one. */
  reason: string | null;
}

/** Where an article stands and how it came there: all but its text. */
export interface ArticleStanding {
  id: string;
  number: number;
  version: number;
  /** As it is stored: PUBLISHED also for what is ahead of its time (workflow.ts). */
  status: ArticleStatus;
  publishedAt: Date | null;
  /** When the world is to be told that it is public; null when that is done or not due. */
  dueAt: Date | null;
  editedAt: Date | null;
  createdAt: Date;
  createdBy: ActorName | null;
  /** Of the present version. */
  changedAt: Date;
  changedBy: ActorName | null;
  updatedAt: Date;
  withdrawal: Withdrawal | null;
  /** Of what an import brought. */
  source: string | null;
}

/** An article whole, as editors work on it. */
export interface StoredArticle extends ArticleStanding {
  content: ArticleContent;
}
