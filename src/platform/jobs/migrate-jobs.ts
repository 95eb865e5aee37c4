import { runMigrations } from 'graphile-worker';
import type { Log } from '../log/log';
import { workerLog } from './worker-log';

/**
 * Brings the tables of jobs up to this version of graphile-worker, in a schema of their own; of several processes that
 * start at once, one does it.
 */
export async function migrateJobs(databaseUrl: string, log: Log): Promise<void> {
  await runMigrations({ connectionString: databaseUrl, maxPoolSize: 1, logger: workerLog(log) });
}
