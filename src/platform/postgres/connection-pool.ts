import { Pool } from 'pg';
import type { Log } from '../log/log';

export interface ConnectionPoolOptions {
  url: string;
  /** Connections at most. */
  size: number;
  log: Log;
}

/**
 * A pool of pg's own, for a library that brings its own statements; whoever opens it ends it. A connection that
 * breaks (Postgres restarts) is replaced: without somebody who listens, Node would end the process.
 */
export function openConnectionPool({ url, size, log }: ConnectionPoolOptions): Pool {
  const pool = new Pool({
    connectionString: url,
    max: size,
    application_name: 'mostread jobs',
    keepAlive: true,
  });
  const tell = (error: Error) => log.debug({ err: error }, 'a connection to Postgres has broken');
  pool.on('error', tell);
  pool.on('connect', (client) => client.on('error', tell));
  return pool;
}
