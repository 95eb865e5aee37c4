import type { DataSource } from 'typeorm';

/**
 * Runs `work` in one process at a time: the others that name the same number wait for their turn. The lock is that of a
 * connection of its own, so it ends with the process that holds it.
 */
export async function oneAtATime<T>(
  dataSource: DataSource,
  lock: number,
  work: () => Promise<T>,
): Promise<T> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query(`set lock_timeout = 0; set statement_timeout = 0`);
    await runner.query('select pg_advisory_lock($1)', [lock]);
    return await work();
  } finally {
    // A broken connection holds no lock.
    await runner
      .query(`select pg_advisory_unlock_all(); reset lock_timeout; reset statement_timeout`)
      .catch(() => undefined);
    await runner.release();
  }
}
