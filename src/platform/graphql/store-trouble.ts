// Tells "a store does not answer" from a bug, by what pg and ioredis put on their errors. Clients may try the first
// again; the second they cannot help.

import { StoreUnavailable } from '../errors';

const socketCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

// Class 08 is connection trouble, 57P0x a server that stops or starts, 53300 too many connections, 57014 a statement
// that took longer than statement_timeout, 25006 a server that has become a replica.
const postgresCodes = /^(08\d{3}|57P0[1-5]|53300|57014|25006)$/;
const postgresWords =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout)/;

const redisWords =
  /^(Connection is closed|Stream isn't writeable|Command timed out|Reached the max retries per request|LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|NOREPLICAS|OOM|MISCONF|TRYAGAIN)/;

interface Described {
  message?: unknown;
  code?: unknown;
  name?: unknown;
  command?: unknown;
}

/** The trouble behind an error, if it is one of a store; undefined means that it is something else. */
export function storeTroubleOf(error: unknown): StoreUnavailable | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { message, code, name, command } = error as Described;
  const words = typeof message === 'string' ? message : '';
  if (redisWords.test(words) || name === 'MaxRetriesPerRequestError')
    return new StoreUnavailable('Redis', error);
  if (typeof code !== 'string') {
    return postgresWords.test(words) ? new StoreUnavailable('Postgres', error) : undefined;
  }
  // ioredis puts the command on the errors of its sockets; the pool of pg has none to put.
  if (socketCodes.has(code)) return new StoreUnavailable(command === undefined ? 'Postgres' : 'Redis', error);
  if (postgresCodes.test(code) || postgresWords.test(words)) return new StoreUnavailable('Postgres', error);
  return undefined;
}
