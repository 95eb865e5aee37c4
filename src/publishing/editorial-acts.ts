// What every act of an editor has in common: it happens in one transaction with its entry in the audit log and with the
// changes that all processes must hear of, and this process shows it when the editor gets the answer.

import type { Account } from '../accounts/account';
import type { AuditLogRepository, EditorialAct } from '../accounts/audit-log.repository';
import type { ChangeRow } from '../articles/article-change.repository';
import type { ArticleChanges } from '../articles/article-changes';
import { type Transaction, type Transactions, waitForTurn } from './article-writing.repository';

export interface EditorialActsParts {
  transactions: Transactions;
  audit: AuditLogRepository;
  changes: Pick<ArticleChanges, 'announce'>;
}

export interface Done<T> {
  result: T;
  /** None where nothing had to be done. */
  act?: Omit<EditorialAct, 'by'>;
  changes: readonly ChangeRow[];
}

export class EditorialActs {
  constructor(private readonly parts: EditorialActsParts) {}

  /**
   * One at a time, and never while articles are written: what an act looks at stays as it is until the act is done.
   * @throws whatever `work` throws; nothing is written then.
   */
  async carryOut<T>(by: Account, work: (transaction: Transaction) => Promise<Done<T>>): Promise<T> {
    const { transactions, audit, changes } = this.parts;
    const done = await transactions.inOne(async (transaction) => {
      await waitForTurn(transaction);
      const outcome = await work(transaction);
      if (outcome.act) await audit.write(transaction, { ...outcome.act, by });
      return outcome;
    });
    await changes.announce(done.changes);
    return done.result;
  }
}

/** What is different, field by field, for the audit log; empty when nothing is. */
export function differences<T extends object>(
  before: T,
  after: T,
  fields: readonly (keyof T & string)[],
): Record<string, { before: unknown; after: unknown }> {
  return Object.fromEntries(
    fields
      .filter((field) => before[field] !== after[field])
      .map((field) => [field, { before: before[field], after: after[field] }]),
  );
}
