import { DataSource, type MixedList } from 'typeorm';
import type { Log } from '../log/log';
import { LogOfQueries } from './query-log';

export interface DataSourceOptions {
  url: string;
  entities: readonly (new (...values: never[]) => object)[];
  migrations: readonly (new () => object)[];
  log?: Log;
  /** Connections at most; a query waits `connectTimeoutMs` for one, then fails. */
  poolSize?: number;
  connectTimeoutMs?: number;
  /** A statement that takes longer is ended by Postgres. */
  statementTimeoutMs?: number;
  /** A statement that waits longer than this for a lock is ended; 0 waits for ever. */
  lockTimeoutMs?: number;
}

type Classes = MixedList<new () => object>;

/**
 * Describes the database to TypeORM and connects nothing: `initialize()` does. Never synchronizes. The pool
 * replaces connections that broke by itself, so a Postgres that went away and came back needs no help.
 */
export function createDataSource(options: DataSourceOptions): DataSource {
  const { poolSize = 10, connectTimeoutMs = 2_000 } = options;
  const { statementTimeoutMs = 10_000, lockTimeoutMs = 0 } = options;
  const dataSource = new DataSource({
    type: 'postgres',
    url: options.url,
    entities: [...options.entities] as unknown as Classes,
    migrations: [...options.migrations] as unknown as Classes,
    synchronize: false,
    migrationsRun: false,
    migrationsTransactionMode: 'each',
    logger: options.log ? new LogOfQueries(options.log) : undefined,
    logging: options.log ? ['error', 'warn'] : false,
    poolSize,
    // Without a limit, a query that finds no free connection waits for ever.
    connectTimeoutMS: connectTimeoutMs,
    applicationName: 'mostread',
    poolErrorHandler: (error: Error) => {
      // The pool says that it is closed while the last sockets are still closing; nobody needs to hear of those.
      if (dataSource.isInitialized) options.log?.warn({ err: error }, 'a connection to Postgres has broken');
    },
    extra: {
      statement_timeout: statementTimeoutMs,
      lock_timeout: lockTimeoutMs,
      keepAlive: true,
      idleTimeoutMillis: 30_000,
    },
  });
  return dataSource;
}
