// What a Redis must be before it may count: recent enough, and one that never throws keys away. A Redis that
// evicts loses counts and deduplication silently.

import { MostreadError } from '../errors';
import type { RedisConnection } from './connection';

/** This Redis may throw away keys when its memory is full. */
export class RedisEvicts extends MostreadError {
  readonly code = 'REDIS_EVICTS';

  constructor(policy: string, where = '') {
    super(
      `REDIS_URL names a Redis${where} whose maxmemory-policy is ${policy}: it would throw away counts when its ` +
        'memory is full. Run "redis-cli CONFIG SET maxmemory-policy noeviction" on it and set the same in its ' +
        'redis.conf.',
      { field: 'REDIS_URL' },
    );
  }
}

export class RedisTooOld extends MostreadError {
  readonly code = 'REDIS_TOO_OLD';

  constructor(version: string, where = '') {
    super(`REDIS_URL names a Redis ${version}${where}; version ${OLDEST_MAJOR} is the oldest that will do.`, {
      field: 'REDIS_URL',
    });
  }
}

const OLDEST_MAJOR = 7;

/**
 * Looks at every server: of a Cluster at each that can be reached, replicas too, since they may be the next primaries.
 * With a primary gone the others still serve, and so may whoever starts. @throws RedisEvicts, RedisTooOld,
 * StoreUnavailable
 */
export async function checkRedis(connection: RedisConnection): Promise<void> {
  const ask = async (server: Server): Promise<Report> => ({
    server: await server.info('server'), // INFO, for CONFIG is closed on most managed ones.
    memory: await server.info('memory'),
  });
  for (const [address, report] of await connection.onEachReachable(ask)) check(report, address);
}

type Server = Parameters<Parameters<RedisConnection['onEachPrimary']>[0]>[0];

interface Report {
  server: string;
  memory: string;
}

function check({ server, memory }: Report, address: string): void {
  const where = address === '' ? '' : ` at ${address}`;
  const version = field(server, 'redis_version') ?? '0';
  if (Number.parseInt(version, 10) < OLDEST_MAJOR) throw new RedisTooOld(version, where);
  const policy = field(memory, 'maxmemory_policy');
  if (policy !== undefined && policy !== 'noeviction') throw new RedisEvicts(policy, where);
}

function field(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];
}
