// Runs jobs: rows that were added in the transaction of their reason (job-queue.repository.ts). One that fails is tried
// again later, one whose process died is taken up by another. graphile-worker gives up when Postgres has been away for
// a while; here it is begun again.

import { type Runner, run } from 'graphile-worker';
import type { Clock, Stop } from '../clock';
import type { Log } from '../log/log';
import { openConnectionPool } from '../postgres/connection-pool';
import { workerLog } from './worker-log';

export type Task = (payload: unknown) => Promise<void>;

export interface JobRunnerParts {
  databaseUrl: string;
  tasks: Readonly<Record<string, Task>>;
  clock: Clock;
  log: Log;
}

/** A job that is due is begun within so long: on time means within a second. */
const POLL_MS = 400;
const CONCURRENCY = 2;
/** Two that work, one that listens. */
const POOL_SIZE = 3;
const BEGIN_AGAIN_MS = 1_000;
/** At the end, how long jobs under way may take. They are tried again by whoever runs next. */
const FINISH_MS = 4_000;

export class JobRunner {
  private runner: Runner | undefined;
  private poolEnded: Promise<void> = Promise.resolve();
  private isStopping = false;
  private stopWaiting: Stop = () => undefined;

  constructor(private readonly parts: JobRunnerParts) {}

  /** @throws what keeps it from running, such as a database that is not there */
  async start(): Promise<void> {
    const { databaseUrl, tasks, log } = this.parts;
    const pool = openConnectionPool({ url: databaseUrl, size: POOL_SIZE, log });
    const runner = await run({
      pgPool: pool,
      concurrency: CONCURRENCY,
      pollInterval: POLL_MS,
      noHandleSignals: true,
      gracefulShutdownAbortTimeout: FINISH_MS,
      logger: workerLog(log),
      // Gathered, even for no time at all, the ends of jobs are waited for at a stop. Left alone they are not: the pool
      // closes first, and a job that is done stays locked for four hours and is then run again.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
      parsedCronItems: [],
      taskList: Object.fromEntries(
        Object.entries(tasks).map(([name, task]) => [name, (payload: unknown) => task(payload)]),
      ),
    }).catch(async (error: unknown) => {
      await pool.end();
      throw error;
    });
    this.runner = runner;
    const ended = async () => {
      await pool.end();
      this.ended(runner);
    };
    this.poolEnded = runner.promise.then(ended, ended);
  }

  /** Jobs under way are finished, or given back after a few seconds. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.stopWaiting();
    const { runner } = this;
    this.runner = undefined;
    if (runner === undefined) return;
    await Promise.race([this.finish(runner), this.patience()]);
    this.stopWaiting();
  }

  private async finish(runner: Runner): Promise<void> {
    try {
      await runner.stop();
      await this.poolEnded;
    } catch (error) {
      this.parts.log.warn({ err: error }, 'the jobs did not end as they should');
    }
  }

  private patience(): Promise<void> {
    return new Promise((resolve) => {
      this.stopWaiting = this.parts.clock.after(FINISH_MS + 1_000, resolve);
    });
  }

  private ended(runner: Runner): void {
    if (this.isStopping || this.runner !== runner) return;
    this.runner = undefined;
    this.parts.log.warn('the jobs have stopped: beginning again');
    this.beginAgain();
  }

  private beginAgain(): void {
    const { clock, log } = this.parts;
    this.stopWaiting = clock.after(BEGIN_AGAIN_MS, async () => {
      try {
        await this.start();
        if (this.isStopping) await this.stop();
      } catch (error) {
        log.debug({ err: error }, 'the jobs cannot be run yet');
        if (!this.isStopping) this.beginAgain();
      }
    });
  }
}
