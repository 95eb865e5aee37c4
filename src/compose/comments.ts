// What readers write and what moderators do about it.

import { AuditLogRepository } from '../accounts/audit-log.repository';
import { ArticleChangeRepository } from '../articles/article-change.repository';
import { CommentClosureResolver } from '../comments/comment-closure.resolver';
import { CommentLimitsStore } from '../comments/comment-limits.store';
import { CommentWritingRepository } from '../comments/comment-writing.repository';
import { Moderation } from '../comments/moderation';
import { ModerationRepository } from '../comments/moderation.repository';
import { ModerationResolver } from '../comments/moderation.resolver';
import { ModerationQueue } from '../comments/moderation-queue';
import { ModerationQueueRepository } from '../comments/moderation-queue.repository';
import { CommentPosting } from '../comments/post-comment';
import { PostCommentResolver } from '../comments/post-comment.resolver';
import { CommentReporting } from '../comments/report-comment';
import { ReportCommentResolver } from '../comments/report-comment.resolver';
import { ShownArticles } from '../comments/shown-articles';
import type { Counting } from './counting';
import type { Newsroom } from './newsroom';
import type { Settings } from './settings';
import type { Stores } from './stores';

export interface CommentsParts {
  stores: Pick<Stores, 'dataSource' | 'redis' | 'clock'>;
  newsroom: Pick<Newsroom, 'cards' | 'changes' | 'commentCache'>;
  counting: Pick<Counting, 'readers'>;
  settings: Pick<Settings, 'comments'>;
}

export function resolversForComments({ stores, newsroom, counting, settings }: CommentsParts): object[] {
  const { dataSource, redis, clock } = stores;
  const { cards, changes, commentCache: cache } = newsroom;
  const { readers } = counting;
  const changeRows = new ArticleChangeRepository(dataSource);
  const writing = new CommentWritingRepository(dataSource, changeRows);
  const limits = new CommentLimitsStore(redis, settings.comments);
  const rules = settings.comments;
  const posting = new CommentPosting({ cards, writing, limits, readers, changes, clock, rules });
  const repository = new ModerationRepository(dataSource, changeRows, new AuditLogRepository());
  const moderation = new Moderation({ repository, changes, clock });
  const queue = new ModerationQueue(new ModerationQueueRepository(dataSource));
  const { reportsToHold } = rules;
  const reporting = new CommentReporting({ repository, limits, readers, changes, clock, reportsToHold });
  const articles = new ShownArticles(cards, clock);
  return [
    new PostCommentResolver(posting),
    new ReportCommentResolver(reporting),
    new ModerationResolver(moderation, queue, articles),
    new CommentClosureResolver({ moderation, cache, articles, comments: rules.comments }),
  ];
}
