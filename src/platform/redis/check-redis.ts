// What a Redis must be before it may count: recent enough, and one that never throws keys away. A Redis that
// evicts loses counts and deduplication silently.

import { MostreadError } from '../errors';
import type { RedisConnection } from './connection';

/** This Redis may throw away keys when its memory is full. */
export class RedisEvicts extends MostreadError {
  readonly code = 'REDIS_EVICTS';

  constructor(policy: string) {
    super(
      `REDIS_URL names a Redis whose maxmemory-policy is ${policy}: it would throw away counts when its memory is ` +
        'full. Run "redis-cli CONFIG SET maxmemory-policy noeviction" on it and set the same in its redis.conf.',
      { field: 'REDIS_URL' },
    );
  }
}

export class RedisTooOld extends MostreadError {
  readonly code = 'REDIS_TOO_OLD';

  constructor(version: string) {
    super(`REDIS_URL names a Redis ${version}; version ${OLDEST_MAJOR} is the oldest that will do.`, {
      field: 'REDIS_URL',
    });
  }
}

const OLDEST_MAJOR = 7;

/** @throws RedisEvicts, RedisTooOld */
export async function checkRedis(connection: RedisConnection): Promise<void> {
  // INFO, for CONFIG is closed on most managed ones.
  const server = await connection.client.info('server');
  const version = field(server, 'redis_version') ?? '0';
  if (Number.parseInt(version, 10) < OLDEST_MAJOR) throw new RedisTooOld(version);
  const policy = field(await connection.client.info('memory'), 'maxmemory_policy');
  if (policy !== undefined && policy !== 'noeviction') throw new RedisEvicts(policy);
}

function field(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];
}
