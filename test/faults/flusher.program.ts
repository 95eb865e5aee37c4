// A flusher in a process of its own, to be killed or stopped where a test wants it: it says when it has come to a step
// and goes on when it is told to. Arguments: Postgres, Redis, key space, time, steps to wait at (with commas).

import 'reflect-metadata';
import { composeRollups } from '../../src/compose/rollups';
import { settingsFrom } from '../../src/compose/settings';
import { openSteppedStores, say } from '../setup/stepped-stores';

/** Told once, it waits no more. */
const told = new Promise<void>((resolve) => {
  process.stdin.once('data', () => resolve());
});

async function main(): Promise<void> {
  const { dataSource, redis, clock, log, rest } = await openSteppedStores();
  const waitsAt = new Set(rest[0]?.split(','));
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
