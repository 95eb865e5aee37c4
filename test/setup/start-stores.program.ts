// Starts both embedded stores, prints one line about them and stays, as a newsroom would: to be killed by
// tests. Arguments: the folder of the stores, the folder of the cache.

import { startEmbeddedPostgres } from '../../src/platform/postgres/embedded-postgres';
import { startEmbeddedRedis } from '../../src/platform/redis/embedded-redis';

const [folder = '', cacheFolder = ''] = process.argv.slice(2);
const progress = (step: string) => void process.stderr.write(`${step}\n`);

process.on('SIGINT', () => process.stderr.write('asked to stop\n'));

async function main(): Promise<void> {
  const [postgres, redis] = await Promise.all([
    startEmbeddedPostgres({ folder: `${folder}/postgres`, progress }),
    startEmbeddedRedis({ folder: `${folder}/redis`, cacheFolder, progress }),
  ]);
  const about = [postgres, redis].map(({ url, pid, port }) => ({ url, pid, port }));
  process.stdout.write(`${JSON.stringify({ postgres: about[0], redis: about[1] })}\n`);
  process.stdin.resume(); // stays until it is told to stop, or killed
  process.stdin.on('end', async () => {
    await Promise.all([postgres.stop(), redis.stop()]);
    process.exit(0);
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error}\n`);
  process.exit(1);
});
