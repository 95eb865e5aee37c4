// A reading that ends, whatever Postgres does. A statement timeout is kept by Postgres, and one that has been
// stopped, or whose machine has gone, keeps none. pg's own limit for a query gives the connection back to the pool
// although the statement may still run on it, in an open transaction perhaps. So the connection is destroyed: a
// reading has nothing that could be lost with it, and the next one gets another connection.

import type { DataSource, QueryRunner } from 'typeorm';
import { type Clock, systemClock } from '../clock';
import { StoreUnavailable } from '../errors';

/** Of a client of the pool: ends the socket at once where a statement is under way. */
interface Ending {
  end(): Promise<void>;
}

export type Reader = Pick<QueryRunner, 'query'>;

/**
 * Statements of `read` run one after another on one connection, outside of any transaction.
 * @throws StoreUnavailable when it has not ended in time; until a connection is there the pool has a limit of its own.
 */
export async function readWithin<T>(
  ms: number,
  dataSource: Pick<DataSource, 'createQueryRunner'>,
  read: (reader: Reader) => Promise<T>,
  clock: Pick<Clock, 'after'> = systemClock,
): Promise<T> {
  const runner = dataSource.createQueryRunner();
  let isLate = false;
  try {
    const client: Ending = await runner.connect();
    const stop = clock.after(ms, () => {
      isLate = true;
      // What it rejects with, the statement rejects with too.
      client.end().catch(() => undefined);
    });
    try {
      return await read(runner);
    } finally {
      stop();
    }
  } catch (error) {
    throw isLate ? new StoreUnavailable('Postgres', error) : error;
  } finally {
    await runner.release();
  }
}
