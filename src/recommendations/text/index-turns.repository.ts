import type { DataSource, EntityManager } from 'typeorm';
import type { JobQueueRepository } from '../../platform/jobs/job-queue.repository';

export type IndexTransaction = EntityManager;

/** Of several processes that would write the index, one does at a time. */
const INDEX_LOCK = 4_170_322_158;

export class IndexTurns {
  constructor(
    private readonly dataSource: DataSource,
    private readonly jobs: JobQueueRepository,
  ) {}

  /** One waits at most; one that runs keeps none from waiting. */
  addJob(task: string, runAt: Date): Promise<void> {
    return this.jobs.add(this.dataSource.manager, { task, payload: {}, runAt, key: task });
  }

  /** All that `work` writes is there together, or nothing of it is; undefined while another process has its turn. */
  inTurn<T>(work: (transaction: IndexTransaction) => Promise<T>): Promise<T | undefined> {
    return this.dataSource.transaction(async (transaction) => {
      const [{ mine }] = await transaction.query('select pg_try_advisory_xact_lock($1) as mine', [
        INDEX_LOCK,
      ]);
      return mine ? work(transaction) : undefined;
    });
  }

  /** Without a turn, to look. */
  look<T>(work: (transaction: IndexTransaction) => Promise<T>): Promise<T> {
    return work(this.dataSource.manager);
  }
}
