// A process with a connection to the Redis that its argument names: it says "ready", closes when its input ends, and
// then ends when nothing is left to do.

import { openRedis } from '../../src/platform/redis/connection';
import type { RedisPlace } from '../../src/platform/redis/redis-place';

async function main(): Promise<void> {
  const place = JSON.parse(process.argv[2] ?? '') as RedisPlace;
  const redis = openRedis({ ...place, keySpace: 'client:' });
  await redis.ready(10_000);
  process.stdout.write('ready\n');
  process.stdin.on('end', () => void redis.close()).resume();
}

void main();
