import type { Logger } from 'typeorm';
import type { Log } from '../log/log';

/**
 * TypeORM's messages in the program's log. Parameters stay out of it: they hold what readers and editors
 * wrote.
 */
export class LogOfQueries implements Logger {
  constructor(private readonly out: Log) {}

  logQuery(query: string): void {
    this.out.trace({ query }, 'query');
  }

  logQueryError(error: string | Error, query: string): void {
    this.out.debug({ err: error, query }, 'query failed');
  }

  logQuerySlow(timeMs: number, query: string): void {
    this.out.warn({ timeMs, query }, 'slow query');
  }

  logSchemaBuild(message: string): void {
    this.out.debug(message);
  }

  logMigration(message: string): void {
    this.out.debug(message);
  }

  log(level: 'log' | 'info' | 'warn', message: unknown): void {
    this.out[level === 'warn' ? 'warn' : 'debug'](String(message));
  }
}
