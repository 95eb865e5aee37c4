// The last way to a Redis: its source, built by redis-memory-server. Its own install step is switched off in
// package.json, so that nothing is downloaded unless it comes to this.

import { mkdir } from 'node:fs/promises';

type Builder = typeof import('redis-memory-server/lib/util/RedisBinary');

/**
 * Gives the path of a redis-server built (or built earlier) in `folder`. Needs make, a C compiler and the
 * network.
 */
export async function buildRedis(folder: string): Promise<string> {
  const { default: RedisBinary } = require('redis-memory-server/lib/util/RedisBinary') as Builder;
  await mkdir(folder, { recursive: true });
  try {
    return await RedisBinary.getPath({ downloadDir: folder, version: '7.2.11' });
  } catch (error) {
    throw new Error(`Building it failed: ${(error as Error).message}`, { cause: error });
  }
}
