// A flusher in a process of its own, to be killed or stopped where a test wants it: it says when it has come to a step
// and goes on when it is told to. Arguments: Postgres, Redis, key space, time, steps to wait at (with commas).

import 'reflect-metadata';
import pino from 'pino';
import { composeRollups } from '../../src/compose/rollups';
import { settingsFrom } from '../../src/compose/settings';
import { SimulatedClock } from '../../src/platform/clock';
import { createDataSource } from '../../src/platform/postgres/data-source';
import { openRedis } from '../../src/platform/redis/connection';

const [databaseUrl = '', redisUrl = '', keySpace = '', now = '', steps = ''] = process.argv.slice(2);
const log = pino({ level: 'silent' });
const waitsAt = new Set(steps.split(','));

/** Told once, it waits no more. */
const told = new Promise<void>((resolve) => {
  process.stdin.once('data', () => resolve());
});
const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const dataSource = await createDataSource({
    url: databaseUrl,
    entities: [],
    migrations: [],
    log,
  }).initialize();
  const redis = openRedis({ url: redisUrl, keySpace, commandTimeoutMs: 20_000 }, log);
  await redis.ready();
  const clock = new SimulatedClock(Number(now));
  const rollups = composeRollups({ dataSource, redis, clock }, settingsFrom({}), log, async (step) => {
    if (!waitsAt.has(step)) return;
    say(`AT ${step}`);
    await told;
  });
  const isDone = await rollups.flush();
  say(isDone ? 'DONE' : 'FAILED');
  await redis.close();
  await dataSource.destroy();
  process.exit(0);
}

void main();
