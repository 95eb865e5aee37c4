import { Logger } from 'graphile-worker';
import type { Log } from '../log/log';

/** What graphile-worker has to say, in our log. That a job is done is for whoever looks closely. */
export function workerLog(log: Log): Logger {
  const write = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const;
  return new Logger((scope) => (level, message, meta) => {
    const error = meta?.['error'];
    log[write[level as keyof typeof write] ?? 'debug'](
      { job: scope.jobId, task: scope.taskIdentifier, ...(error instanceof Error && { err: error }) },
      message,
    );
  });
}
