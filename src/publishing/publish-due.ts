// Tells the world of articles whose time has come. Readers see them by their time alone; what is told here is for
// whoever waits for the news of it: once, however many processes try, and late rather than never.

import { theProgram } from '../accounts/account';
import { AuditSubject } from '../accounts/audit-entry.entity';
import type { AuditLogRepository } from '../accounts/audit-log.repository';
import { ArticleChangeKind } from '../articles/article-change.entity';
import type { ArticleChangeRepository } from '../articles/article-change.repository';
import type { ArticleChanges } from '../articles/article-changes';
import type { Clock, Stop } from '../platform/clock';
import type { Log } from '../platform/log/log';
import type { Transactions } from './article-writing.repository';
import { type DueArticlesRepository, takeDue } from './due-articles.repository';

export interface DuePublisherParts {
  transactions: Transactions;
  due: DueArticlesRepository;
  changeRows: ArticleChangeRepository;
  changes: Pick<ArticleChanges, 'announce'>;
  audit: AuditLogRepository;
  clock: Clock;
  log: Log;
}

const SWEEP_EVERY_MS = 5_000;
/** What is due for less is left to its job. */
const OVERDUE_MS = 2_000;
const SWEPT_AT_ONCE = 100;

export class DuePublisher {
  private stopSweeping: Stop = () => undefined;
  private underWay: Promise<void> = Promise.resolve();
  private failing = false;

  constructor(private readonly parts: DuePublisherParts) {}

  /** False when there is nothing to tell: told already, another time, taken back. */
  async publish(articleId: string): Promise<boolean> {
    const { transactions, changeRows, changes, audit } = this.parts;
    const rows = await transactions.inOne(async (transaction) => {
      const number = await takeDue(transaction, articleId);
      if (number === undefined) return [];
      await audit.write(transaction, {
        by: theProgram,
        act: 'PUBLISHED',
        subject: AuditSubject.ARTICLE,
        subjectId: articleId,
        details: { scheduled: true },
      });
      return changeRows.writeChanges(transaction, [{ articleId, number, kind: ArticleChangeKind.PUBLISHED }]);
    });
    await changes.announce(rows);
    return rows.length > 0;
  }

  /** Looks now and then for what a job that died has left, and what an import has brought ahead of its time. */
  start(): void {
    this.stopSweeping = this.parts.clock.every(SWEEP_EVERY_MS, () => {
      this.underWay = this.sweep();
      return this.underWay;
    });
  }

  async stop(): Promise<void> {
    this.stopSweeping();
    await this.underWay;
  }

  async sweep(): Promise<void> {
    try {
      const ids = await this.parts.due.overdue({ byMs: OVERDUE_MS, limit: SWEPT_AT_ONCE });
      for (const id of ids) await this.publish(id);
      this.failing = false;
    } catch (error) {
      if (!this.failing) this.parts.log.warn({ err: error }, 'cannot look for articles that are due');
      this.failing = true;
    }
  }
}
