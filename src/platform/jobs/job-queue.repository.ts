import type { EntityManager } from 'typeorm';

export interface JobToAdd {
  task: string;
  payload: Record<string, unknown>;
  runAt: Date;
  /** Of two jobs with one key, the later one replaces the earlier. */
  key: string;
}

/** Jobs are rows: one that is added in a transaction is there when its reason is, or not at all. */
export class JobQueueRepository {
  async add(manager: EntityManager, { task, payload, runAt, key }: JobToAdd): Promise<void> {
    await manager.query(
      `select graphile_worker.add_job($1, payload := $2::json, run_at := $3, job_key := $4,
         job_key_mode := 'replace')`,
      [task, JSON.stringify(payload), runAt, key],
    );
  }

  /** Nothing happens where there is none. */
  async remove(manager: EntityManager, key: string): Promise<void> {
    await manager.query('select graphile_worker.remove_job($1)', [key]);
  }
}
