// What goes on by itself, beside the answering of requests: jobs, and the looking after what they may have left. It
// needs the stores and a newsroom, and may run in a process of its own.

import { AuditLogRepository } from '../accounts/audit-log.repository';
import { ArticleChangeRepository } from '../articles/article-change.repository';
import { JobRunner } from '../platform/jobs/job-runner';
import type { Log } from '../platform/log/log';
import { Transactions } from '../publishing/article-writing.repository';
import { DueArticlesRepository } from '../publishing/due-articles.repository';
import { DuePublisher } from '../publishing/publish-due';
import { publishDueJob } from '../publishing/publish-due.job';
import { PUBLISH_DUE } from '../publishing/publish-due-task';
import type { Newsroom } from './newsroom';
import type { SimilarTextsKeeping } from './similar-texts';
import { databaseUrlOf, type Stores } from './stores';

export interface Worker {
  start(): Promise<void>;
  /** Finishes what is under way. */
  stop(): Promise<void>;
}

export function composeWorker(
  stores: Pick<Stores, 'dataSource' | 'clock'>,
  newsroom: Pick<Newsroom, 'changes'>,
  log: Log,
  similarTexts?: SimilarTextsKeeping,
): Worker {
  const { dataSource, clock } = stores;
  const publisher = new DuePublisher({
    ...{ clock, log, changes: newsroom.changes },
    transactions: new Transactions(dataSource),
    due: new DueArticlesRepository(dataSource),
    changeRows: new ArticleChangeRepository(dataSource),
    audit: new AuditLogRepository(),
  });
  const jobs = new JobRunner({
    databaseUrl: databaseUrlOf(dataSource),
    tasks: { [PUBLISH_DUE]: publishDueJob(publisher), ...similarTexts?.tasks },
    clock,
    log,
  });
  return {
    async start() {
      await jobs.start();
      publisher.start();
      similarTexts?.keeper.start();
    },
    async stop() {
      await similarTexts?.keeper.stop();
      await publisher.stop();
      await jobs.stop();
    },
  };
}
